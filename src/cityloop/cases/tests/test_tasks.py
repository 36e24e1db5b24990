"""Sending collectors: drawn by lot, in rotation, on record."""

from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases import api
from cityloop.cases.models import Case, FieldTask
from cityloop.cases.queries.tasks import tasks_of
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.kernel.models import OutboxEvent
from tests.support.desk import Desk
from tests.support.town import Town

pytestmark = pytest.mark.django_db


def task(walk: Walk, number: int = -1) -> FieldTask:
    return list(FieldTask.objects.filter(case=walk.id).order_by("issued_at"))[number]


def test_the_draw_is_on_record(town: Town) -> None:
    walk = Walk(town).to("CHECK")

    walk.go("acceptor", "send_check")

    sent = task(walk)
    pool = sent.draw["pool"]
    assert sorted(pool) == sorted(str(town[name].account_id) for name in ("collector_a", "collector_b"))
    assert pool[sent.draw["index"]] == str(sent.assignee_id)
    assert len(sent.draw["seed_sha256"]) == 64
    assert (sent.kind, sent.issued_by, sent.due_at) == ("CHECK", town["acceptor"].account_id, walk.at + 30 * MINUTE)


def test_whoever_is_drawn_is_told(town: Town) -> None:
    walk = Walk(town).to("CHECK")

    walk.go("acceptor", "send_check")

    told = OutboxEvent.objects.get(name="TaskIssuedTo").body
    assert (told["assignee_id"], told["case_id"]) == (str(task(walk).assignee_id), str(walk.id))


def test_somebody_of_another_area_is_never_drawn(town: Town) -> None:
    drawn = set()
    for number in range(12):
        walk = Walk(town, f"case {number}").to("CHECK")
        walk.go("acceptor", "send_check")
        drawn.add(task(walk).assignee_id)

    assert town["collector_west"].account_id not in drawn


def test_who_checked_a_body_lately_rests(town: Town) -> None:
    """Of two, the one who came last time does not come again: they take turns."""
    came = []
    walks = [Walk(town, f"case {number}", at=Walk.at + number * 200 * MINUTE) for number in range(6)]
    for walk in walks:
        walk.to("CHECK")
        walk.go("acceptor", "send_check")
        came.append(task(walk).assignee_id)
        walk.go(walk.sent(), "answer_check", answer=api.Answer.PASS)

    assert all(before != after for before, after in pairwise(came))
    assert task(walks[-1]).draw["rested"] == [str(came[-2])]


def test_whoever_reported_it_does_not_check_it(town: Town) -> None:
    for number in range(6):
        walk = Walk(town, f"case {number}", who="collector_a").to("CHECK")
        walk.go("acceptor", "send_check")

        assert task(walk).assignee_id == town["collector_b"].account_id
        assert task(walk).draw["excluded"] == {str(town["collector_a"].account_id): "reported it"}


def test_of_several_checks_the_last_one_counts(town: Town) -> None:
    walk = Walk(town).to("CHECK").check(api.Answer.UNABLE).check(api.Answer.PASS)

    walk.go("acceptor", "pass_check")

    assert [(found.answer, found.counts) for found in FieldTask.objects.filter(case=walk.id).order_by("issued_at")] == [
        ("UNABLE", False),
        ("PASS", True),
    ]


def test_a_collector_who_was_called_back_cannot_answer_and_another_can_be_drawn(town: Town) -> None:
    walk = Walk(town).to("CHECK")
    walk.go("acceptor", "send_check")
    first = walk.sent()

    walk.go("acceptor", "recall_task")

    assert task(walk).recalled_at == walk.at
    assert Case.objects.get(pk=walk.id).check_answer == "NONE"
    with pytest.raises(Exception, match=r"drawn|waiting|awaited"):
        walk.go(first, "answer_check", answer=api.Answer.PASS)
    assert walk.check(api.Answer.PASS).go("acceptor", "pass_check").stage == "CLOSING"


def test_while_a_collector_is_out_nobody_else_is_sent(town: Town) -> None:
    walk = Walk(town).to("CHECK")
    walk.go("acceptor", "send_check")

    with pytest.raises(api.MoveNotAllowedError, match="has been sent"):
        walk.go("acceptor", "send_check")

    assert FieldTask.objects.filter(case=walk.id).count() == 1


def test_a_collector_sees_their_own_tasks_what_is_due_first_page_by_page(town: Town) -> None:
    for number in range(5):
        Walk(town, f"case {number}", at=Walk.at + number * MINUTE, who="collector_a").to("CHECK").go(
            "acceptor", "send_check"
        )
    desk = Desk(town, "collector_b")
    at = Walk.at + 60 * MINUTE

    first = desk.get("/cases/tasks", at=at, limit=2)
    second = desk.get("/cases/tasks", at=at, limit=2, cursor=first["next"])
    third = desk.get("/cases/tasks", at=at, limit=2, cursor=second["next"])

    rows = [*first["items"], *second["items"], *third["items"]]
    assert (len(rows), third["next"]) == (5, None)
    assert [row["due_at"] for row in rows] == sorted(row["due_at"] for row in rows)
    assert {row["kind"] for row in rows} == {"CHECK"}
    assert rows[0]["case_version"] == Case.objects.get(pk=rows[0]["case_id"]).version
    assert Desk(town, "collector_a").get("/cases/tasks", at=at)["items"] == []
    assert desk.get("/cases/tasks", at=at, done=True)["items"] == []


def test_a_task_that_was_answered_is_done(town: Town) -> None:
    walk = Walk(town, who="collector_a").to("CHECK").check(api.Answer.PASS)
    desk = Desk(town, "collector_b")

    assert desk.get("/cases/tasks", at=walk.at)["items"] == []
    (done,) = desk.get("/cases/tasks", at=walk.at, done=True)["items"]
    assert (done["answer"], done["case_id"]) == ("PASS", str(walk.id))


def test_a_task_has_a_lamp_until_it_is_answered(town: Town) -> None:
    walk = Walk(town, who="collector_a").to("CHECK")
    walk.go("acceptor", "send_check")
    desk, sent = Desk(town, "collector_b"), walk.at

    told = [desk.get("/cases/tasks", at=sent + minutes * MINUTE)["items"][0]["lamp"] for minutes in (0, 23, 25, 30, 31)]

    assert told == ["GREEN", "GREEN", "YELLOW", "YELLOW", "RED"]
    walk.go(walk.sent(), "answer_check", answer=api.Answer.PASS)
    assert desk.get("/cases/tasks", at=walk.at, done=True)["items"][0]["lamp"] == "OFF"


@pytest.mark.parametrize("count", [1, 5])
def test_a_list_of_tasks_costs_the_same_however_long(town: Town, count: int) -> None:
    for number in range(count):
        Walk(town, f"case {number}", who="collector_a").to("CHECK").go("acceptor", "send_check")
    at = Walk.at + 60 * MINUTE
    asked: dict[str, Any] = {"actor": town["collector_b"], "is_done": False, "cursor": None, "size": 20, "at": at}
    tasks_of(**asked)  # what is remembered between requests is remembered

    with CaptureQueriesContext(connection) as queries:
        rows, _ = tasks_of(**asked)

    assert (len(rows), len(queries)) == (count, 1)
