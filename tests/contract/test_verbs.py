"""Every verb of the standard lifecycle, tried by everybody; a refusal changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from cityloop.cases import api
from cityloop.cases.tests.factories import Walk
from tests.contract.world import World
from tests.support.once import settle
from tests.support.town import MONDAY_NINE, PEOPLE, Town, key

pytestmark = pytest.mark.django_db
LATER = MONDAY_NINE + timedelta(minutes=40)
UNTIL = (MONDAY_NINE + timedelta(days=3)).isoformat()
SENT = "the collector who is out"

ACCEPTOR, LEADER, DISPATCHER, HANDLER = {"acceptor"}, {"shift_leader"}, {"dispatcher"}, {"handler_other"}
WATCHERS = {"acceptor", "shift_leader", "inspector", "leader", "evaluator", "dispatcher"}


@dataclass(frozen=True)
class Line:
    """Where a verb is tried, by whom it may be said, and with what."""

    situation: str
    allowed: set[str]
    inputs: Mapping[str, Any] = field(default_factory=dict)


# verb: where it is tried, who may; written from design.md section 5 and standards/workflow.md section 5.3.
WHY = {"opinion": "理由"}
VERBS: Mapping[str, Line] = {
    "send_verification": Line("ACCEPTANCE", ACCEPTOR),
    "answer_verification": Line("VERIFYING", {SENT}, {"answer": "EXISTS"}),
    "correct": Line("ACCEPTANCE", ACCEPTOR | LEADER, {"class_code": "06011"}),
    "submit": Line("ACCEPTANCE", ACCEPTOR),
    "refuse_report": Line("ACCEPTANCE", ACCEPTOR, WHY),
    "accept_self_disposal": Line("SELF_REVIEW", ACCEPTOR),
    "refuse_self_disposal": Line("SELF_REVIEW", ACCEPTOR, WHY),
    "merge": Line("ACCEPTANCE", ACCEPTOR | LEADER, {"main_case_id": str(key("DISPATCH"))}),
    "file": Line("FILING", LEADER, {"limit": "4 work_hour"}),
    "send_back": Line("FILING", LEADER, WHY),
    "refuse_filing": Line("FILING", LEADER, WHY),
    "dispatch": Line("DISPATCH", DISPATCHER, {"body_id": "HW"}),
    "plan_dispatch": Line("DISPATCH", DISPATCHER, {"body_id": "HW", "until": UNTIL}),
    "cancel_plan": Line("PLANNED", DISPATCHER),
    "dispatch_as_planned": Line("PLANNED", set()),
    "ask_voiding": Line("DISPATCH", DISPATCHER, WHY),
    "sign": Line("DISPOSAL", HANDLER),
    "forward": Line("BELOW", {"handler"}, {"body_id": "SZ-1"}),
    "assign": Line("DISPOSAL", HANDLER, {"person_id": str(key("somebody"))}),
    "unassign": Line("ASSIGNED", HANDLER),
    "add_helpers": Line("DISPOSAL", DISPATCHER, {"helper_body_ids": ["SZ"]}),
    "finish_helping": Line("HELPED", {"handler"}),
    "feed_back": Line("DISPOSAL", HANDLER),
    "ask_extension": Line("DISPOSAL", HANDLER, WHY),
    "ask_return": Line("DISPOSAL", HANDLER, WHY),
    "ask_suspension": Line("DISPOSAL", HANDLER, {**WHY, "until": UNTIL}),
    "ask_authority": Line("DISPOSAL", HANDLER, WHY),
    "ask_dispute": Line("DISPOSAL", HANDLER | DISPATCHER, WHY),
    "approve": Line("ASKED", DISPATCHER),
    "refuse": Line("ASKED", DISPATCHER, WHY),
    "withdraw": Line("ASKED", HANDLER),
    "resume": Line("SUSPENDED", HANDLER | DISPATCHER),
    "send_check": Line("CHECK", ACCEPTOR),
    "answer_check": Line("CHECKING", {SENT}, {"answer": "PASS"}),
    "recall_task": Line("CHECKING", ACCEPTOR),
    "pass_check": Line("PASSED", ACCEPTOR),
    "rework": Line("FAILED", ACCEPTOR, WHY),
    "close": Line("CLOSING", LEADER),
    "follow_up": Line("CLOSED", ACCEPTOR, {"score": 80}),
    "rate": Line("CLOSED", {"citizen"}, {"score": 80}),
    "reopen": Line("CLOSED", {"citizen"} | ACCEPTOR, WHY),
    "ask_appeal": Line("LATE", HANDLER, WHY),
    "restore": Line("VOID", LEADER, WHY),
    "urge": Line("DISPOSAL", LEADER | {"inspector", "leader"}, WHY),
    "answer_urge": Line("URGED", HANDLER | DISPATCHER | ACCEPTOR, WHY),
    "instruct": Line("DISPOSAL", {"leader", "inspector"}, WHY),
    "lock": Line("DISPOSAL", LEADER, WHY),
    "unlock": Line("LOCKED", LEADER),
    "close_by_force": Line("DISPOSAL", {"leader"}, WHY),
}
THE_ACTOR = {  # what a refusal may say here: never that the case is not ready for it
    "WRONG_POST", "OWN_WORK", "NOT_DRAWN", "LEAD_BODY", "LEAD_BODY_IF_HANDLER", "HELPER_BODY", "OWN_REPORT",
    "OWN_REQUEST",
}  # fmt: skip
BIRTH = {"report", "register", "report_self_disposed"}  # POST /cases, held by the matrix


def walked(town: Town, situation: str) -> Walk:
    """Return a case in this situation."""
    walk = Walk(town, situation, who="collector_a", changes={"self_disposed": situation == "SELF_REVIEW"})
    if situation in ("CLOSED", "LATE", "VERIFYING"):
        walk = Walk(town, f"{situation} of a citizen", who="citizen")
    if situation in ("CLOSED", "LATE"):
        walk.go("acceptor", "send_verification")
        walk.go(walk.sent(), "answer_verification", answer=api.Answer.EXISTS)
    SITUATIONS[situation](walk)
    return walk


SITUATIONS: Mapping[str, Callable[[Walk], object]] = {
    "ACCEPTANCE": lambda walk: walk,
    "SELF_REVIEW": lambda walk: walk,
    "VERIFYING": lambda walk: walk.go("acceptor", "send_verification"),
    "FILING": lambda walk: walk.to("FILING"),
    "DISPATCH": lambda walk: walk.to("DISPATCH"),
    "PLANNED": lambda walk: walk.to("DISPATCH").go(
        "dispatcher", "plan_dispatch", body_id=walk.town.bodies["HW"], until=MONDAY_NINE + timedelta(days=3)
    ),
    "DISPOSAL": lambda walk: walk.to("DISPOSAL"),
    "BELOW": lambda walk: walk.to("DISPATCH").go("dispatcher", "dispatch", body_id=walk.town.bodies["SZ"]),
    "HELPED": lambda walk: walk.to("DISPOSAL").go(
        "dispatcher", "add_helpers", helper_body_ids=(walk.town.bodies["SZ"],)
    ),
    "ASSIGNED": lambda walk: walk.to("DISPOSAL").go("handler_other", "assign", person_id=key("somebody")),
    "ASKED": lambda walk: walk.to("DISPOSAL").go("handler_other", "ask_extension", opinion="量大"),
    "URGED": lambda walk: walk.to("DISPOSAL").go("leader", "urge", opinion="快"),
    "LOCKED": lambda walk: walk.to("DISPOSAL").go("shift_leader", "lock", opinion="查"),
    "SUSPENDED": lambda walk: walk.suspend(),
    "CHECK": lambda walk: walk.to("CHECK"),
    "CHECKING": lambda walk: walk.to("CHECK").go("acceptor", "send_check"),
    "PASSED": lambda walk: walk.to("CHECK").check(api.Answer.PASS),
    "FAILED": lambda walk: walk.to("CHECK").check(api.Answer.NOT_PASS),
    "CLOSING": lambda walk: walk.to("CLOSING"),
    "CLOSED": lambda walk: walk.to("CLOSED"),
    "LATE": lambda walk: walk.to("DISPOSAL").wait(days=2).to("CLOSED"),
    "VOID": lambda walk: walk.refuse(),
}


@pytest.fixture(scope="module")
def cases(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Mapping[str, Walk]]:
    """A case in every situation."""
    with django_db_blocker.unblock():
        found = {
            situation: walked(town, situation) for situation in sorted({line.situation for line in VERBS.values()})
        }
        settle()
        yield found


@pytest.fixture(scope="module")
def world(town: Town, cases: Mapping[str, Walk]) -> World:
    """What is stored before anybody tries anything."""
    world = World(town)
    with time_machine.travel(max(walk.at for walk in cases.values()) + timedelta(hours=1), tick=False):
        for secret in town.tokens.values():
            Client().get("/api/v1/session", headers={"Authorization": f"Bearer {secret}"})
    world.stored = world.digest()
    return world


def say(walk: Walk, verb: str, inputs: Mapping[str, Any], who: str) -> Any:
    """Have somebody say a verb over HTTP, at the version the case is at, shortly after its last move."""
    bodies = walk.town.bodies
    given = {name: bodies.get(str(value), value) for name, value in inputs.items() if name != "helper_body_ids"}
    if "helper_body_ids" in inputs:
        given["helper_body_ids"] = [str(bodies[name]) for name in inputs["helper_body_ids"]]
    body = {"version": walk.view.version, **{name: str(v) if name == "body_id" else v for name, v in given.items()}}
    headers = {"Authorization": f"Bearer {walk.town.tokens[who]}", "Idempotency-Key": str(key(f"{verb}/{who}"))}
    with time_machine.travel(max(LATER, walk.at), tick=False):
        return Client(raise_request_exception=False).post(
            f"/api/v1/cases/{walk.id}/moves/{verb}", headers=headers, data=body, content_type="application/json"
        )


def persons(line: Line, walk: Walk) -> set[str]:
    """Return who may say it here."""
    if SENT not in line.allowed:
        return line.allowed
    sent = walk.sent().account_id
    return {name for name, actor in walk.town.actors.items() if actor.account_id == sent}


def test_every_verb_has_its_line() -> None:
    standard = api.standard_data()
    verbs = {move["verb"] for move in standard["moves"]} | {f"ask_{kind.lower()}" for kind in standard["requests"]}

    assert verbs - BIRTH == VERBS.keys()


@pytest.mark.parametrize("verb", VERBS)
def test_whose_verb_it_is_may_say_it(world: World, cases: Mapping[str, Walk], verb: str) -> None:
    line, walk = VERBS[verb], cases[VERBS[verb].situation]

    for who in persons(line, walk):
        with transaction.atomic():
            given = dict(line.inputs)
            if verb == "feed_back":
                given["photo_ids"] = [str(walk.photo(who))]
            answer = say(walk, verb, given, who)
            transaction.set_rollback(True)

        assert answer.status_code == 200, (who, answer.content)
        assert answer.json()["version"] == walk.view.version + 1


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_may_and_nothing_changes(world: World, cases: Mapping[str, Walk], verb: str) -> None:
    line, walk = VERBS[verb], cases[VERBS[verb].situation]
    shut_out = set(PEOPLE) - persons(line, walk)

    for who in sorted(shut_out):
        answer = say(walk, verb, line.inputs, who)

        assert answer.status_code in (403, 404, 409), (who, answer.content)
        if answer.status_code != 404:  # the case is theirs to know; the post, the body or the account is the wrong one
            assert answer.json()["facts"]["reason"] in THE_ACTOR, (who, answer.content)
        if who in ("administrator", "citizen_other", "acceptor_west", "dispatcher_west", "collector_west"):
            assert answer.status_code == 404, (who, answer.content)
        if who in WATCHERS:
            assert answer.status_code != 404, (who, answer.content)
    assert not world.changed()
