"""Indicators and schemes are published in versions, judged before."""

from datetime import date
from typing import Any

import pytest

from cityloop.evaluation import api
from cityloop.evaluation.models import IndicatorBook, SchemeVersion
from cityloop.evaluation.queries.shipped import shipped_indicator_data, shipped_scheme_data
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.support.town import FOUNDED, MONDAY_NINE, SYSTEM, Town

pytestmark = pytest.mark.django_db
SINCE, LATER = date(2026, 1, 1), date(2026, 5, 1)


@pytest.fixture
def loaded(town: Town) -> Town:
    api.load_evaluation(valid_from=SINCE, actor=SYSTEM, at=FOUNDED)
    return town


def scheme(**changes: Any) -> dict[str, Any]:
    return next(data for data in shipped_scheme_data() if data["key"] == "national-body") | changes


def term(**changes: Any) -> dict[str, Any]:
    return {"key": "closing", "zh": "结案率", "en": "Closed", "full": 100, "formula": "结案率 * 100"} | changes


def test_what_ships_is_published_once(town: Town) -> None:
    first = api.load_evaluation(valid_from=SINCE, actor=SYSTEM, at=FOUNDED)
    again = api.load_evaluation(valid_from=SINCE, actor=SYSTEM, at=MONDAY_NINE)

    assert first.indicators == len(shipped_indicator_data())
    assert first.schemes == tuple(data["key"] for data in shipped_scheme_data())
    assert (again.indicators, again.schemes) == (0, ())
    assert IndicatorBook.objects.get().data == shipped_indicator_data()


def test_a_city_keeps_what_it_has_changed(loaded: Town) -> None:
    api.publish_scheme(data=scheme(zh="本市"), valid_from=SINCE, actor=SYSTEM, at=MONDAY_NINE)

    api.load_evaluation(valid_from=SINCE, actor=SYSTEM, at=MONDAY_NINE)

    assert api.scheme_view("national-body", SINCE).head.zh == "本市"


def test_a_version_holds_from_its_day_on(loaded: Town) -> None:
    made = api.publish_scheme(data=scheme(zh="新办法"), valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)
    again = api.publish_scheme(data=scheme(zh="新办法"), valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)

    assert (made.number, made.is_new, again.number, again.is_new) == (2, True, 2, False)
    assert api.scheme_view("national-body", date(2026, 4, 30)).head.number == 1
    assert api.scheme_view("national-body", LATER).head.number == 2
    assert api.scheme_view("national-body", date(2025, 1, 1)).head.number == 1
    heads = {head.key: head.number for head in api.scheme_heads(LATER)}
    assert heads["national-body"] == 2
    assert len(heads) == len(shipped_scheme_data())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"terms": [term(formula="结案 / 应结")]}, "no indicator '应结'"),
        ({"terms": [term(), term()]}, "stand twice"),
        ({"terms": [term(opens=["glory"])]}, "opens glory"),
        ({"terms": [term(weight=3)]}, "terms"),
        ({"key": "a b"}, "up to 60 letters"),
        ({"counts": [{"name": "立案数", "of": "filed"}]}, "is taken"),
        ({"object": "DISPATCHER"}, "judged by their work"),
        ({"object": "GLORY"}, "object"),
    ],
)
def test_a_scheme_that_could_not_be_scored_is_refused(changes: dict[str, Any], words: str, loaded: Town) -> None:
    count = SchemeVersion.objects.count()

    with pytest.raises(InvalidInputError, match=words):
        api.publish_scheme(data=scheme(**changes), valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)

    assert SchemeVersion.objects.count() == count


def test_indicators_that_a_scheme_needs_cannot_go(loaded: Town) -> None:
    fewer = [data for data in shipped_indicator_data() if data["key"] != "closing_rate"]

    with pytest.raises(api.FormulaInvalidError) as refusal:
        api.publish_indicators(data=fewer, valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)

    assert refusal.value.facts["term"] == "closing"
    assert IndicatorBook.objects.count() == 1


def test_indicators_are_published_anew(loaded: Town) -> None:
    more = [*shipped_indicator_data(), {"key": "own", "zh": "自定率", "en": "Own", "formula": "结案数 / 立案数"}]

    made = api.publish_indicators(data=more, valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)
    again = api.publish_indicators(data=more, valid_from=LATER, actor=SYSTEM, at=MONDAY_NINE)

    assert (made.number, made.is_new, again.is_new) == (2, True, False)
    assert api.indicator_book(LATER).indicators[-1]["key"] == "own"
    assert api.indicator_book(SINCE).number == 1


def test_a_scheme_tells_what_its_names_mean(loaded: Town) -> None:
    names = {each.name: each for each in api.scheme_view("national-body", SINCE).names}

    assert names["结案率"].formula == "结案数 / 应结案数"
    assert (names["结案数"].key, names["结案数"].formula) == ("closed", "")


def test_only_who_defines_may_publish(loaded: Town) -> None:
    with pytest.raises(NotPermittedError):
        api.publish_scheme(data=scheme(), valid_from=LATER, actor=loaded["leader"], at=MONDAY_NINE)
    with pytest.raises(NotPermittedError):
        api.publish_indicators(data=[], valid_from=LATER, actor=loaded["leader"], at=MONDAY_NINE)


def test_before_anything_was_published_there_is_nothing(town: Town) -> None:
    with pytest.raises(NotFoundError):
        api.indicator_book(SINCE)
    with pytest.raises(NotFoundError):
        api.publish_scheme(data=scheme(), valid_from=SINCE, actor=SYSTEM, at=MONDAY_NINE)
