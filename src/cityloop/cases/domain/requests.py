"""Requests of a body: asked, decided along their chain, taken back; and what an approval does."""

from collections.abc import Mapping

from cityloop.cases.contracts import ClosingKind
from cityloop.cases.domain.effects import EFFECTS, Effect, cancel_plan, void
from cityloop.cases.domain.field_tasks import recall_task
from cityloop.cases.domain.lifecycle import SAME, MoveRefusedError
from cityloop.cases.domain.turn import RequestDecided, RequestOpened, RequestWithdrawn, Turn
from cityloop.kernel.wording import say, word


def ask(turn: Turn, kind: str) -> None:
    """Open a request of this kind; where its rule says so, the clock waits for the decision.

    :raises MoveRefusedError: what is asked for could not be granted.
    """
    rule = turn.lifecycle.requests[kind]
    CHECKS.get(rule.effect, _nothing)(turn)
    turn.records.append(RequestOpened(kind, rule.chain[0]))
    clock = turn.state.clock
    if rule.pauses and clock is not None:
        clock = clock.pause(turn.at, turn.clock)
    turn.change(request_kind=kind, request_post=rule.chain[0], request_place=0, clock=clock)


def approve(turn: Turn) -> None:
    """Approve; the last of the chain makes it happen."""
    rule = turn.request_rule()
    strange = (
        turn.inputs.given()
        - {"opinion"}
        - {option for name in (*rule.needs, *rule.takes) for option in name.split("|")}
    )
    if strange:
        message = say(
            "This request is not about {inputs}.", inputs=[word(name, context="input") for name in sorted(strange)]
        )
        raise MoveRefusedError(message, reason="UNWANTED_INPUT", field=min(strange))
    place = turn.state.request_place + 1
    if place < len(rule.chain):
        turn.records.append(RequestDecided(approved=True, final=False))
        turn.change(request_place=place, request_post=rule.chain[place])
        return
    turn.records.append(RequestDecided(approved=True, final=True))
    _forget(turn)
    REQUEST_EFFECTS[rule.effect](turn)
    if rule.target != SAME:
        turn.target = rule.target


def refuse(turn: Turn) -> None:
    """Refuse; nothing changes, and a clock that waited runs on."""
    turn.records.append(RequestDecided(approved=False, final=True))
    _forget(turn)


def withdraw(turn: Turn) -> None:
    """Take the request back."""
    turn.records.append(RequestWithdrawn())
    clock = turn.state.clock
    if turn.request_rule().pauses and clock is not None:
        turn.change(clock=clock.unpause(turn.at, turn.clock))
    _forget(turn)


def _forget(turn: Turn) -> None:
    rule, clock = turn.request_rule(), turn.state.clock
    if rule.pauses and clock is not None:
        clock = clock.resume(turn.at, turn.clock)
    turn.change(
        request_kind="",
        request_post=None,
        request_place=0,
        clock=clock,
        dispatch_at=turn.not_before_now(turn.state.dispatch_at),
    )


def return_to_dispatch(turn: Turn) -> None:
    """The body was not the right one, or cannot."""
    turn.change(return_count=turn.state.return_count + 1, returned=True, assignee_id=None)


def extend(turn: Turn) -> None:
    """Give the time asked for, or once more the original limit where none was named."""
    extra = turn.inputs.extra or turn.state.limit
    if extra is None or turn.state.clock is None:
        message = say("Say how much time is needed: the case has no limit of its own.")
        raise MoveRefusedError(message, reason="NO_LIMIT", field="extra")
    clock = turn.state.clock.extend(extra, turn.clock)
    turn.change(extension_count=turn.state.extension_count + 1, clock=clock, alarm=0)


def suspend(turn: Turn) -> None:
    """Put the case aside until a date; the body's clock waits."""
    check_date(turn)
    turn.change(suspension_count=turn.state.suspension_count + 1, resume_at=turn.inputs.until)


def grant_appeal(turn: Turn) -> None:
    """The lateness stays a fact; statistics leave it out."""
    turn.change(appeal_granted=True)


def close_by_force(turn: Turn) -> None:
    """Close without the way round; whatever was under way ends."""
    drop_request(turn)
    recall_task(turn)
    cancel_plan(turn)
    turn.change(closed_at=turn.at, closing_kind=ClosingKind.FORCED, resume_at=None)


def drop_request(turn: Turn) -> None:
    """What was asked for falls away with the ground it stood on; an appeal nobody has decided may be made again."""
    if not turn.state.request_kind:
        return
    if turn.request_rule().effect == "grant_appeal":
        turn.change(appealed=False)
    withdraw(turn)


def settle_dispute(turn: Turn) -> None:
    """Whose it is has been ruled: back to the dispatcher, who dispatches to the body named in the ruling."""
    if turn.inputs.body_id is None:
        message = say("A ruling names the body whose case it is.")
        raise MoveRefusedError(message, reason="MISSING_INPUT", field="body_id")
    turn.change(
        planned_body_id=turn.inputs.body_id, return_count=turn.state.return_count + 1, returned=True, assignee_id=None
    )


def grant_authority(turn: Turn) -> None:
    """Nothing but the answer: the body may now decide what it asked about."""


def mark_appealed(turn: Turn) -> None:
    """A body appeals once; asking is what counts."""
    turn.change(appealed=True)


def check_date(turn: Turn) -> None:
    """Refuse a suspension whose date would be refused at its approval."""
    until, longest = turn.inputs.until, turn.lifecycle.settings.suspension_longest
    if until is None or not turn.at < until <= turn.at + longest:
        message = say("Name a date ahead, at most {days} days away.", days=longest.days)
        raise MoveRefusedError(message, reason="BAD_DATE", field="until")


def _nothing(turn: Turn) -> None:
    pass


CHECKS: Mapping[str, Effect] = {"suspend": check_date, "grant_appeal": mark_appealed}
REQUEST_EFFECTS: Mapping[str, Effect] = {
    effect.__name__: effect
    for effect in (return_to_dispatch, extend, suspend, void, grant_appeal, settle_dispute, grant_authority)
}
ALL_EFFECTS: Mapping[str, Effect] = {
    **EFFECTS,
    **{effect.__name__: effect for effect in (approve, refuse, withdraw, drop_request, close_by_force)},
}
