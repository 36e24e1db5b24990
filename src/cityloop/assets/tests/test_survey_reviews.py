"""Reviewing and applying: who may, when, and what happens when two meet or the inventory has gone on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cityloop.assets import api
from cityloop.assets.models import Component, ComponentPhoto, SurveyFinding, SurveyVerdict
from cityloop.assets.tests.surveys import CLOSING, Fieldwork, beside, everything, lay_bins, walk
from cityloop.kernel import pictures
from cityloop.kernel.errors import InvalidInputError, NotPermittedError, RefusedError, StaleVersionError
from tests.support.town import EAST, WEST, Town, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(town: Town) -> Fieldwork:
    return Fieldwork(town, lay_bins())


@pytest.fixture
def walked(work: Fieldwork) -> Fieldwork:
    return walk(work)


def yes_or_no(finding_id: int, version: int, *, accept: bool, opinion: str = "") -> api.FindingDecision:
    return api.FindingDecision(finding_id=finding_id, version=version, is_accepted=accept, opinion=opinion)


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

    api.apply_survey(survey_id=walked.id, version=walked.version, actor=keeper, at=at)
    given_back = walked.run(at)
    assert (given_back.state, given_back.applied_by) == (api.SurveyState.REVIEWING, None)
    code = walked.codes["three"]
    assert given_back.failure == {
        "en": f"1 components were changed after the comparison, {code} among them: compare once more.",
        "zh": f"比对之后有 1 个部件发生了变更（如 {code}），请重新比对。",
    }
    assert everything() == before

    api.compare_survey(survey_id=walked.id, version=walked.version, actor=keeper, at=at)
    assert walked.run(at).failure == {}
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


def test_a_survey_may_be_given_back_to_the_field(walked: Fieldwork) -> None:
    walked.decide(kind="MOVED")
    asked: dict[str, Any] = {"survey_id": walked.id, "reason": "东段漏查", "at": CLOSING}

    view = api.reopen_survey(version=walked.version, actor=walked.town["inspector"], **asked)

    assert (view.state, view.closed_at, view.reopen_reason) == (api.SurveyState.SURVEYING, None, "东段漏查")
    assert (view.reopened_by_name, view.reopened_at) == ("inspector", CLOSING)
    with pytest.raises(RefusedError, match="The survey is SURVEYING"):
        walked.apply()
    walked.record(beside("four", 0))
    walked.close()
    assert ("FOUND", walked.codes["four"]) in walked.findings()
    moved = SurveyFinding.objects.get(kind="MOVED")
    assert (moved.verdict, moved.decided_by_name) == ("ACCEPTED", "inspector"), "it is still so"
    walked.decide()
    assert walked.apply().lost == 0
    with pytest.raises(RefusedError, match="The survey is APPLIED"):
        api.reopen_survey(version=walked.version, actor=walked.town["inspector"], **asked)


@pytest.mark.parametrize("who", ["collector_a", "administrator", "leader"])
def test_only_a_reviewer_who_did_not_survey_gives_it_back(walked: Fieldwork, who: str) -> None:
    actors = [walked.town[who]]
    if who == "collector_a":
        actors += [replace(walked.town["inspector"], account_id=actors[0].account_id)]
        actors += [replace(walked.town["inspector"], area_code=WEST)]

    for actor in actors:
        with pytest.raises(NotPermittedError):
            api.reopen_survey(survey_id=walked.id, version=walked.version, reason="x", actor=actor, at=CLOSING)
    with pytest.raises(StaleVersionError):
        api.reopen_survey(survey_id=walked.id, version=1, reason="x", actor=walked.town["inspector"], at=CLOSING)
    assert api.survey(walked.id).state is api.SurveyState.REVIEWING


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
    work.record(beside("two", 9))
    work.record(beside("three", 0))
    work.close()

    found = api.findings(survey_id=work.id, limit=100)
    told = {each.component_code: (each.kind.value, each.may_accept) for each in found}
    assert [told[work.codes[name]] for name in ("one", "two", "three", "four")] == [
        ("MOVED", False),
        ("MOVED", True),
        ("FOUND", False),
        ("MISSING", True),
    ]
    with pytest.raises(InvalidInputError, match=f"{work.codes['one']} is a line or an area"):
        work.decide(kind="MOVED")
    work.decide(kind="MOVED", accept=False)


@pytest.mark.parametrize(
    ("area", "who", "told"),
    [(EAST, "collector_a", {}), (WEST, "collector_west", {"state": api.ComponentState.LOST})],
    ids=["moved to other ground", "read from other ground"],
)
def test_other_ground_is_changed_only_by_who_keeps_it(
    work: Fieldwork, area: str, who: str, told: dict[str, Any]
) -> None:
    for name in ("inspector", "administrator"):
        work.town.actors[f"{name} here"] = replace(work.town[name], area_code=area)
    work.plan(area_codes=(area,), seat_ids=(work.town[who].seat_id,))
    work.record((0.5, 0.5), code=work.codes["one"], who=who, **told)
    work.close()

    with pytest.raises(NotPermittedError, match="outside your area"):
        work.decide(who="inspector here")
    assert not SurveyVerdict.objects.exists()
    work.decide()
    before = everything()
    with pytest.raises(NotPermittedError, match="outside your area"):
        work.apply(who="administrator here")
    assert everything() == before
    work.apply()
    assert everything() != before


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
    work.photograph("photo")
    work.record(beside("two", 9), photo_ids=(key("photo"),))
    with pytest.raises(InvalidInputError, match="names photographs"):
        work.record(beside("three", 0), photo_ids=(key("photo"),), who="collector_b")
    work.close()
    assert api.component_photos(work.codes["two"]) == []

    work.decide()
    work.apply()

    assert [photo.id for photo in api.component_photos(work.codes["two"])] == [key("photo")]


def test_nobody_waits_while_a_photograph_is_read(work: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    work.plan()
    judge = pictures.judged
    locked: list[str] = []

    def judged(content: bytes) -> pictures.Picture:
        locked.extend(query["sql"] for query in queries.captured_queries if "FOR UPDATE" in query["sql"])
        return judge(content)

    monkeypatch.setattr(pictures, "judged", judged)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:  # as `idempotent` has it
        work.photograph("photo")

    assert locked == []
    assert sum("FOR UPDATE" in query["sql"] for query in queries.captured_queries) == 1


def test_applying_much_costs_as_many_queries_as_applying_little(work: Fieldwork) -> None:
    costs = []
    for number, count in enumerate([1, 1, 2]):  # what is read once in a process is read by the first
        work.plan()
        for name in ("one", "two")[:count]:
            photos = [(work.photograph(f"{name} {number} {kind}"),) for kind in ("moved", "new")]
            work.record(beside(name, 9 * (number + 1)), code=work.codes[name], photo_ids=photos[0])
            work.record((6.5 + number * 0.5, float(name == "one") + 0.5), photo_ids=photos[1])
        state = [api.ComponentState.DAMAGED, api.ComponentState.INTACT][number % 2]
        for name in ("three", "four")[:count]:
            work.record(beside(name, 0), code=work.codes[name], state=state)
        work.close()
        work.decide()
        with CaptureQueriesContext(connection) as queries:
            done = work.apply()
        assert (done.moved, done.changed, done.added) == (count, count, count)
        costs.append(len(queries))

    assert costs[1] == costs[2]
    assert not ComponentPhoto.objects.filter(component=None).exists()
