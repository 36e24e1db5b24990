"""A survey from its plan to the inventory, and everything that stands against it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from cityloop.assets import api
from cityloop.assets.models import Component, ComponentStateChange, SurveyFinding, SurveyRecord, SurveyVerdict
from cityloop.assets.tests.surveys import CLOSING, Fieldwork, beside, lay_bins, picture, seen
from cityloop.kernel.errors import InvalidInputError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.support.town import EAST, MONDAY_NINE, WEST, Town, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(town: Town) -> Fieldwork:
    return Fieldwork(town, lay_bins())


@pytest.fixture
def walked(work: Fieldwork) -> Fieldwork:
    """One bin is found, one has moved, one is broken, one is not there, one is new."""
    work.plan()
    work.record(beside("one", 0), code=work.codes["one"])
    work.record(beside("two", 9))
    work.record(beside("three", 1), state=api.ComponentState.DAMAGED, note="箱门脱落")
    work.record((7.5, 1.5), name="new one", who="collector_b")
    work.close()
    return work


def yes_or_no(finding_id: int, version: int, *, accept: bool, opinion: str = "") -> api.FindingDecision:
    return api.FindingDecision(finding_id=finding_id, version=version, is_accepted=accept, opinion=opinion)


def everything() -> list[dict[str, Any]]:
    return [dict(row) for row in Component.objects.order_by("code").values()]


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
    assert done.survey.state is api.SurveyState.APPLIED
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


def test_what_is_rejected_stays_as_it_was(walked: Fieldwork) -> None:
    before = [{**row, "looked_on": None} for row in everything()]

    walked.decide(accept=False)
    done = walked.apply()

    assert (done.added, done.moved, done.changed, done.lost) == (0, 0, 0, 0)
    assert [{**row, "looked_on": None} for row in everything()] == before
    assert Component.objects.filter(looked_on=None).count() == 1, "the missing one: somebody says that it stands"


def test_a_record_that_arrives_twice_is_one(work: Fieldwork) -> None:
    work.plan()
    record_id = work.record(beside("one", 0), name="twice")

    again = {"survey_id": work.id, "record_id": record_id, "actor": work.town["collector_a"]}
    view = api.record_component(new=seen(beside("one", 0)), at=CLOSING, **again)  # type: ignore[arg-type]
    assert view.received_at == MONDAY_NINE + timedelta(minutes=1)
    work.close()
    assert api.record_component(new=seen(beside("one", 0)), at=CLOSING, **again) == view  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match="used before for another record"):
        api.record_component(new=seen(beside("two", 0)), at=CLOSING, **again)  # type: ignore[arg-type]
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


def test_nothing_is_applied_while_something_is_open(walked: Fieldwork) -> None:
    before = everything()
    walked.decide(kind="NEW")

    with pytest.raises(RefusedError, match="3 differences are still to be decided"):
        walked.apply()
    assert everything() == before


def test_a_survey_is_applied_once(walked: Fieldwork) -> None:
    walked.decide()
    walked.apply()
    before = everything()

    with pytest.raises(RefusedError, match="The survey is APPLIED"):
        walked.apply()
    assert everything() == before


def test_a_component_that_changed_meanwhile_is_not_overwritten(walked: Fieldwork) -> None:
    walked.decide()
    keeper, at = walked.town["administrator"], CLOSING + timedelta(hours=1)
    api.change_state(code=walked.codes["three"], state=api.ComponentState.ABANDONED, actor=keeper, at=at)
    before = everything()

    with pytest.raises(StaleVersionError, match="1 components were changed after") as refusal:
        walked.apply(at)
    assert refusal.value.facts["components"] == [walked.codes["three"]]
    assert everything() == before

    api.compare_survey(survey_id=walked.id, version=walked.version, actor=keeper, at=at)
    pending = SurveyFinding.objects.filter(verdict="PENDING").values_list("component__code", flat=True)
    assert list(pending) == [walked.codes["three"]], "what was decided about what is still so stands"
    walked.decide()
    walked.apply(at)
    assert Component.objects.get(code=walked.codes["three"]).state == "DAMAGED"


@pytest.mark.parametrize("who", ["collector_a", "leader", "administrator", "handler"])
def test_not_everybody_reviews(walked: Fieldwork, who: str) -> None:
    with pytest.raises(NotPermittedError):
        walked.decide(who=who)
    assert not SurveyVerdict.objects.exists()


def test_who_surveyed_or_is_of_the_company_that_did_does_not_review(walked: Fieldwork) -> None:
    inspector, collector = walked.town["inspector"], walked.town["collector_a"]
    row = SurveyFinding.objects.filter(verdict="PENDING")[0]
    decisions = [yes_or_no(row.pk, row.version, accept=True)]
    same_person = replace(inspector, account_id=collector.account_id)
    same_company = replace(inspector, body_id=collector.body_id)

    for actor in (same_person, same_company):
        with pytest.raises(NotPermittedError, match=r"Who surveys|Your company"):
            api.decide_findings(survey_id=walked.id, decisions=decisions, actor=actor, at=CLOSING)
    assert not SurveyVerdict.objects.exists()


def test_two_reviewers_do_not_overrule_each_other_unseen(walked: Fieldwork) -> None:
    rows = list(SurveyFinding.objects.filter(verdict="PENDING").order_by("pk"))
    asked: dict[str, Any] = {"survey_id": walked.id, "at": CLOSING}
    first = [yes_or_no(rows[0].pk, 1, accept=True)]
    api.decide_findings(decisions=first, actor=walked.town["inspector"], **asked)

    both = [yes_or_no(row.pk, 1, accept=False) for row in rows[:2]]
    with pytest.raises(StaleVersionError) as refusal:
        api.decide_findings(decisions=both, actor=walked.town["shift_leader"], **asked)

    assert refusal.value.facts["findings"] == [rows[0].pk]
    assert SurveyFinding.objects.filter(verdict="REJECTED").count() == 0
    again = [yes_or_no(rows[0].pk, 2, accept=False, opinion="重看照片")]
    (view,) = api.decide_findings(decisions=again, actor=walked.town["shift_leader"], **asked)
    assert (view.verdict, view.version, view.opinion) == (api.Verdict.REJECTED, 3, "重看照片")
    assert SurveyVerdict.objects.count() == 2, "that a mind was changed is seen"


def test_there_is_nothing_to_decide_about_what_agrees(walked: Fieldwork) -> None:
    row = SurveyFinding.objects.get(kind="FOUND")

    with pytest.raises(InvalidInputError, match="nothing to decide"):
        api.decide_findings(
            survey_id=walked.id,
            decisions=[yes_or_no(row.pk, 1, accept=True)],
            actor=walked.town["inspector"],
            at=CLOSING,
        )


def test_a_line_is_not_moved_by_a_survey(work: Fieldwork) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assets_component SET geometry = ST_Buffer(position, 0.00001) WHERE code = %s", [work.codes["one"]]
        )
    work.plan()
    work.record(beside("one", 12), code=work.codes["one"])
    work.close()

    with pytest.raises(InvalidInputError, match="a line or an area"):
        work.decide(kind="MOVED")


def test_a_survey_that_is_given_up_leaves_the_inventory_alone(walked: Fieldwork) -> None:
    before = everything()
    admin = walked.town["administrator"]

    view = api.void_survey(survey_id=walked.id, version=walked.version, reason="重复安排", actor=admin, at=CLOSING)

    assert (view.state, view.void_reason, view.records) == (api.SurveyState.VOID, "重复安排", 4)
    assert everything() == before
    with pytest.raises(RefusedError, match="The survey is VOID"):
        walked.apply()


def test_photographs_of_a_record_become_those_of_the_component(work: Fieldwork) -> None:
    work.plan()
    new = api.NewComponentPhoto(content=picture(), taken_at=MONDAY_NINE)
    asked: dict[str, Any] = {"survey_id": work.id, "new": new, "at": MONDAY_NINE}
    api.keep_survey_photo(photo_id=key("photo"), actor=work.town["collector_a"], **asked)
    work.record(beside("two", 9), photo_ids=(key("photo"),))
    with pytest.raises(InvalidInputError, match="names photographs"):
        work.record(beside("three", 0), photo_ids=(key("photo"),), who="collector_b")
    work.close()
    assert api.component_photos(work.codes["two"]) == []

    work.decide()
    work.apply()

    assert [photo.id for photo in api.component_photos(work.codes["two"])] == [key("photo")]
