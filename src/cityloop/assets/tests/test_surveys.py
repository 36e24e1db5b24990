"""A survey from its plan to the inventory, and everything that stands against it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from cityloop.assets import api
from cityloop.assets.models import Component, ComponentStateChange, SurveyRecord
from cityloop.assets.tests.surveys import CLOSING, PLACES, Fieldwork, beside, everything, lay_bins, seen, walk
from cityloop.kernel.errors import InvalidInputError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.support.town import EAST, MONDAY_NINE, WEST, Town, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(town: Town) -> Fieldwork:
    return Fieldwork(town, lay_bins())


@pytest.fixture
def walked(work: Fieldwork) -> Fieldwork:
    return walk(work)


def test_a_survey_becomes_the_inventory(walked: Fieldwork) -> None:
    codes = walked.codes
    assert walked.findings() == [
        ("DIFFERING", codes["three"]),
        ("FOUND", codes["one"]),
        ("MISSING", codes["four"]),
        ("MOVED", codes["two"]),
        ("NEW", ""),
    ]

    walked.decide()
    done = walked.apply()

    assert (done.added, done.moved, done.changed, done.lost, done.looked_at) == (1, 1, 1, 1, 4)
    assert api.survey(walked.id).state is api.SurveyState.APPLIED
    one, two, three, four = (Component.objects.get(code=codes[name]) for name in ("one", "two", "three", "four"))
    assert (two.position.x, two.position.y) == pytest.approx(tuple(seen_at(beside("two", 9))))
    assert (two.data_source, two.geometry.geom_type, two.changed_on) == ("实测", "Point", date(2026, 3, 2))
    assert (three.state, three.note) == ("DAMAGED", "箱门脱落")
    assert (four.state, four.valid_until) == ("LOST", None)
    assert (one.changed_at, one.looked_on) == (None, date(2026, 3, 2))
    added = Component.objects.get(external_id=str(key("new one")))
    assert added.code.startswith(f"{EAST}03005")
    assert added.code not in codes.values()
    assert (added.grid_id or "").startswith("110101001002")
    assert (added.name, added.accuracy, added.looked_on) == ("垃圾箱", "B", date(2026, 3, 2))
    changes = ComponentStateChange.objects.order_by("pk").values_list("component__code", "target", "reason")
    assert set(changes) == {
        (codes["three"], "DAMAGED", "东区废物箱普查"),
        (codes["four"], "LOST", "东区废物箱普查"),
    }
    assert OutboxEvent.objects.filter(name="SurveyApplied").count() == 1


def seen_at(spot: tuple[float, float]) -> tuple[float, float]:
    record = seen(spot)
    return record.longitude, record.latitude


def test_a_component_tells_which_surveys_looked_at_it(walked: Fieldwork, django_assert_num_queries: Any) -> None:
    walked.decide(kind="MOVED")
    walked.decide(accept=False)
    walked.apply()
    walked.plan(title="复查")
    walked.record(beside("two", 9), code=walked.codes["two"])
    walked.close()
    walked.plan(title="未结束")

    with django_assert_num_queries(1):
        again, first = api.component_looks(walked.codes["two"])
    (missed,) = [look for look in api.component_looks(walked.codes["four"]) if look.survey_title != "复查"]

    assert (first.survey_title, first.kind, first.verdict) == ("东区废物箱普查", "MOVED", "ACCEPTED")
    assert (first.surveyor_name, first.looked_at, first.applied_at) == ("collector_a", MONDAY_NINE, CLOSING)
    assert (first.decided_by_name, first.decided_at) == ("inspector", CLOSING)
    assert (again.survey_title, again.kind, again.verdict, again.applied_at) == ("复查", "FOUND", "NOT_NEEDED", None)
    assert (missed.kind, missed.verdict, missed.surveyor_name, missed.looked_at) == ("MISSING", "REJECTED", "", CLOSING)


def test_what_is_rejected_stays_as_it_was(walked: Fieldwork) -> None:
    before = [{**row, "looked_on": None} for row in everything()]

    walked.decide(accept=False)
    done = walked.apply()

    assert (done.added, done.moved, done.changed, done.lost) == (0, 0, 0, 0)
    assert [{**row, "looked_on": None} for row in everything()] == before
    assert Component.objects.filter(looked_on=None).count() == 1, "the missing one: somebody says that it stands"


def test_what_was_come_by_counts_also_the_second_time_that_day(work: Fieldwork) -> None:
    looked_at = []
    for _ in range(2):
        work.plan()
        for name in PLACES:
            work.record(beside(name, 0))
        work.close()
        looked_at.append(work.apply().looked_at)

    assert looked_at == [4, 4]


def test_a_record_that_arrives_twice_is_one(work: Fieldwork) -> None:
    work.plan()
    record_id = work.record(beside("one", 0), name="twice")

    again: dict[str, Any] = {"survey_id": work.id, "record_id": record_id, "actor": work.town["collector_a"]}
    view = api.record_component(new=seen(beside("one", 0)), at=CLOSING, **again)
    assert view.received_at == MONDAY_NINE + timedelta(minutes=1)
    work.close()
    assert api.record_component(new=seen(beside("one", 0)), at=CLOSING, **again) == view
    with pytest.raises(InvalidInputError, match="used before for another record"):
        api.record_component(new=seen(beside("two", 0)), at=CLOSING, **again)
    assert SurveyRecord.objects.count() == 1


def test_a_correction_stands_in_for_the_record_before(work: Fieldwork) -> None:
    work.plan()
    first = work.record(beside("one", 0), state=api.ComponentState.DAMAGED)
    work.record(beside("one", 0), replaces=first)
    with pytest.raises(InvalidInputError, match="stands in for"):
        work.record(beside("one", 0), replaces=first)
    with pytest.raises(InvalidInputError, match="stands in for"):
        work.record(beside("one", 0), replaces=key("record 1"), who="collector_b")

    work.close()

    assert ("FOUND", work.codes["one"]) in work.findings()


def test_history_is_written_once(walked: Fieldwork) -> None:
    walked.decide()
    for statement in (
        "DELETE FROM assets_surveyrecord",
        "UPDATE assets_surveyrecord SET code = ''",
        "DELETE FROM assets_surveyverdict",
        "UPDATE assets_surveyverdict SET opinion = ''",
    ):
        with (
            pytest.raises(ProgrammingError, match="written once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


REFUSED_PLANS: list[tuple[dict[str, Any], str]] = [
    ({"area_codes": ("110109",)}, "neither a division nor a unit grid 110109"),
    ({"area_codes": ("110100",)}, "neither a division nor a unit grid 110100"),
    ({"area_codes": (EAST, f"{EAST}001")}, "lies in another one"),
    ({"class_codes": ("03999",)}, "no component class 03999"),
    ({"ends_on": date(2026, 3, 1)}, "before its first"),
    ({"starts_on": date(2026, 1, 5), "ends_on": date(2026, 1, 9)}, "must not have passed"),
    ({"ends_on": date(2028, 3, 1)}, "at most 366 days"),
    ({"seat_ids": (key("nobody"),)}, "Nobody who may survey"),
    ({"area_codes": (WEST,)}, "has no ground in common"),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED_PLANS, ids=[told for _, told in REFUSED_PLANS])
def test_a_plan_that_makes_no_sense_is_refused(work: Fieldwork, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        work.plan(**changes)


REFUSED_RECORDS: list[tuple[dict[str, Any], str]] = [
    ({"taken_at": MONDAY_NINE - timedelta(days=1)}, "runs from 2026-03-02 to 2026-03-06"),
    ({"class_code": "03006"}, "does not look at class 03006"),
    ({"code": "11010103005999999"}, "There is no component"),
    ({"state": api.ComponentState.LOST}, "told by its identity code"),
    ({"keeper_body_id": key("nobody")}, "no such body"),
    ({"photo_ids": (key("no photo"),)}, "names photographs"),
]


@pytest.mark.parametrize(("told", "why"), REFUSED_RECORDS, ids=[why for _, why in REFUSED_RECORDS])
def test_a_record_that_makes_no_sense_is_refused(work: Fieldwork, told: dict[str, Any], why: str) -> None:
    work.plan()

    with pytest.raises(InvalidInputError, match=why):
        work.record(beside("one", 0), **told)
    assert not SurveyRecord.objects.exists()


def test_a_record_of_the_future_or_of_other_ground_is_refused(work: Fieldwork) -> None:
    work.plan()
    later = seen(beside("one", 0), taken_at=MONDAY_NINE + timedelta(hours=1))
    asked: dict[str, Any] = {"survey_id": work.id, "record_id": key("x"), "actor": work.town["collector_a"]}

    with pytest.raises(InvalidInputError, match="of the future"):
        api.record_component(new=later, at=MONDAY_NINE, **asked)
    with pytest.raises(InvalidInputError, match="outside the area of the survey"):
        api.record_component(new=seen((0.5, 0.5)), at=MONDAY_NINE, **asked)
    with pytest.raises(InvalidInputError, match="of class 03005"):
        api.record_component(new=seen((4, 1), code=work.codes["one"], class_code="03006"), at=MONDAY_NINE, **asked)


@pytest.mark.parametrize("who", ["collector_west", "inspector", "administrator"])
def test_who_was_not_sent_records_nothing(work: Fieldwork, who: str) -> None:
    work.plan()

    with pytest.raises(NotPermittedError):
        work.record(beside("one", 0), who=who)


def test_one_who_was_taken_off_records_nothing_more(work: Fieldwork) -> None:
    view = work.plan()
    seats = tuple(filter(None, [work.town["collector_a"].seat_id]))
    terms = api.SurveyTerms(title="改", starts_on=view.starts_on, ends_on=view.ends_on, seat_ids=seats)

    changed = api.change_survey(
        survey_id=work.id, version=1, terms=terms, actor=work.town["administrator"], at=MONDAY_NINE
    )

    assert ([each.name for each in changed.surveyors], changed.version) == (["collector_a"], 2)
    with pytest.raises(NotPermittedError, match="not among the surveyors"):
        work.record(beside("one", 0), who="collector_b")
    with pytest.raises(StaleVersionError):
        api.change_survey(survey_id=work.id, version=1, terms=terms, actor=work.town["administrator"], at=CLOSING)


def test_a_survey_is_closed_once_and_takes_no_record_after(walked: Fieldwork) -> None:
    with pytest.raises(RefusedError, match="The survey is REVIEWING, not SURVEYING"):
        walked.close()
    with pytest.raises(RefusedError, match="The survey is REVIEWING, not SURVEYING"):
        walked.record(beside("four", 0))
