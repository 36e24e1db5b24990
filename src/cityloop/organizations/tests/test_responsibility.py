from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.organizations import api
from cityloop.organizations.models import ResponsibilityRule
from cityloop.organizations.tests.factories import GRID, NOON, SYSTEM, House, actor, house
from cityloop.standards.contracts import MatterKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def city() -> House:
    return house()


def assign(body: api.BodyView, *, at: Any = NOON, **facts: Any) -> api.RuleView:
    return api.assign_responsibility(draft=api.RuleDraft(body_id=body.id, **facts), actor=SYSTEM, at=at)


def asked(*, at: Any = NOON, kind: MatterKind = MatterKind.INCIDENT, **facts: Any) -> api.Ruling | None:
    return api.responsible_body(kind=kind, class_code="0102", grid_code=GRID, at=at, **facts)


def named(ruling: api.Ruling | None) -> str | None:
    return ruling.body_name if ruling else None


def test_where_no_rule_says_nobody_answers(city: House) -> None:
    assign(city.east, area_code="110102")
    assign(city.east, kind=MatterKind.INCIDENT, class_code="0103")
    assign(city.east, kind=MatterKind.COMPONENT, class_code="0102")
    assign(city.east, owner_body_id=city.west.id)

    assert asked() is None


def test_owner_goes_before_area_before_class_before_kind(city: House) -> None:
    incident = MatterKind.INCIDENT
    order = []
    for facts in (
        {},
        {"kind": incident},
        {"kind": incident, "class_code": "01"},
        {"kind": incident, "class_code": "0102"},
        {"area_code": GRID[:6]},
        {"area_code": GRID[:6], "kind": incident, "class_code": "0102"},
        {"area_code": GRID[:9]},
        {"area_code": GRID},
        {"owner_body_id": city.west.id},
    ):
        rule = assign(city.east, **facts)
        ruling = asked(owner_body_id=city.west.id)
        assert ruling is not None
        order.append(ruling.rule_id == rule.id)

    assert order == [True] * 9


def test_who_answers_costs_two_queries(city: House, django_assert_num_queries: Any) -> None:
    assign(city.east, area_code="110101", owner_body_id=city.west.id)

    with django_assert_num_queries(2):
        assert named(asked(owner_body_id=city.west.id)) == "环卫一所"


def test_the_reason_names_the_rule_and_its_local_day(city: House) -> None:
    rule = assign(city.east, area_code="110101", kind=MatterKind.INCIDENT, class_code="01")

    ruling = asked()

    assert ruling is not None
    assert ruling.reason == f"因为110101区域内01类问题由环卫一所负责(规则{rule.id},自2026-03-06起)。"
    assert f"(rule {rule.id}, since 2026-03-06)" in ruling.reason_en


def test_a_new_rule_for_the_same_ends_the_old_one_which_stays_true_for_its_time(city: House) -> None:
    old = assign(city.east)
    new = assign(city.west, at=NOON + DAY)

    assert named(asked(at=NOON + DAY - timedelta(seconds=1))) == "环卫一所"
    assert named(asked(at=NOON + DAY)) == "环卫二所"
    assert [(rule.id, rule.valid_until) for rule in api.rules()] == [(old.id, NOON + DAY), (new.id, None)]
    assert [rule.id for rule in api.rules(at=NOON + DAY)] == [new.id]


def test_a_rule_holds_until_one_planned_for_later(city: House) -> None:
    assign(city.west, valid_from=NOON + 2 * DAY)
    planned = assign(city.east)

    assert planned.valid_until == NOON + 2 * DAY
    assert [named(asked(at=NOON + n * DAY)) for n in (0, 1, 2)] == ["环卫一所", "环卫一所", "环卫二所"]


def test_of_two_made_at_one_moment_the_second_holds(city: House) -> None:
    assign(city.east)
    assign(city.west)

    assert named(asked()) == "环卫二所"


def test_a_rule_ends_once(city: House) -> None:
    rule = assign(city.east)

    assert api.end_responsibility(rule_id=rule.id, actor=SYSTEM, at=NOON + DAY).valid_until == NOON + DAY
    assert api.end_responsibility(rule_id=rule.id, actor=SYSTEM, at=NOON + 2 * DAY).valid_until == NOON + DAY
    assert asked(at=NOON + DAY) is None
    with pytest.raises(NotFoundError):
        api.end_responsibility(rule_id=0, actor=SYSTEM, at=NOON)


def test_a_ruling_becomes_a_rule_that_names_its_case(city: House) -> None:
    assign(city.east, kind=MatterKind.INCIDENT, class_code="0102")
    leader = actor("li", access.Post.LEADER, city.government)

    rule = api.record_ruling(
        kind="INCIDENT",
        class_code="0102",
        area_code=GRID[:12],
        body_id=city.west.id,
        case_number="2026-0007",
        actor=leader,
        at=NOON,
    )

    ruling = asked()
    assert (rule.origin, rule.case_number) == (api.RuleOrigin.RULING, "2026-0007")
    assert ruling is not None
    assert ruling.rule_id == rule.id
    assert "依据案件2026-0007的裁定" in ruling.reason


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"class_code": "01"}, "kind"),
        ({"kind": MatterKind.INCIDENT, "class_code": "x"}, "class_code"),
        ({"area_code": "1" * 16}, "area_code"),
        ({"valid_until": NOON}, "valid_until"),
        ({"body_id": uuid4()}, "body_id"),
        ({"owner_body_id": uuid4()}, "owner_body_id"),
        ({"valid_from": NOON - 31 * DAY}, "body_id"),
    ],
)
def test_an_unsound_rule_is_refused(city: House, facts: dict[str, Any], field: str) -> None:
    draft = replace(api.RuleDraft(body_id=city.east.id), **facts)

    with pytest.raises(InvalidInputError) as refusal:
        api.assign_responsibility(draft=draft, actor=SYSTEM, at=NOON)

    assert refusal.value.facts["field"] == field
    assert not ResponsibilityRule.objects.exists()


def test_whoever_supervises_never_answers_for_a_case(city: House) -> None:
    for body in (city.supervision, city.collectors, city.government):
        with pytest.raises(InvalidInputError, match="only bodies that execute"):
            assign(body)


def test_an_administrator_of_a_district_makes_rules_for_that_district(city: House) -> None:
    local = actor("li", access.Post.ADMINISTRATOR, city.government, area_code="110101")
    draft = api.RuleDraft(body_id=city.east.id, area_code="110101005")

    rule = api.assign_responsibility(draft=draft, actor=local, at=NOON)
    for area in ("", "110102"):
        with pytest.raises(NotPermittedError):
            api.assign_responsibility(draft=replace(draft, area_code=area), actor=local, at=NOON)

    assert [each.id for each in api.rules()] == [rule.id]
