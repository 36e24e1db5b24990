from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, RefusedError
from cityloop.organizations import api
from cityloop.organizations.models import Body
from cityloop.organizations.tests.factories import NOON, SYSTEM, actor, appointed, body, house, trail

pytestmark = pytest.mark.django_db
DRAFT = api.BodyDraft(code="X", name="园林局", kind=api.BodyKind.DEPARTMENT)
DAY = timedelta(days=1)


def test_a_body_stands_on_the_side_of_its_kind() -> None:
    made = api.add_body(draft=DRAFT, actor=SYSTEM, at=NOON)

    assert (made.axis, made.short_name, made.valid_from) == (access.Axis.EXECUTION, "园林局", NOON)
    assert api.body(made.id) == api.body_by_code("X") == made
    assert [entry.subject for entry in trail()] == [f"body:{made.id}"]


def test_a_subtree_is_the_body_and_all_below_it() -> None:
    city = house()

    assert api.subtree(city.sanitation.id) == {city.sanitation.id, city.east.id, city.west.id}
    assert api.subtree(city.east.id) == {city.east.id}
    assert len(api.subtree(city.government.id)) == 7
    assert api.subtree(uuid4()) == frozenset()


def test_asking_for_bodies_costs_one_small_query_until_one_changes(django_assert_num_queries: Any) -> None:
    city = house()
    api.subtree(city.government.id)

    with django_assert_num_queries(1):
        api.subtree(city.government.id)
    with django_assert_num_queries(1):
        assert api.body_names([city.east.id, uuid4()]) == {city.east.id: "环卫一所"}
    added = body("0105", "市容局", api.BodyKind.DEPARTMENT, city.government)
    with django_assert_num_queries(2):
        assert added.id in api.subtree(city.government.id)


def test_a_change_that_is_rolled_back_leaves_no_trace_in_the_tree() -> None:
    city = house()
    with transaction.atomic():
        added = body("0105", "市容局", api.BodyKind.DEPARTMENT, city.government)
        assert added.id in api.subtree(city.government.id)
        transaction.set_rollback(True)

    assert added.id not in api.subtree(city.government.id)
    assert api.body_by_code("0105") is None


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, code=" "), "code"),
        (replace(DRAFT, name=""), "name"),
        (replace(DRAFT, credit_code="91350100M000100Y44"), "credit_code"),
        (replace(DRAFT, parent_id=uuid4()), "parent_id"),
    ],
)
def test_an_unsound_body_is_refused(draft: api.BodyDraft, field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        api.add_body(draft=draft, actor=SYSTEM, at=NOON)

    assert refusal.value.facts["field"] == field
    assert not Body.objects.exists()


def test_a_code_is_taken_once() -> None:
    api.add_body(draft=DRAFT, actor=SYSTEM, at=NOON)

    with pytest.raises(RefusedError, match="X is taken"):
        api.add_body(draft=replace(DRAFT, name="另一个"), actor=SYSTEM, at=NOON)


def test_a_body_changes_its_name_but_not_to_nothing() -> None:
    made = api.add_body(draft=DRAFT, actor=SYSTEM, at=NOON)

    assert api.change_body(body_id=made.id, actor=SYSTEM, at=NOON, name="林业局").name == "林业局"
    with pytest.raises(InvalidInputError):
        api.change_body(body_id=made.id, actor=SYSTEM, at=NOON, name="")

    assert api.body(made.id).name == "林业局"


def test_a_change_to_the_same_is_none() -> None:
    made = api.add_body(draft=DRAFT, actor=SYSTEM, at=NOON)

    api.change_body(body_id=made.id, actor=SYSTEM, at=NOON, name="园林局")

    assert [entry.action for entry in trail()] == ["organizations.add_body"]


def test_a_body_moves_with_all_below_it() -> None:
    city = house()

    api.move_body(body_id=city.sanitation.id, parent_id=city.command.id, actor=SYSTEM, at=NOON)

    assert city.east.id in api.subtree(city.command.id)


def test_a_body_never_lies_below_itself() -> None:
    city = house()
    for below in (city.sanitation, city.east):
        with pytest.raises(InvalidInputError, match="below itself"):
            api.move_body(body_id=city.sanitation.id, parent_id=below.id, actor=SYSTEM, at=NOON)

    assert api.body(city.sanitation.id).parent_id == city.government.id


def test_a_body_that_ends_takes_its_staff_and_rules_along() -> None:
    city = house()
    appointed("li", access.Post.HANDLER, city.east)
    rule = api.assign_responsibility(draft=api.RuleDraft(body_id=city.east.id), actor=SYSTEM, at=NOON)

    api.end_body(body_id=city.east.id, actor=SYSTEM, at=NOON + DAY)

    assert access.seats(body_ids=[city.east.id], at=NOON + DAY) == []
    assert [each.valid_until for each in api.rules()] == [NOON + DAY]
    assert rule.valid_until is None
    assert city.east.id not in {each.id for each in api.bodies(at=NOON + DAY)}
    assert city.east.id in api.subtree(city.government.id)


def test_a_body_does_not_end_before_those_below_it() -> None:
    city = house()
    with pytest.raises(RefusedError, match="below it first"):
        api.end_body(body_id=city.sanitation.id, actor=SYSTEM, at=NOON)

    assert api.body(city.sanitation.id).valid_until is None


@pytest.mark.parametrize("post", [access.Post.HANDLER, access.Post.DISPATCHER])
def test_only_administrators_change_bodies(post: access.Post) -> None:
    city = house()
    stranger = actor("li", post, city.east)
    before = list(Body.objects.order_by("pk").values())

    for attempt in (api.end_body, api.change_body):
        with pytest.raises(NotPermittedError):
            attempt(body_id=city.east.id, actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.move_body(body_id=city.east.id, parent_id=None, actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.add_body(draft=DRAFT, actor=stranger, at=NOON)

    assert list(Body.objects.order_by("pk").values()) == before


def test_an_unknown_body_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        api.body(uuid4())
    with pytest.raises(NotFoundError):
        api.end_body(body_id=uuid4(), actor=SYSTEM, at=NOON)


@pytest.mark.parametrize("nonsense", [{"axis": "SUPERVISION"}, {"credit_code": "x"}, {"valid_until": NOON - DAY}])
def test_the_table_holds_no_nonsense(nonsense: dict[str, object]) -> None:
    made = api.add_body(draft=DRAFT, actor=SYSTEM, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=made.id).update(**nonsense)
