"""Two people at one case: one wins, the other learns where it stands, and nobody waits for a forgotten lock."""

from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import time_machine
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.utils import connector_params

from cityloop.cases import api
from cityloop.cases.models import Case, CaseStep, Urge
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.kernel.errors import StaleVersionError
from cityloop.kernel.models import OutboxEvent
from tests.support.desk import API
from tests.support.town import Town, key

AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]


def test_of_two_conflicting_moves_one_wins_and_the_other_learns_the_newer_state(
    committed: Town, at_once: AtOnce
) -> None:
    for number in range(5):
        walk = Walk(committed, f"conflict {number}").to("FILING")
        moves = [
            ("refuse_filing", api.Inputs(opinion="不符合立案条件")),
            ("send_back", api.Inputs(opinion="请补充地址")),
        ]

        answers = at_once(
            [
                partial(
                    api.move,
                    case_id=walk.id,
                    verb=verb,
                    inputs=inputs,
                    actor=committed["shift_leader"],
                    at=walk.at + MINUTE,
                    version=walk.view.version,
                    step_id=key(f"{number}/{verb}"),
                )
                for verb, inputs in moves
            ]
        )

        (won,) = [answer for answer in answers if isinstance(answer, api.CaseView)]
        (lost,) = [answer for answer in answers if isinstance(answer, StaleVersionError)]
        assert (won.version, won.stage) == (3, {0: "VOID", 1: "ACCEPTANCE"}[answers.index(won)])
        assert lost.facts["current"]["version"] == 3
        assert lost.facts["current"]["stage"] == won.stage
        assert CaseStep.objects.filter(case=walk.id).count() == 3
        assert OutboxEvent.objects.filter(name="CaseMoved", body__case_id=str(walk.id)).count() == 3


def test_over_http_the_one_who_lost_gets_409_with_the_newer_state(committed: Town, at_once: AtOnce) -> None:
    walk = Walk(committed, "over http").to("FILING")
    verbs = {"send_back": {"opinion": "请补充"}, "file": {"limit": "4 work_hour"}}

    def post(verb: str, inputs: dict[str, str]) -> Any:
        return send(committed, "shift_leader", walk, verb, inputs)

    with time_machine.travel(walk.at + MINUTE, tick=False):
        answers = at_once([partial(post, verb, inputs) for verb, inputs in verbs.items()])

    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert lost.json()["type"] == "urn:cityloop:problem:stale-version"
    assert lost.json()["facts"]["current"] == won.json()


def test_no_lock_outlives_a_request(committed: Town) -> None:
    walk = Walk(committed, "locks").to("FILING")
    asked: list[tuple[str, str, dict[str, Any], int]] = [
        ("acceptor", "submit", {}, 403),
        ("shift_leader", "file", {}, 409),
        ("shift_leader", "file", {"limit": "4 work_hour"}, 200),
        ("shift_leader", "file", {"limit": "4 work_hour"}, 409),
        ("citizen", "rate", {"score": 100}, 404),
    ]

    for who, verb, inputs, status in asked:
        with time_machine.travel(walk.at + MINUTE, tick=False):
            answer = send(committed, who, walk, verb, inputs, name=f"{who}/{verb}/{status}")

        assert answer.status_code == (409 if (who, verb) == ("acceptor", "submit") else status), answer.content
        assert locks_of_ours() == []


def test_two_who_ring_at_once_ring_each_case_once(committed: Town, at_once: AtOnce) -> None:
    walks = [Walk(committed, f"ringing {number}") for number in range(12)]
    due = walks[0].at + 15 * MINUTE
    others = Case.objects.filter(timer_at__lte=due + MINUTE).exclude(pk__in=[walk.id for walk in walks]).count()

    touched = at_once([partial(api.ring, at=due + MINUTE)] * 3)
    touched.append(api.ring(at=due + MINUTE))  # what one had passed over because another held it

    assert sum(touched) == len(walks) + others
    for walk in walks:
        told = OutboxEvent.objects.filter(name="CaseAlarmed", body__case_id=str(walk.id)).order_by("id")
        assert [event.body["alarm"] for event in told] == ["WARN", "OVERDUE"]
        assert Urge.objects.filter(case=walk.id).count() == 1
        assert Case.objects.get(pk=walk.id).version == 2


def send(town: Town, who: str, walk: Walk, verb: str, inputs: dict[str, Any], *, name: str = "") -> Any:
    """Make a move over HTTP at the version the walk has seen."""
    return Client(raise_request_exception=False).post(
        f"{API}/cases/{walk.id}/moves/{verb}",
        data={"version": walk.view.version, **inputs},
        content_type="application/json",
        headers={"Authorization": f"Bearer {town.tokens[who]}", "Idempotency-Key": str(key(name or f"{who}/{verb}"))},
    )


def locks_of_ours() -> list[Any]:
    """Return the locks that our connection still holds, as another connection sees them."""
    connection.ensure_connection()
    ours = connection.connection.info.backend_pid
    with psycopg.connect(**connector_params(), autocommit=True) as link:
        return link.execute(
            "SELECT l.locktype, l.mode, a.state FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE pid = %s",
            [ours],
        ).fetchall()
