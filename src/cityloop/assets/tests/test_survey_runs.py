"""What the worker does for surveys: once, however often it is told to, and all of it or nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from cityloop.assets import api
from cityloop.assets.actions.surveys import comparing, planning, settling
from cityloop.assets.models import Component, ComponentImport, SurveyFinding
from cityloop.assets.queries import scopes
from cityloop.assets.tests.surveys import CLOSING, Fieldwork, beside, everything, lay_bins, walk
from cityloop.kernel import progress
from cityloop.kernel.errors import NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.support.town import Town, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(town: Town) -> Fieldwork:
    return Fieldwork(town, lay_bins())


@pytest.fixture
def handed_in(work: Fieldwork) -> Fieldwork:
    """Return a survey whose comparison has not begun yet."""
    work.plan()
    work.record(beside("two", 9))
    api.close_survey(survey_id=work.id, version=1, actor=work.town["administrator"], at=CLOSING)
    return work


def asked(work: Fieldwork) -> dict[str, Any]:
    return {"survey_id": work.id, "version": work.version, "actor": work.town["administrator"], "at": CLOSING}


def jobs(work: Fieldwork) -> int:
    return ProcrastinateJob.objects.filter(task_name="assets.run_survey", args={"survey_id": str(work.id)}).count()


def test_the_worker_is_told_in_the_same_transaction(handed_in: Fieldwork) -> None:
    view = api.survey(handed_in.id)

    assert (view.state, view.version, view.rows_total, view.findings) == (api.SurveyState.COMPARING, 2, None, ())
    assert jobs(handed_in) == 1


def test_how_far_a_comparison_is_can_be_read_meanwhile(handed_in: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "PIECE", 3)
    read, told = scopes.fingerprint, list[tuple[int | None, int]]()

    def noted(row: Component) -> str:
        view = api.survey(handed_in.id)
        told.append((view.rows_total, view.rows_done))
        return read(row)

    monkeypatch.setattr(scopes, "fingerprint", noted)

    done = handed_in.run()

    assert told == [(4, 0), (4, 0), (4, 0), (4, 3)]
    assert (done.state, done.rows_done) == (api.SurveyState.REVIEWING, 4)


def test_the_step_it_is_at_can_be_read_while_it_writes(handed_in: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[api.WorkStep | None] = []

    def looking() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # within one transaction the first look is kept
        told.append(api.survey(handed_in.id).step)

    def stepping(step: str) -> None:
        progress.tell_step(step)
        looking()

    for module in (comparing, settling):
        monkeypatch.setattr(module, "tell_step", stepping)

    compared = handed_in.run()
    handed_in.decide()
    api.apply_survey(**asked(handed_in))
    handed_in.run()

    # before it is compared, and after, it is nobody's; the last step of each is told when its state is written already
    assert told == ["WRITING", None, "WRITING", "WRITING", None]
    assert compared.step is None


def test_what_is_delivered_twice_is_done_once(handed_in: Fieldwork) -> None:
    compared = handed_in.run()
    assert handed_in.run(CLOSING + timedelta(hours=1)) == compared
    ids = set(SurveyFinding.objects.values_list("pk", flat=True))
    assert handed_in.run() == compared
    assert set(SurveyFinding.objects.values_list("pk", flat=True)) == ids

    handed_in.decide()
    api.apply_survey(**asked(handed_in))
    applied = handed_in.run()
    before = everything()

    assert handed_in.run(CLOSING + timedelta(hours=1)) == applied
    assert everything() == before
    assert OutboxEvent.objects.filter(name="SurveyApplied").count() == 1


def test_nobody_else_changes_a_survey_that_the_worker_has(handed_in: Fieldwork) -> None:
    with pytest.raises(RefusedError, match="The survey is COMPARING"):
        api.apply_survey(**asked(handed_in))
    handed_in.run()
    handed_in.decide()
    decided = SurveyFinding.objects.exclude(verdict="NOT_NEEDED")[0]
    api.apply_survey(**asked(handed_in))

    again = [api.FindingDecision(finding_id=decided.pk, version=decided.version, is_accepted=False)]
    with pytest.raises(RefusedError, match="The survey is APPLYING"):
        api.decide_findings(survey_id=handed_in.id, decisions=again, actor=handed_in.town["inspector"], at=CLOSING)
    with pytest.raises(RefusedError, match="The survey is APPLYING"):
        api.void_survey(reason="", **asked(handed_in))
    with pytest.raises(RefusedError, match="The survey is APPLYING"):
        api.compare_survey(**asked(handed_in))


def test_one_that_stands_still_is_taken_up_again(handed_in: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    api.compare_survey(**asked(handed_in))
    assert jobs(handed_in) == 2
    handed_in.run()
    handed_in.decide()
    api.apply_survey(**asked(handed_in))
    before = everything()

    def killed(*_: Any) -> int:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(settling, "_note_looks", killed)
        with pytest.raises(OperationalError):
            handed_in.run()
    assert everything() == before, "half of it can be seen"
    assert api.survey(handed_in.id).state is api.SurveyState.APPLYING

    api.apply_survey(**asked(handed_in))
    assert handed_in.run().state is api.SurveyState.APPLIED
    assert everything() != before


def test_a_survey_that_is_given_up_while_it_is_compared_stays_so(
    handed_in: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = scopes.fingerprint
    given = asked(handed_in)

    def given_up(row: Component) -> str:
        if given:
            api.void_survey(reason="重复安排", **given)
            given.clear()
        return read(row)

    monkeypatch.setattr(scopes, "fingerprint", given_up)

    assert handed_in.run().state is api.SurveyState.VOID
    assert not SurveyFinding.objects.exists()


def test_who_applies_must_have_seen_the_survey_as_it_is(handed_in: Fieldwork) -> None:
    handed_in.run()
    handed_in.decide()
    given = asked(handed_in)

    with pytest.raises(StaleVersionError):
        api.apply_survey(**given | {"version": 1})
    with pytest.raises(NotPermittedError):
        api.apply_survey(**given | {"actor": replace(given["actor"], area_code="110102")})
    assert jobs(handed_in) == 1


def test_much_is_applied_piece_by_piece(work: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PIECE", 1)
    walk(work)
    work.decide()

    done = work.apply()

    assert (done.added, done.moved, done.changed, done.lost, done.looked_at) == (1, 1, 1, 1, 4)


def test_all_that_is_new_comes_in_by_one_import(work: Fieldwork) -> None:
    body = work.town["handler"].body_id
    work.plan(class_codes=("03005", "03006"))
    work.record((7.5, 1.5), name="bin", keeper_body_id=body, note="新设")
    work.record((7.5, 0.5), name="other", class_code="03006", accuracy=api.AccuracyClass.A)
    work.record((6.5, 0.5), name="named", owner_body_id=body, class_code="03006")
    work.close()
    work.decide()

    assert work.apply().added == 3

    made = ComponentImport.objects.get(file_name=f"survey {work.id}")
    assert (made.rows_total, made.added) == (3, 3)
    new = {name: Component.objects.get(external_id=str(key(name))) for name in ("bin", "other", "named")}
    assert {name: (row.class_code, row.keeper_body_id, row.owner_body_id) for name, row in new.items()} == {
        "bin": ("03005", body, None),
        "other": ("03006", None, None),
        "named": ("03006", None, body),
    }
    assert (new["bin"].note, new["bin"].accuracy, new["other"].accuracy) == ("新设", "B", "A")
    assert {str(row.looked_on) for row in new.values()} == {str(row.surveyed_on) for row in new.values()}
    become = SurveyFinding.objects.filter(kind="NEW").values_list("record_id", "component_id")
    assert dict(become) == {key(name): row.pk for name, row in new.items()}


def test_a_district_is_surveyed_at_once_and_a_city_is_not(work: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    assert planning.MOST_COMPONENTS == 500_000
    monkeypatch.setattr(planning, "MOST_COMPONENTS", 3)

    with pytest.raises(RefusedError, match="4 components stand there; one survey compares at most 3"):
        work.plan()
