"""Bulletins are made once: by the worker, whatever happens to it, and by the clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from pydantic import ValidationError
from pytest_django.fixtures import Settings

from cityloop.evaluation import api
from cityloop.evaluation.models import BulletinIssue
from cityloop.evaluation.tasks import draft_due_bulletin as by_the_clock
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.evaluation.bulletins import ISSUE, SCHEMES, drafted, file_of, made, rows_of_xlsx, told
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import EAST, SYSTEM, Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
ROOT = "/api/v1/evaluation/bulletins"
LATER = APRIL + timedelta(days=1)
THIRD_AT_EIGHT = api.Schedule(3, time(8))
IN_TIME = datetime(2026, 4, 3, tzinfo=UTC)  # 8:00 in Shanghai


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="evaluation.make_bulletin").count()


def ran(attempts: int) -> Job:
    """Return the job of making the bulletin after so many tries."""
    return Job(id=1, status="doing", queue="default", lock=None, queueing_lock=None,
               task_name="evaluation.make_bulletin", attempts=attempts)  # fmt: skip


def run(attempts: int, **args: Any) -> None:
    """Do what the worker does with the job after so many tries."""
    context = JobContext(app=app, job=ran(attempts), start_timestamp=0.0, abort_reason=lambda: None)
    app.tasks["evaluation.make_bulletin"](context, **(args or {"bulletin_id": str(ISSUE)}))


def ask(town: Town, who: str, path: str = "", *, language: str = "zh", **query: Any) -> Any:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Accept-Language": language}
    with time_machine.travel(APRIL, tick=False):
        return Client().get(f"{ROOT}{path}", query, headers=headers)


def test_a_second_delivery_makes_nothing_twice(march: Town) -> None:
    made(march)
    first = BulletinIssue.objects.get()

    again = drafted(march)
    api.make_bulletin(bulletin_id=ISSUE, at=LATER)

    assert jobs() == 1
    assert again.state is api.BulletinState.DONE
    found = BulletinIssue.objects.get()
    assert (found.files, found.content, found.counted_at, found.done_at) == (
        first.files, first.content, APRIL, APRIL,
    )  # fmt: skip
    assert (found.steps_done, len(found.files)) == (again.steps_total, 6)


def test_one_that_was_left_half_made_goes_on_with_the_same_numbers(march: Town) -> None:
    made(march)
    kept = BulletinIssue.objects.get().files
    half = dict(list(kept.items())[:2])
    BulletinIssue.objects.update(state=api.BulletinState.WAITING, files=half, done_at=None, steps_done=3)

    api.make_bulletin(bulletin_id=ISSUE, at=LATER)

    found = BulletinIssue.objects.get()
    assert (found.state, found.counted_at, found.done_at) == ("DONE", APRIL, LATER)
    assert found.files.keys() == kept.keys()
    assert found.files.items() >= half.items()
    assert all(default_storage.exists(name) for name in found.files.values())
    assert found.files["pdf.zh"] == kept["pdf.zh"], "the same numbers give the same bytes"


def test_the_clock_drafts_it_once(march: Town) -> None:
    early = api.draft_due_bulletin(schedule=THIRD_AT_EIGHT, at=IN_TIME - timedelta(seconds=1))
    first = api.draft_due_bulletin(schedule=THIRD_AT_EIGHT, at=IN_TIME)
    again = api.draft_due_bulletin(schedule=THIRD_AT_EIGHT, at=IN_TIME + timedelta(hours=1))

    assert early is None
    assert first is not None
    assert again == first
    assert (first.period, first.is_scheduled, first.schemes) == (MARCH, True, SCHEMES)
    assert BulletinIssue.objects.count() == 1
    assert jobs() == 1
    api.make_bulletin(bulletin_id=first.id, at=IN_TIME)
    done = api.draft_due_bulletin(schedule=THIRD_AT_EIGHT, at=IN_TIME + timedelta(days=2))
    assert done is not None
    assert done.state is api.BulletinState.DONE
    assert jobs() == 1
    assert api.draft_due_bulletin(schedule=THIRD_AT_EIGHT, at=IN_TIME - timedelta(days=31)) is None, "no case before"


def test_it_keeps_to_the_statistic_month_of_the_city(march: Town) -> None:
    rules = api.CountingRules(month_begins_on=26)
    api.publish_rules(rules=rules, valid_from=datetime(2026, 1, 1, tzinfo=UTC).date(), actor=SYSTEM, at=APRIL)

    first = api.draft_due_bulletin(schedule=api.Schedule(1, time(0)), at=datetime(2026, 3, 26, tzinfo=UTC))

    assert first is not None
    assert (first.period, str(first.since), str(first.until)) == ("S2026-03", "2026-02-26", "2026-03-26")


def test_the_worker_asks_the_setting(march: Town, settings: Settings) -> None:
    with time_machine.travel(IN_TIME, tick=False):
        settings.CITYLOOP_BULLETIN = "never"
        by_the_clock(0)
        assert not BulletinIssue.objects.exists()
        settings.CITYLOOP_BULLETIN = "3 08:00"
        by_the_clock(0)
        assert BulletinIssue.objects.get().period == MARCH
        job = ProcrastinateJob.objects.get(task_name="evaluation.make_bulletin")
        run(0, **job.args)
    assert BulletinIssue.objects.get().state == api.BulletinState.DONE


def test_what_cannot_be_made_is_refused_and_changes_nothing(march: Town) -> None:
    for period, schemes, refusal in (
        ("soon", SCHEMES, InvalidInputError),
        ("2026-05", SCHEMES, InvalidInputError),
        (MARCH, ("glory",), NotFoundError),
        (MARCH, tuple(f"scheme-{number}" for number in range(11)), InvalidInputError),
    ):
        with pytest.raises(refusal):
            drafted(march, period, schemes=schemes)
    for actor in (march["leader"], replace(march["evaluator"], area_code=EAST)):
        with pytest.raises(NotPermittedError):
            api.draft_bulletin(bulletin_id=ISSUE, period=MARCH, schemes=(), actor=actor, at=APRIL)
    assert not BulletinIssue.objects.exists()
    drafted(march)
    with pytest.raises(api.IdentifierTakenError):
        drafted(march, "2026-02")
    with pytest.raises(api.BulletinNotReadyError):
        file_of(march, api.BulletinFormat.PDF)


def test_why_it_could_not_be_made_is_told(march: Town) -> None:
    drafted(march)
    BulletinIssue.objects.update(schemes=["glory"])

    view = api.make_bulletin(bulletin_id=ISSUE, at=APRIL)

    assert view.state is api.BulletinState.FAILED
    assert view.failure == {"en": "There is no scheme glory.", "zh": "没有评价方案 glory。"}


def test_whatever_goes_wrong_is_tried_again_and_told_in_the_end(march: Town) -> None:
    drafted(march)
    BulletinIssue.objects.update(content={"nonsense": True}, counted_at=APRIL)

    with pytest.raises(ValidationError):
        api.make_bulletin(bulletin_id=ISSUE, at=APRIL)
    assert BulletinIssue.objects.get().state == api.BulletinState.WAITING
    view = api.make_bulletin(bulletin_id=ISSUE, at=APRIL, is_last_try=True)

    assert view.state is api.BulletinState.FAILED
    assert view.failure == {
        "en": "The bulletin could not be made; the worker's log says why.", "zh": "通报未能生成，原因见后台任务日志。",
    }  # fmt: skip


def test_the_worker_tries_four_times(march: Town) -> None:
    drafted(march)
    BulletinIssue.objects.update(content={"nonsense": True}, counted_at=APRIL)
    task = app.tasks["evaluation.make_bulletin"]

    with time_machine.travel(APRIL, tick=False):
        for attempts in range(3):
            with pytest.raises(ValidationError):
                run(attempts)
            assert task.get_retry_exception(ValueError(), ran(attempts)) is not None
        run(3)
    assert BulletinIssue.objects.get().state == api.BulletinState.FAILED
    assert task.get_retry_exception(ValueError(), ran(3)) is None


def test_it_is_served_as_json_and_as_files(march: Town) -> None:
    headers = {"Authorization": f"Bearer {march.tokens['evaluator']}", "Idempotency-Key": str(ISSUE)}
    with time_machine.travel(APRIL, tick=False):
        body = {"period": MARCH, "schemes": list(SCHEMES)}
        drafted_one = Client().post(ROOT, body, "application/json", headers=headers)
        again = Client().post(ROOT, body, "application/json", headers=headers)
    assert (drafted_one.status_code, again.headers["Idempotent-Replay"]) == (201, "true")
    assert ask(march, "leader", f"/{ISSUE}").json()["content"] is None
    assert ask(march, "leader", f"/{ISSUE}/files/pdf").status_code == 409
    api.make_bulletin(bulletin_id=ISSUE, at=APRIL)

    content = ask(march, "leader", f"/{ISSUE}").json()["content"]
    assert {count["key"]: count["now"] for count in content["counts"]} == {
        count.key: count.now for count in told(march).counts
    }
    for ending, begins in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")):
        file = ask(march, "inspector", f"/{ISSUE}/files/{ending}", language="en")
        assert file.getvalue().startswith(begins)
        assert f'filename="bulletin-2026-03-en.{ending}"' in file.headers["Content-Disposition"]
    assert ask(march, "leader").json()["items"][0]["state"] == "DONE"
    assert ask(march, "handler_other", f"/{ISSUE}").status_code == 403
    assert ask(march, "leader", f"/{key('another')}").status_code == 404
    assert ask(march, "leader", cursor="WyIyMDI2LTAzLTAxIiwieCJd").status_code == 422


def test_the_command_writes_three_files(march: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    with time_machine.travel(APRIL, tick=False):
        call_command("bulletin", "--period", MARCH, "--out", str(folder))
        call_command("bulletin", "--out", str(folder), "--language", "en")
        with pytest.raises(CommandError, match="No period"):
            call_command("bulletin", "--period", "soon", "--out", str(folder))

    names = {f"bulletin-2026-03-{language}.{ending}" for language in ("zh", "en") for ending in api.BulletinFormat}
    assert {path.name for path in folder.iterdir()} == names
    assert capsys.readouterr().out.count("bulletin-2026-03-zh") == 3
    with (folder / "bulletin-2026-03-zh.xlsx").open("rb") as file:
        from_command = rows_of_xlsx(file)  # type: ignore[arg-type]  # openpyxl reads any file
    made(march)
    assert from_command["总体情况"] == rows_of_xlsx(file_of(march, api.BulletinFormat.XLSX))["总体情况"]
