"""What is filled in by hand, for whom, and until when; and which versions of definitions there are."""

from datetime import date

import pytest

from cityloop.evaluation import api
from cityloop.evaluation.contracts.entries import EntryMove
from cityloop.evaluation.queries.shipped import shipped_indicator_data
from cityloop.kernel.errors import NotFoundError, NotPermittedError, StaleVersionError
from tests.evaluation.march_results import AFTER, RESULT, entry, fixed, published
from tests.evaluation.town_scored import APRIL, MARCH, SINCE
from tests.support.town import Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
LATER = date(2026, 5, 1)


def test_a_sheet_tells_what_is_filled_in_for_whom_and_until_when(march: Town) -> None:
    evaluator = march["evaluator"]
    api.enter(entry_id=key("one"), draft=entry(march, "-2"), actor=evaluator, at=APRIL)

    sheet = api.entry_sheet(scheme_key="jinhua-body", period=MARCH, actor=evaluator, at=APRIL)

    assert [(item.key, item.least, item.most) for item in sheet.items] == [
        ("honesty", "-5", "0"),
        ("organization", "0", "5"),
    ]
    assert {subject.code for subject in sheet.subjects} == {"HW", "SZ", "SZ-1"}
    assert (sheet.result, sheet.may) == (None, (EntryMove.ENTER,))
    (told,) = api.entries(scheme_key="jinhua-body", period=MARCH, actor=evaluator)
    assert told.entered_by_name == "evaluator"
    assert api.entry_sheet(scheme_key="jinhua-body", period=MARCH, actor=march["leader"], at=APRIL).may == ()
    with pytest.raises(NotPermittedError):
        api.entry_sheet(scheme_key="jinhua-body", period=MARCH, actor=march["handler"], at=APRIL)

    published(march, "jinhua-body")
    fixed(march)

    last = api.entry_sheet(scheme_key="jinhua-body", period=MARCH, actor=evaluator, at=AFTER)
    assert last.result is not None
    assert (last.result.id, last.may) == (RESULT, ())
    with pytest.raises(api.ResultStandsError, match="nothing of it changes"):
        api.enter(entry_id=key("two"), draft=entry(march, "-3"), actor=evaluator, at=AFTER)


def test_a_parameter_is_filled_in_without_bounds(march: Town) -> None:
    sheet = api.entry_sheet(scheme_key="chengdu-district", period=MARCH, actor=march["evaluator"], at=APRIL)

    quota = next(item for item in sheet.items if item.key == "延期配额")
    assert (quota.is_parameter, quota.least, quota.most, quota.usual) == (True, None, None, "0.03")


def test_a_scheme_without_anything_by_hand_asks_nothing(march: Town) -> None:
    sheet = api.entry_sheet(scheme_key="national-body", period=MARCH, actor=march["evaluator"], at=APRIL)

    assert (sheet.items, sheet.subjects) == ((), ())


def test_versions_tell_when_they_are_in_force(march: Town) -> None:
    more = [*shipped_indicator_data(), {"key": "own", "zh": "自定率", "en": "Own", "formula": "结案率 * 2"}]
    evaluator = march["evaluator"]
    with pytest.raises(StaleVersionError):
        api.publish_indicators(data=more, valid_from=LATER, actor=evaluator, at=APRIL, seen=7)
    api.publish_indicators(data=more, valid_from=LATER, actor=evaluator, at=APRIL, seen=1)

    found = [(each.number, each.valid_from, each.valid_until) for each in api.indicator_versions()]

    assert found == [(2, LATER, None), (1, SINCE, LATER)]
    assert [each.number for each in api.scheme_versions("national-body")] == [1]
    with pytest.raises(NotFoundError):
        api.scheme_versions("glory")


def test_an_indicator_tells_what_speaks_of_it(march: Town) -> None:
    more = [*shipped_indicator_data(), {"key": "own", "zh": "自定率", "en": "Own", "formula": "结案率 * 2"}]
    api.publish_indicators(data=more, valid_from=LATER, actor=march["evaluator"], at=APRIL)

    book = api.indicator_book(LATER)

    closing = next(each for each in book.read if each.key == "closing_rate")
    assert closing.indicators == ("own",)
    assert "national-body" in closing.schemes
    assert "national-acceptor" not in closing.schemes
    assert (closing.unit, closing.places, closing.better) == ("PERCENT", 2, "HIGHER")
    assert next(each for each in book.read if each.key == "own").schemes == ()


def test_a_scheme_is_read_with_its_terms_and_counts(march: Town) -> None:
    found = api.scheme_view("chengdu-district", SINCE)

    counts = {count.name: count for count in found.counts}
    assert (counts["上报类别数"].distinct, counts["上报类别数"].where) == ("class_code", {})
    assert counts["高峰市容超期数"].where == {"class_codes": ("01", "02"), "hours": ("7", "8", "17", "18")}
    assert counts["部件立案数"].where == {"kind": ("COMPONENT",)}
    integrity = next(term for term in found.terms if term.key == "integrity")
    assert (integrity.full, integrity.floor, integrity.is_by_hand) == ("5", "-10", True)
    assert (found.coefficient, found.parameters["类别总数"]) == ("区域系数", "210")
    assert found.grades[0].colour == "green"
