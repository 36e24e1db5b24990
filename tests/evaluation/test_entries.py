"""What is filled in by hand: points and parameters, changed, taken back, corrected."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cityloop.evaluation import api
from cityloop.evaluation.models import HandEntry
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from tests.evaluation.march_results import AFTER, appeal, details, entry, exported, fixed, objected, published
from tests.evaluation.town_scored import APRIL, MARCH, rows_of
from tests.support.town import EAST, Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]


def test_points_are_filled_in_changed_and_taken_back(march: Town) -> None:
    def honesty() -> api.TermView:
        found = rows_of(api.league(scheme_key="jinhua-body", period=MARCH, at=APRIL, actor=march["evaluator"]))
        return next(term for term in found["HW"].terms if term.key == "honesty")

    assert (honesty().points, honesty().words) == ("0.0000", None)
    for number, points in enumerate(("-2", "-3.5"), start=1):
        made = api.enter(entry_id=key(points), draft=entry(march, points), actor=march["evaluator"], at=APRIL)
        again = api.enter(entry_id=key(points), draft=entry(march, points), actor=march["evaluator"], at=APRIL)
        assert made == again
        assert made.number == number
    assert (honesty().points, honesty().words) == ("-3.5000", "查实一起弄虚作假")
    api.enter(entry_id=key("back"), draft=entry(march, None), actor=march["evaluator"], at=APRIL)
    assert honesty().points == "0.0000"
    told = api.entries(scheme_key="jinhua-body", period=MARCH, actor=march["evaluator"])
    assert [each.points for each in told] == ["-2.0000", "-3.5000", None]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"points": Decimal(-6)}, InvalidInputError),
        ({"points": Decimal(1)}, InvalidInputError),
        ({"points": Decimal("-0.00001")}, InvalidInputError),
        ({"points": Decimal("NaN")}, InvalidInputError),
        ({"term": "closing"}, InvalidInputError),
        ({"subject_id": str(key("nobody"))}, NotFoundError),
        ({"subject_id": EAST}, NotFoundError),
        ({"scheme_key": "glory"}, NotFoundError),
    ],
)
def test_what_cannot_be_filled_in_is_refused(changes: dict[str, Any], refusal: type[Exception], march: Town) -> None:
    with pytest.raises(refusal):
        api.enter(entry_id=key("bad"), draft=replace(entry(march, "-1"), **changes), actor=march["evaluator"], at=APRIL)

    assert not HandEntry.objects.exists()


def test_a_quota_of_ones_own_is_a_parameter(march: Town) -> None:
    draft = entry(
        march, "2", scheme="national-company", subject_id=str(march.bodies["CJ-B"]), term="月度定额", words="合同"
    )

    api.enter(entry_id=key("quota"), draft=draft, actor=march["evaluator"], at=APRIL)

    rows = rows_of(api.league(scheme_key="national-company", period=MARCH, at=APRIL, actor=march["evaluator"]))
    assert rows["CJ-B"].terms[0].points == "20.0000"  # one of two
    assert rows["CJ-A"].terms[0].points is None


def test_an_entry_corrected_while_open_makes_another_edition_with_the_same_counts(march: Town) -> None:
    published(march, "jinhua-body")
    counts = {code: row.counts for code, row in details(march).items()}

    api.keep(case_ids=[appeal(march)], at=APRIL)
    api.enter(entry_id=key("late entry"), draft=entry(march, "-5"), actor=march["evaluator"], at=APRIL)

    rows = details(march)
    assert rows["HW"].terms["honesty"] == "-5.0000"
    assert {code: row.counts for code, row in rows.items()} == counts
    assert api.faults(exported(march)) == []
    fixed(march)
    with pytest.raises(api.ResultStandsError, match="fixed"):
        api.enter(entry_id=key("too late"), draft=entry(march, "-1"), actor=march["evaluator"], at=AFTER)


def test_an_objection_corrects_an_entry_of_its_row_only(march: Town) -> None:
    api.enter(entry_id=key("wrong"), draft=entry(march, "-5"), actor=march["evaluator"], at=APRIL)
    published(march, "jinhua-body")
    objection = objected(march)
    elsewhere = entry(march, "0", subject_id=str(march.bodies["SZ"]))

    with pytest.raises(InvalidInputError, match="not of the row"):
        api.decide_objection(
            objection_id=objection.id, actor=march["evaluator"], at=APRIL,
            decision=api.Decision(is_upheld=True, opinion="", correction=elsewhere),
        )  # fmt: skip
    api.decide_objection(
        objection_id=objection.id, actor=march["evaluator"], at=APRIL,
        decision=api.Decision(is_upheld=True, opinion="查无实据", correction=entry(march, "0")),
    )  # fmt: skip

    assert details(march)["HW"].terms["honesty"] == "0.0000"
