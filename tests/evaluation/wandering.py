"""Cases that wander: whatever people may do with them, in whatever order, by real moves."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias

from cityloop.cases import api
from cityloop.cases.tests.factories import Walk
from cityloop.kernel.errors import RefusedError
from cityloop.standards.api import Limit
from tests.support.town import EAST_SPOT, MONDAY_NINE, WEST_SPOT, Town

Given: TypeAlias = Callable[[Walk, Random], dict[str, Any]]
WAITS = (1, 1, 1, 7, 20, 45, 300, 2000)
BEGINNINGS: tuple[dict[str, Any], ...] = (
    {"source": api.Source.HOTLINE},
    {"source": api.Source.SUPERIOR},
    {"who": "citizen"},
    {"who": "collector_a"},
    {"who": "collector_a", "changes": {"self_disposed": True}},
    {"who": "collector_west", "spot": WEST_SPOT},
)


def said(_: Walk, __: Random) -> dict[str, Any]:
    return {"opinion": "如实办理"}


def to_body(walk: Walk, chance: Random) -> dict[str, Any]:
    return {"body_id": walk.town.bodies[chance.choice(("HW", "SZ"))]}


def until(walk: Walk, chance: Random) -> dict[str, Any]:
    return {"opinion": "等待施工", "until": walk.at + timedelta(days=chance.randint(1, 9))}


def found(*answers: api.Answer) -> Given:
    return lambda _, chance: {"answer": chance.choice(answers)}


def limit(_: Walk, chance: Random) -> dict[str, Any]:
    return {"limit": Limit.parse(chance.choice(("4 work_hour", "1 urgent_hour", "2 work_day")))}


def score(_: Walk, chance: Random) -> dict[str, Any]:
    return {"score": chance.choice((100, 80, 50, 0, -100))}


def photo(walk: Walk, chance: Random) -> dict[str, Any]:
    who = "handler" if walk.view.lead_body_id == walk.town.bodies["SZ"] else "handler_other"
    return {"photo_ids": (walk.photo(who),)}


def into(walk: Walk, _: Random) -> dict[str, Any]:
    return {"main_case_id": Walk(walk.town, f"{walk.name}/main/{walk.at.isoformat()}", at=walk.at).id}


def answer_by(_: Walk, chance: Random) -> dict[str, Any]:
    return {"opinion": "限时办理"}


DOABLE: tuple[tuple[str, str, Given], ...] = (
    ("acceptor", "send_verification", said),
    ("sent", "answer_verification", found(api.Answer.EXISTS, api.Answer.EXISTS, api.Answer.NOT_EXISTS)),
    ("acceptor", "submit", said),
    ("acceptor", "submit", said),
    ("acceptor", "refuse_report", said),
    ("acceptor", "accept_self_disposal", said),
    ("acceptor", "refuse_self_disposal", said),
    ("acceptor", "merge", into),
    ("shift_leader", "file", limit),
    ("shift_leader", "file", limit),
    ("shift_leader", "send_back", said),
    ("shift_leader", "refuse_filing", said),
    ("dispatcher", "dispatch", to_body),
    ("dispatcher", "dispatch", to_body),
    ("dispatcher", "send_back", said),
    ("dispatcher", "ask_voiding", said),
    ("dispatcher", "approve", said),
    ("shift_leader", "approve", said),
    ("evaluator", "approve", said),
    ("dispatcher", "refuse", said),
    ("handler_other", "feed_back", photo),
    ("handler", "feed_back", photo),
    ("handler_other", "ask_return", said),
    ("handler_other", "ask_extension", said),
    ("handler_other", "ask_suspension", until),
    ("handler", "ask_return", said),
    ("handler_other", "resume", said),
    ("handler_other", "ask_appeal", said),
    ("acceptor", "send_check", said),
    ("sent", "answer_check", found(api.Answer.PASS, api.Answer.PASS, api.Answer.NOT_PASS, api.Answer.UNABLE)),
    ("acceptor", "recall_task", said),
    ("acceptor", "pass_check", said),
    ("acceptor", "rework", said),
    ("shift_leader", "close", said),
    ("shift_leader", "send_back", said),
    ("acceptor", "follow_up", score),
    ("acceptor", "reopen", said),
    ("shift_leader", "restore", said),
    ("inspector", "urge", answer_by),
    ("handler_other", "answer_urge", said),
    ("leader", "close_by_force", said),
)
STANDARD: dict[str, Any] = api.standard_data()
SOURCES: dict[str, set[str]] = {
    **{f"ask_{kind.lower()}": {*rule["from"]} for kind, rule in STANDARD["requests"].items()},
    **{
        verb: {
            name
            for move in STANDARD["moves"]
            if move["verb"] == verb
            for name, stage in STANDARD["stages"].items()
            if {name, stage["phase"]} & {*move["from"]}
        }
        for verb in {move["verb"] for move in STANDARD["moves"]}
    },
}
RARE = {"refuse_report", "refuse_filing", "merge", "close_by_force", "ask_voiding", "recall_task", "restore", "urge"}


def begun(town: Town, name: str, chance: Random) -> Walk:
    """Return a case that somebody has reported."""
    at = MONDAY_NINE + timedelta(minutes=chance.randint(0, 9000))
    return Walk(town, name, at=at, **({"spot": EAST_SPOT} | chance.choice(BEGINNINGS)))


def step(walk: Walk, chance: Random, *, tries: int = 12) -> bool:
    """Have somebody do something with the case that the loop allows; return whether anything was possible."""
    here = [each for each in DOABLE if walk.view.stage in SOURCES[each[1]]]
    for _ in range(tries if here else 0):
        who, verb, given = chance.choice(here)
        if verb in RARE and chance.random() < 0.7:
            continue
        if who == "sent" and not _is_out(walk):
            continue
        before = walk.at
        try:
            walk.go(walk.sent() if who == "sent" else who, verb, minutes=chance.choice(WAITS), **given(walk, chance))
        except RefusedError:
            walk.at = before
            continue
        return True
    return False


def _is_out(walk: Walk) -> bool:
    told = api.histories([walk.id])[0]
    return any(task.answered_at is None and task.recalled_at is None for task in told.tasks)
