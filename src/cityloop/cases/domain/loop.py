"""The closed loop: one move at a time, from one state to the next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Inputs
from cityloop.cases.domain import requests
from cityloop.cases.domain.countdown import Countdown, WorkClock
from cityloop.cases.domain.guards import GUARDS, unlocked_only
from cityloop.cases.domain.lifecycle import (
    ASK,
    PREVIOUS,
    SAME,
    ClockStart,
    Lifecycle,
    Move,
    MoveRefusedError,
    Phase,
    Stage,
)
from cityloop.cases.domain.requests import ALL_EFFECTS
from cityloop.cases.domain.state import Acting, BodyClock, CaseState
from cityloop.cases.domain.timers import next_timer
from cityloop.cases.domain.turn import Record, Turn
from cityloop.kernel.wording import Listed, Sentence, say, word


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a move led, and what has to be written beside the case."""

    state: CaseState
    records: tuple[Record, ...]
    moved: bool  # to another stage or another holder: one stay ends, another begins


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks the loop for a move, when, and with what in hand."""

    verb: str
    inputs: Inputs
    actor: Acting
    at: datetime


def take(lifecycle: Lifecycle, state: CaseState, asked: Asked, clock: WorkClock) -> Outcome:
    """Make one move and return what comes of it; the state given stays as it is.

    :raises MoveRefusedError: the stage, the post, an input or a rule stands against it.
    """
    if state.moved_at is not None and asked.at < state.moved_at:
        message = say(
            "The case was moved at {moved_at}: a later move cannot be earlier.", moved_at=state.moved_at.isoformat()
        )
        raise MoveRefusedError(message, reason="OUT_OF_ORDER", field="at")
    move = permitted(lifecycle, state, asked)
    turn = Turn(lifecycle, state, move.verb, asked.inputs, asked.actor, asked.at, clock, move.target)
    _judge(turn, move)
    for name in move.effects:
        ALL_EFFECTS[name](turn)
    if move.verb.startswith(ASK):
        requests.ask(turn, move.verb.removeprefix(ASK).upper())
    _arrive(turn)
    after = replace(turn.state, version=state.version + 1, moved_at=asked.at)
    after = replace(after, warn_at=_warn_at(after, turn))
    after = replace(after, timer_at=next_timer(after, lifecycle, clock))
    return Outcome(after, tuple(turn.records), _place(after) != _place(state))


def permitted(lifecycle: Lifecycle, state: CaseState, asked: Asked) -> Move:
    """Return the move asked for, if the stage has it and the post may make it.

    :raises MoveRefusedError: otherwise.
    """
    move = _move(lifecycle, asked.verb, state.stage)
    posts = {state.request_post} if "request_pending" in move.guards and not move.posts else move.posts
    if asked.actor.post not in posts and asked.actor.post is not Post.SYSTEM:
        message = say("The post {post} may not {verb} here.", post=asked.actor.post, verb=move.called)
        raise WrongPostError(message, reason="WRONG_POST")
    return move


class WrongPostError(MoveRefusedError):
    """The move exists, but not for this post."""


def available(lifecycle: Lifecycle, state: CaseState, actor: Acting, at: datetime, clock: WorkClock) -> list[Move]:
    """Return the moves this actor may make now, in the order of the lifecycle. Inputs are not judged."""
    moves = lifecycle.moves_from(state.stage) + _request_moves(lifecycle, state.stage)
    offered = []
    for move in moves:
        asked = Asked(move.verb, Inputs(), actor, at)
        turn = Turn(lifecycle, state, move.verb, asked.inputs, actor, at, clock, move.target)
        try:
            permitted(lifecycle, state, asked)
        except MoveRefusedError:
            continue
        if not _refusals(turn, move):
            offered.append(move)
    return offered


def _move(lifecycle: Lifecycle, verb: str, stage: str) -> Move:
    if verb.startswith(ASK):
        for move in _request_moves(lifecycle, stage):
            if move.verb == verb:
                return move
    return lifecycle.move(verb, stage=stage)


def _request_moves(lifecycle: Lifecycle, stage: str) -> list[Move]:
    """Asking for something is a move, too; it follows from the rule of the request."""
    return [
        Move(
            verb=ASK + rule.kind.lower(),
            label=rule.label,
            sources=rule.sources,
            target=SAME,
            posts=rule.askers,
            needs=rule.needs,
            takes=rule.takes,
            guards=("unlocked_only", "no_request", *rule.guards),
        )
        for rule in lifecycle.requests.values()
        if stage in rule.sources
    ]


def _inputs(names: Iterable[str]) -> list[Sentence]:
    return [word(name, context="input") for name in names]


def _judge(turn: Turn, move: Move) -> None:
    refusals = _refusals(turn, move)
    if refusals:
        name, refusal = refusals[0]
        raise MoveRefusedError(refusal, reason=name.upper())
    given = turn.inputs.given()
    for name in move.needs:
        if not any(option in given for option in name.split("|")):
            message = say("To {verb} say {inputs}.", verb=move.called, inputs=Listed(_inputs(name.split("|")), " or "))
            raise MoveRefusedError(message, reason="MISSING_INPUT", field=name)
    strange = given - {option for name in (*move.needs, *move.takes) for option in name.split("|")} - {"opinion"}
    if strange:
        message = say("To {verb} takes no {inputs}.", verb=move.called, inputs=_inputs(sorted(strange)))
        raise MoveRefusedError(message, reason="UNWANTED_INPUT", field=min(strange))


def _refusals(turn: Turn, move: Move) -> list[tuple[str, Sentence]]:
    guards = [(name, GUARDS[name]) for name in move.guards]
    if "locked_only" not in move.guards and move.target != SAME:
        guards.insert(0, ("unlocked_only", unlocked_only))
    return [(name, refusal) for name, guard in guards if (refusal := guard(turn))]


def _place(state: CaseState) -> tuple[str, UUID | None, datetime]:
    return state.stage, state.holder_body_id, state.arrived_at


def _arrive(turn: Turn) -> None:
    """Leave the stage and enter the next one: who holds the case there, and which clock runs."""
    if turn.target == SAME:
        return
    leaving = turn.lifecycle.stages.get(turn.state.stage)
    if turn.target == PREVIOUS:
        turn.target = turn.state.previous_stage
    if leaving is not None and leaving.clock is ClockStart.BODY and turn.state.clock and turn.state.lead_body_id:
        turn.change(body_clocks=_kept_clocks(turn, turn.state.clock))
    stage = turn.lifecycle.stages[turn.target]
    turn.change(
        stage=stage.name,
        phase=stage.phase,
        previous_stage=turn.state.stage if leaving and leaving.phase is Phase.OPEN else turn.state.previous_stage,
        arrived_at=turn.at,
        holder_post=stage.post,
        holder_body_id=turn.state.lead_body_id if stage.post is Post.HANDLER else None,
        assignee_id=turn.state.assignee_id if stage.post is Post.HANDLER else None,
        alarm=0,
        clock=_clock(turn, stage),
    )


def _clock(turn: Turn, stage: Stage) -> Countdown | None:
    match stage.clock:
        case ClockStart.LIMIT if stage.limit is not None:
            return Countdown.start(stage.limit, turn.at, turn.clock)
        case ClockStart.BODY:
            return _body_clock(turn)
        case _:
            return None


def _kept_clocks(turn: Turn, clock: Countdown) -> tuple[BodyClock, ...]:
    """Put the charged body's clock by: it goes on whenever the case comes back to that body (捆绑)."""
    charged = turn.state.charged_body_id
    if charged is None:
        return turn.state.body_clocks
    others = tuple(kept for kept in turn.state.body_clocks if kept.body_id != charged)
    return (*others, BodyClock(charged, clock.pause(turn.at, turn.clock)))


def _body_clock(turn: Turn) -> Countdown | None:
    state = turn.state
    for kept in state.body_clocks:
        if kept.body_id == state.charged_body_id:
            return kept.countdown.resume(turn.at, turn.clock)
    if state.given_due_at is not None:
        return Countdown.until(state.given_due_at, turn.at)
    return Countdown.start(state.limit, turn.at, turn.clock) if state.limit else None


def _warn_at(state: CaseState, turn: Turn) -> datetime | None:
    return state.clock.warn_at(turn.lifecycle.settings.warn_share, turn.clock) if state.clock else None
