"""The same write twice, one after the other and at once: it happens once, and both hear the same."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cityloop.cases.models import Case, CaseStep, Photo
from cityloop.cases.tests.factories import MINUTE, Walk, picture
from cityloop.kernel.models import OutboxEvent
from tests.support.desk import API
from tests.support.town import EAST_SPOT, MONDAY_NINE, Town, key, position

AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]
LONGITUDE, LATITUDE = position(*EAST_SPOT)


def ask(town: Town, who: str, path: str, name: str, **options: Any) -> Any:
    """Send a write under the key of this name."""
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Idempotency-Key": str(key(name))}
    return Client(raise_request_exception=False).post(f"{API}{path}", headers=headers, **options)


def report(town: Town, name: str, who: str = "acceptor", **changes: Any) -> Any:
    body = {"kind": "INCIDENT", "class_code": "06010", "longitude": LONGITUDE, "latitude": LATITUDE, **changes}
    return ask(town, who, "/cases", name, data=body, content_type="application/json")


def upload(town: Town, name: str, who: str = "acceptor", **changes: Any) -> Any:
    file = SimpleUploadedFile("photo.jpg", picture(**changes))
    data = {"file": file, "usage": "BEFORE", "taken_at": MONDAY_NINE.isoformat()}
    return ask(town, who, "/cases/photos", name, data=data)


def move(walk: Walk, name: str, verb: str = "submit", who: str = "acceptor", **inputs: Any) -> Any:
    data = {"version": walk.view.version, **inputs}
    path = f"/cases/{walk.id}/moves/{verb}"
    return ask(walk.town, who, path, name, data=data, content_type="application/json")


@pytest.fixture(autouse=True)
def _a_little_later() -> Any:
    with time_machine.travel(MONDAY_NINE + 10 * MINUTE, tick=False):
        yield


def test_a_report_sent_twice_is_one_case(committed: Town) -> None:
    first, again = report(committed, "twice"), report(committed, "twice")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert CaseStep.objects.filter(case=key("twice")).count() == 1


def test_reports_sent_at_once_are_one_case(committed: Town, at_once: AtOnce) -> None:
    answers = at_once([partial(report, committed, "at once")] * 4)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.content for answer in answers}) == 1
    assert CaseStep.objects.filter(case=key("at once")).count() == 1
    assert OutboxEvent.objects.filter(body__case_id=str(key("at once"))).count() == 1


def test_a_report_that_comes_again_after_the_desk_corrected_its_class_is_still_the_same(committed: Town) -> None:
    report(committed, "corrected", source="SUPERIOR")
    body = {"version": 1, "class_code": "06011"}
    path = f"/cases/{key('corrected')}/moves/correct"
    assert ask(committed, "acceptor", path, "correct", data=body, content_type="application/json").status_code == 200

    again = report(committed, "corrected", source="SUPERIOR")

    assert (again.status_code, again.json()["class_code"], again.json()["version"]) == (200, "06011", 2)


@pytest.mark.parametrize(("who", "changes"), [("acceptor", {"description": "别的"}), ("citizen", {})])
def test_the_key_of_another_report_is_refused(committed: Town, who: str, changes: dict[str, str]) -> None:
    report(committed, "taken")

    answer = report(committed, "taken", who, **changes)

    assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "Idempotency-Key")
    assert Case.objects.get(pk=key("taken")).version == 1


def test_a_move_sent_twice_is_made_once(committed: Town) -> None:
    walk = Walk(committed, "moved twice")

    first, again = move(walk, "the move"), move(walk, "the move")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert CaseStep.objects.filter(case=walk.id).count() == 2


def test_moves_sent_at_once_are_made_once(committed: Town, at_once: AtOnce) -> None:
    walk = Walk(committed, "moved at once")

    answers = at_once([partial(move, walk, "the same move")] * 4)

    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert CaseStep.objects.filter(case=walk.id).count() == 2


def test_a_move_that_shut_its_maker_out_is_still_answered_again(committed: Town) -> None:
    walk = Walk(committed, "shut out").to("DISPOSAL")
    asked = move(walk, "the return", "ask_return", "handler_other", opinion="不属于我处")
    walk.at += 20 * MINUTE
    walk.go("dispatcher", "approve")
    walk.go("dispatcher", "dispatch", body_id=committed.bodies["SZ"])

    again = move(walk, "the return", "ask_return", "handler_other", opinion="不属于我处")

    assert (asked.status_code, again.status_code) == (200, 200)
    assert CaseStep.objects.filter(case=walk.id, verb="ask_return").count() == 1


def test_the_key_of_a_move_of_another_case_is_refused(committed: Town) -> None:
    first, second = Walk(committed, "first"), Walk(committed, "second")
    assert move(first, "one key for both").status_code == 200

    answer = move(second, "one key for both")

    assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "Idempotency-Key")
    assert CaseStep.objects.filter(case=second.id).count() == 1


def test_the_key_of_another_move_of_the_case_is_refused(committed: Town) -> None:
    walk = Walk(committed, "one after the other")
    walk.view = replace(walk.view, version=move(walk, "the key").json()["version"])

    answer = move(walk, "the key", "file", "shift_leader", limit="4 work_hour")

    assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "Idempotency-Key")
    assert CaseStep.objects.filter(case=walk.id).count() == 2


def test_a_photograph_sent_twice_is_kept_once(committed: Town) -> None:
    first, again = upload(committed, "photo"), upload(committed, "photo")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert Photo.objects.filter(pk=key("photo")).count() == 1


def test_photographs_sent_at_once_are_kept_once(committed: Town, at_once: AtOnce) -> None:
    answers = at_once([partial(upload, committed, "photo at once")] * 4)

    assert [answer.status_code for answer in answers] == [201] * 4
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sorted("Idempotent-Replay" in answer.headers for answer in answers) == [False, True, True, True]


@pytest.mark.parametrize(("who", "size"), [("acceptor", (32, 32)), ("citizen", (64, 48))])
def test_the_key_of_another_photograph_is_refused(committed: Town, who: str, size: tuple[int, int]) -> None:
    upload(committed, "photo taken")

    answer = upload(committed, "photo taken", who, size=size)

    assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "Idempotency-Key")
    assert Photo.objects.get(pk=key("photo taken")).uploaded_by == committed["acceptor"].account_id
