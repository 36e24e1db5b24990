"""Whatever people do in whatever order, a case never ends up in a state that makes no sense."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer
from cityloop.cases.domain.lifecycle import SAME, ClockStart, MoveRefusedError, Phase
from cityloop.cases.domain.state import Acting, CaseState
from cityloop.cases.domain.timers import TimerKind
from cityloop.cases.tests.domain.factories import (
    ACCEPTOR,
    CASE,
    COLLECTOR,
    DAY,
    DISPATCHER,
    EVALUATOR,
    EVERYBODY,
    GREEN,
    HOUR,
    LEADER,
    MINUTE,
    OTHER_CASE,
    PERSON,
    PHOTO,
    ROADS,
    SHIFT_LEADER,
    STANDARD,
    WATER,
    WATER_DESK,
    WATER_EAST,
    CaseSituations,
    Story,
    march,
)
from cityloop.standards.contracts import Limit

ENDED = (Phase.CLOSED, Phase.VOID)
COUNTS = (
    "rework_count", "return_count", "extension_count", "suspension_count", "urge_count", "reopen_count", "version",
)  # fmt: skip
WAITS = (timedelta(0), MINUTE, 20 * MINUTE, 3 * HOUR, 2 * DAY, 20 * DAY)
REFUSED_FOR_INPUTS = {
    "NOT_BELOW", "NOT_AHEAD", "NOTHING_NEW", "SAME_CASE", "BAD_ANSWER", "BAD_SCORE", "BAD_DATE", "NO_LIMIT",
}  # fmt: skip
DECIDERS = {actor.post: actor for actor in (DISPATCHER, SHIFT_LEADER, LEADER, EVALUATOR)}

BEGINNINGS: tuple[Callable[[], Story], ...] = (
    CaseSituations.reported,
    lambda: CaseSituations.reported("PUBLIC"),
    CaseSituations.self_disposed,
    CaseSituations.in_dispatch,
    CaseSituations.in_disposal,
    CaseSituations.with_given_due,
    lambda: CaseSituations.suspended(march(7, 9)),
    CaseSituations.check_out,
    CaseSituations.in_closing,
    CaseSituations.closed_late,
    CaseSituations.planned,
)
SIDEWAYS = {"close_by_force", "merge", "refuse_report", "refuse_filing", "lock", "instruct", "urge", "answer_urge"}
SEEDS = range(88)
STEPS = 40


def inputs_for(story: Story, verb: str, choice: int) -> dict[str, Any]:
    """Return inputs that this move takes; the choice varies them, sometimes to something that is refused."""
    bodies = (WATER, WATER_EAST, ROADS, GREEN)
    answers = {
        "answer_verification": (Answer.EXISTS, Answer.NOT_EXISTS, Answer.UNABLE, Answer.PASS),
        "answer_check": (Answer.PASS, Answer.NOT_PASS, Answer.UNABLE, Answer.EXISTS),
    }
    limit, until = (
        Limit.parse(("4 work_hour", "1 urgent_day", "1 minute")[choice % 3]),
        story.at + (choice % 9 - 1) * DAY,
    )
    special: dict[str, dict[str, Any]] = {
        "file": ({"limit": limit, "condition_id": 7}, {"due_at": until}, {"condition_id": 7})[choice % 3],
        "plan_dispatch": {"body_id": bodies[choice % 4], "until": until},
        "merge": {"main_case_id": (CASE, OTHER_CASE)[choice % 2]},
        "add_helpers": {"helper_body_ids": (bodies[choice % 4],)},
        "follow_up": {"score": (100, 99)[choice % 2]},
        "rate": {"score": (80, 7)[choice % 2]},
        "assign": {"person_id": PERSON},
        "feed_back": {"photo_ids": (PHOTO,)},
        "correct": {"class_code": "0202"},
        "ask_suspension": {"until": until},
        "approve": granted(story, bodies[choice % 4], until),
    }
    given = special.get(verb, {})
    if verb in ("dispatch", "forward"):
        given = {"body_id": bodies[choice % 4]}
    if verb in answers:
        given = {"answer": answers[verb][choice % 4]}
    return {"opinion": "because"} | given


def granted(story: Story, body: UUID, until: datetime) -> dict[str, Any]:
    match story.state.request_kind:
        case "EXTENSION":
            return {"extra": Limit.parse("1 work_day")}
        case "SUSPENSION":
            return {"until": until}
        case "DISPUTE":
            return {"body_id": body}
        case _:
            return {}


def walk(story: Story, chance: Random, taken: Counter[tuple[str, str]]) -> None:
    """Take one of the moves on offer after another, and look at the case after each."""
    for _ in range(STEPS):
        moment, timer, before = story.at + chance.choice(WAITS), story.timer(), story.state
        if timer is not None and timer.at <= moment and chance.random() < 0.8:
            taken[before.stage, story.ring().kind.value] += 1
            look(before, story)
            continue
        story.at = moment
        offers = {move.verb: actor for actor in everybody(chance) for move in story.offered(actor)}
        if offers:
            verbs = sorted(offers)
            verb = chance.choices(verbs, [weight(story, verb) for verb in verbs])[0]
            if attempt(story, verb, offers[verb], chance.randrange(60)):
                taken[before.stage, verb] += 1


def weight(story: Story, verb: str) -> int:
    """Return how likely a move is: what leads on is likelier, or walks would stay near their start."""
    if verb in SIDEWAYS:
        return 1
    onward = verb.startswith("ask_") or STANDARD.move(verb, stage=story.state.stage).target != SAME
    return 8 if onward else 3


def everybody(chance: Random) -> list[Acting]:
    return chance.sample(EVERYBODY, len(EVERYBODY))


def attempt(story: Story, verb: str, actor: Acting, choice: int) -> bool:
    before = story.state
    try:
        story.take(verb, actor, story.at, **inputs_for(story, verb, choice))
    except MoveRefusedError as refusal:
        assert refusal.reason in REFUSED_FOR_INPUTS  # noqa: PT017 - what is offered is refused for its inputs only
        assert story.state is before
        return False
    assert story.state.version == before.version + 1
    look(before, story)
    return True


def look(before: CaseState, story: Story) -> None:
    """See that the case makes sense."""
    state = story.state
    stage = STANDARD.stages[state.stage]
    assert (state.phase, state.holder_post) == (stage.phase, stage.post)
    assert all(getattr(state, name) >= getattr(before, name) for name in COUNTS)
    assert (state.holder_body_id is not None) == (stage.post is Post.HANDLER)
    assert state.holder_body_id in (None, state.lead_body_id)
    assert (state.request_kind == "") == (state.request_post is None)
    assert (state.resume_at is not None) == (state.stage == "SUSPENDED")
    assert state.dispatch_at is None or state.stage == "DISPATCH"
    look_at_clock(state)
    look_at_end(state)


def look_at_clock(state: CaseState) -> None:
    kind = STANDARD.stages[state.stage].clock
    if kind is ClockStart.NONE:
        assert state.clock is None
    if kind is ClockStart.LIMIT or (kind is ClockStart.BODY and (state.limit or state.given_due_at)):
        assert state.clock is not None
    if state.clock is None:
        return
    rule = STANDARD.requests.get(state.request_kind)
    waits = Answer.SENT in (state.verification, state.check) or (rule is not None and rule.pauses)
    assert (state.clock.running_since is None) == waits
    assert (state.clock.due_at is None) == waits == (state.warn_at is None)
    if state.clock.due_at is not None and state.clock.allowance is not None:
        assert state.clock.due_at >= state.arrived_at


def look_at_end(state: CaseState) -> None:
    ended = state.phase in ENDED
    assert not (ended and state.timer_at)
    assert not (ended and state.locked)
    assert (state.closed_at is not None) == (state.closing_kind is not None) == (state.phase is Phase.CLOSED)
    assert (state.void_kind is not None) == (state.phase is Phase.VOID)
    assert (state.merged_into_id is not None) == (state.stage == "MERGED")


def finish(story: Story) -> None:
    """Bring a case to its end by the ordinary way, without force."""
    for _ in range(12):
        if story.state.phase in ENDED:
            return
        if story.state.locked:
            story.take("unlock", SHIFT_LEADER)
        if story.state.request_kind:
            assert story.state.request_post is not None
            story.take("refuse", DECIDERS[story.state.request_post], opinion="No.")
        NEXT[story.state.stage](story)


def _accept(story: Story) -> None:
    if story.state.verification is not Answer.SENT:
        story.take("send_verification", ACCEPTOR)
    story.take("answer_verification", COLLECTOR, answer=Answer.EXISTS).take("submit", ACCEPTOR)


def _check(story: Story) -> None:
    if story.state.check is not Answer.SENT:
        story.take("send_check", ACCEPTOR)
    story.take("answer_check", COLLECTOR, answer=Answer.PASS).take("pass_check", ACCEPTOR)


def _dispose(story: Story) -> None:
    body = story.state.lead_body_id
    assert body is not None
    desk = Acting(account_id=WATER_DESK.account_id, post=Post.HANDLER, axis=WATER_DESK.axis, body_ids=frozenset({body}))
    story.take("feed_back", desk, photo_ids=(PHOTO,))


NEXT: dict[str, Callable[[Story], object]] = {
    "ACCEPTANCE": _accept,
    "SELF_REVIEW": lambda story: story.take("accept_self_disposal", ACCEPTOR),
    "FILING": lambda story: story.take("file", SHIFT_LEADER, condition_id=7),
    "DISPATCH": lambda story: story.take("dispatch", DISPATCHER, body_id=WATER),
    "DISPOSAL": _dispose,
    "SUSPENDED": lambda story: story.take("resume", DISPATCHER),
    "CHECK": _check,
    "CLOSING": lambda story: story.take("close", SHIFT_LEADER),
}


@lru_cache(maxsize=len(SEEDS))
def walked(seed: int) -> tuple[Story, Counter[tuple[str, str]]]:
    """Return where a walk has led, and how often each move was taken from each stage."""
    story, taken = BEGINNINGS[seed % len(BEGINNINGS)](), Counter[tuple[str, str]]()
    walk(story, Random(seed), taken)  # noqa: S311 - the same walk every time
    return story, taken


@pytest.mark.parametrize("seed", SEEDS)
def test_every_walk_keeps_the_case_whole_and_leads_to_an_end(seed: int) -> None:
    story = replace(walked(seed)[0])

    finish(story)

    assert story.state.phase in ENDED
    look_at_end(story.state)


def test_the_walks_go_everywhere() -> None:
    taken = {step for seed in SEEDS for step in walked(seed)[1]}
    asking = {f"ask_{kind.lower()}" for kind in STANDARD.requests}
    first = {move.verb for move in STANDARD.moves if "START" in move.sources}

    by_the_clock = {"dispatch_as_planned"}
    wanted = (
        (asking | {move.verb for move in STANDARD.moves} | {kind.value for kind in TimerKind}) - first - by_the_clock
    )
    assert wanted <= {verb for _, verb in taken}
    assert {stage for stage, _ in taken} == set(STANDARD.stages)
