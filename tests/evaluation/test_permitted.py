"""What whoever asks may do with a result and with objections, as the API tells it; doing anything else is refused."""

from datetime import datetime

import pytest

from cityloop.evaluation import api
from tests.evaluation.march_results import AFTER, RESULT, fixed, objected, published
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import MONDAY_NINE, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
EXPORT, OBJECT, PUBLISH, FIX = (
    api.ResultMove.EXPORT, api.ResultMove.OBJECT, api.ResultMove.PUBLISH, api.ResultMove.FIX,
)  # fmt: skip


def moves(town: Town, who: str, at: datetime = APRIL) -> tuple[api.ResultMove, ...]:
    return api.result(result_id=RESULT, actor=town[who], at=at).may


def test_a_draft_can_be_published_when_its_period_is_over(march: Town) -> None:
    evaluator = march["evaluator"]
    api.draft_result(result_id=RESULT, scheme_key="national-body", period=MARCH, actor=evaluator, at=APRIL)

    assert moves(march, "evaluator", MONDAY_NINE) == ()
    assert moves(march, "evaluator") == (PUBLISH,)


@pytest.mark.parametrize(
    ("who", "expected"),
    [("evaluator", (EXPORT,)), ("leader", (EXPORT,)), ("handler_other", (OBJECT,)), ("acceptor", ())],
)
def test_those_concerned_can_object_while_it_is_open(
    march: Town, who: str, expected: tuple[api.ResultMove, ...]
) -> None:
    published(march)

    assert moves(march, who) == expected
    assert OBJECT not in moves(march, who, AFTER)


def test_who_has_objected_waits_and_nothing_is_fixed_meanwhile(march: Town) -> None:
    published(march)
    objection = objected(march)

    assert moves(march, "handler_other") == ()
    assert moves(march, "handler") == (OBJECT,)  # another body, another row
    assert moves(march, "evaluator", AFTER) == (EXPORT,)
    refused = api.Decision(is_upheld=False, opinion="依据不足")
    api.decide_objection(objection_id=objection.id, decision=refused, actor=march["evaluator"], at=AFTER)
    assert moves(march, "evaluator", AFTER) == (FIX, EXPORT)
    fixed(march)
    assert moves(march, "evaluator", AFTER) == (EXPORT,)


@pytest.mark.parametrize(("who", "expected"), [("evaluator", ["DECIDE"]), ("leader", []), ("handler_other", [])])
def test_who_publishes_decides_while_it_is_undecided(march: Town, who: str, expected: list[str]) -> None:
    published(march)
    objection = objected(march)

    assert [list(each.may) for each in api.objections(result_id=RESULT, actor=march[who])] == [expected]

    refused = api.Decision(is_upheld=False, opinion="依据不足")
    api.decide_objection(objection_id=objection.id, decision=refused, actor=march["evaluator"], at=APRIL)
    assert [each.may for each in api.objections(result_id=RESULT, actor=march[who])] == [()]


def test_what_was_frozen_is_told_with_its_versions(march: Town) -> None:
    shown = published(march)

    details = api.result(result_id=RESULT, actor=march["handler_other"], at=APRIL)

    made = details.frozen
    assert made is not None
    assert (made.scheme.key, made.scheme.number, made.indicators, made.counting_rules) == ("national-body", 1, 1, (0,))
    assert {term.key for term in made.terms} == details.rows[0].terms.keys()
    assert {figure.key for term in made.terms for figure in term.figures} <= set(details.rows[0].counts)
    assert [(each.number, each.why, each.digest) for each in made.editions] == [(1, api.Why.PUBLISHED, shown.digest)]
    assert made.public_key == api.public_key()
    assert made.counted_at == APRIL
    assert (shown.digest, details.result.digest) == (made.editions[-1].digest, made.editions[-1].digest)
