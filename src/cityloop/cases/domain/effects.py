"""What a move does to a case besides taking it to its target. Each rule by the name a lifecycle uses."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from cityloop.cases.contracts import Answer, ClosingKind, VoidKind
from cityloop.cases.domain.field_tasks import (
    discard_check,
    recall_task,
    send_check,
    send_verification,
    take_check,
    take_verification,
)
from cityloop.cases.domain.lifecycle import MoveRefusedError
from cityloop.cases.domain.turn import (
    HelperDone,
    HelpersJoined,
    Turn,
    UrgeAnswered,
    Urged,
)
from cityloop.kernel.wording import say

Effect: TypeAlias = Callable[[Turn], None]


def fix_limit(turn: Turn) -> None:
    """Fix condition, area level and with them the limit for disposal; a given due moment goes before a limit."""
    inputs = turn.inputs
    if inputs.due_at is not None and inputs.due_at <= turn.at:
        message = say("The due moment must lie ahead.")
        raise MoveRefusedError(message, reason="NOT_AHEAD", field="due_at")
    turn.change(
        filed_at=turn.at,
        class_code=inputs.class_code or turn.state.class_code,
        condition_id=inputs.condition_id,
        area_level=inputs.area_level or turn.state.area_level,
        limit=inputs.limit,
        given_due_at=inputs.due_at,
    )


def dispatch(turn: Turn) -> None:
    """Name the responsible body and its helpers; a body that had the case before gets its own clock back."""
    state, inputs = turn.state, turn.inputs
    body_id = inputs.body_id or state.planned_body_id
    helpers = tuple(dict.fromkeys(helper for helper in inputs.helper_body_ids if helper != body_id))
    if helpers:
        turn.records.append(HelpersJoined(helpers))
    turn.change(
        lead_body_id=body_id,
        dispatched_at=turn.at,
        signed_at=None,
        charged_body_id=body_id,
        helper_body_ids=frozenset(helpers),
        dispatch_at=None,
        planned_body_id=None,
    )


def plan_dispatch(turn: Turn) -> None:
    """Remember whom to dispatch to and when."""
    if turn.inputs.until is None or turn.inputs.until <= turn.at:
        message = say("The planned moment must lie ahead.")
        raise MoveRefusedError(message, reason="NOT_AHEAD", field="until")
    turn.change(dispatch_at=turn.inputs.until, planned_body_id=turn.inputs.body_id)


def cancel_plan(turn: Turn) -> None:
    """Forget the planned dispatch."""
    turn.change(dispatch_at=None, planned_body_id=None)


def add_helpers(turn: Turn) -> None:
    """Ask more bodies to help."""
    new = tuple(
        dict.fromkeys(
            body
            for body in turn.inputs.helper_body_ids
            if body not in turn.state.helper_body_ids and body != turn.state.lead_body_id
        )
    )
    if not new:
        message = say("They take part already.")
        raise MoveRefusedError(message, reason="NOTHING_NEW", field="helper_body_ids")
    turn.records.append(HelpersJoined(new))
    turn.change(helper_body_ids=turn.state.helper_body_ids | set(new))


def finish_helping(turn: Turn) -> None:
    """A helper body has done its part."""
    turn.records.append(HelperDone(turn.state.helper_body_ids & turn.actor.body_ids))


def sign(turn: Turn) -> None:
    """The body has taken the case on."""
    turn.change(signed_at=turn.at)


def forward(turn: Turn) -> None:
    """Hand the case down within the body's own tree; the clock goes on."""
    if turn.inputs.body_id not in turn.actor.body_ids or turn.inputs.body_id == turn.state.lead_body_id:
        message = say("It can be forwarded only to a body below your own.")
        raise MoveRefusedError(message, reason="NOT_BELOW", field="body_id")
    turn.change(lead_body_id=turn.inputs.body_id, holder_body_id=turn.inputs.body_id, assignee_id=None, signed_at=None)


def assign(turn: Turn) -> None:
    """Name the person within the body."""
    turn.change(assignee_id=turn.inputs.person_id)


def unassign(turn: Turn) -> None:
    """Take the assignment back."""
    turn.change(assignee_id=None)


def finish_disposal(turn: Turn) -> None:
    """Stop the body's clock and note whether it was on time."""
    due_at = turn.state.clock.due_at if turn.state.clock else None
    turn.change(
        disposed_at=turn.at,
        disposal_due_at=due_at,
        disposed_on_time=turn.state.clock is None or not turn.state.clock.is_over(turn.at),
        check=Answer.NONE,
        returned=False,
    )


def count_rework(turn: Turn) -> None:
    """The check failed: the same body again, with what is left of its time or anew, as the city has set."""
    restarts, charged = turn.lifecycle.settings.rework_restarts, turn.state.charged_body_id
    clocks = tuple(kept for kept in turn.state.body_clocks if not (restarts and kept.body_id == charged))
    turn.change(
        rework_count=turn.state.rework_count + 1,
        check=Answer.NONE,
        disposed_at=None,
        disposed_on_time=None,
        signed_at=None,
        body_clocks=clocks,
    )


def resume(turn: Turn) -> None:
    """Take the case up again."""
    turn.change(resume_at=None)


def close(turn: Turn) -> None:
    """Note when and how it was closed."""
    kind = turn.inputs.closing_kind
    if kind not in (None, ClosingKind.SPECIAL, ClosingKind.ERROR):
        message = say("Whether it is in time follows from the disposal: only SPECIAL and ERROR are yours to say.")
        raise MoveRefusedError(message, reason="BAD_CLOSING_KIND", field="closing_kind")
    if kind is None:
        kind = ClosingKind.OVERDUE if turn.state.disposed_on_time is False else ClosingKind.NORMAL
    turn.change(closed_at=turn.at, closing_kind=kind)


def void(turn: Turn) -> None:
    """Note why the case leaves the loop, by the stage it leaves from."""
    kinds = {"refuse_report": VoidKind.NOT_ACCEPTED, "refuse_filing": VoidKind.NOT_FILED}
    recall_task(turn)
    cancel_plan(turn)
    turn.change(void_kind=kinds.get(turn.verb, VoidKind.VOIDED))


def merge(turn: Turn) -> None:
    """The case goes on as part of another; both stay readable."""
    if turn.inputs.main_case_id == turn.state.case_id:
        message = say("A case cannot be merged into itself.")
        raise MoveRefusedError(message, reason="SAME_CASE", field="main_case_id")
    recall_task(turn)
    cancel_plan(turn)
    turn.change(merged_into_id=turn.inputs.main_case_id, void_kind=VoidKind.MERGED)


def restore(turn: Turn) -> None:
    """Bring an ended case back to where it was."""
    turn.change(void_kind=None, closing_kind=None, closed_at=None, merged_into_id=None)


def reopen(turn: Turn) -> None:
    """Start over with the body to be chosen again and a fresh clock."""
    turn.change(
        reopen_count=turn.state.reopen_count + 1,
        closed_at=None,
        closing_kind=None,
        disposed_at=None,
        disposed_on_time=None,
        check=Answer.NONE,
        body_clocks=(),
        given_due_at=None,
        appealed=False,
        appeal_granted=False,
        satisfaction=None,
    )


def rate(turn: Turn) -> None:
    """Note how satisfied the reporter is: 100, 80, 50, 0 or -100."""
    if turn.inputs.score not in (100, 80, 50, 0, -100):
        message = say("The score is one of 100, 80, 50, 0, -100.")
        raise MoveRefusedError(message, reason="BAD_SCORE", field="score")
    turn.change(satisfaction=turn.inputs.score)


def urge(turn: Turn) -> None:
    """Urge the holder, with a moment by which to answer."""
    turn.records.append(Urged(turn.inputs.urge_level or "GENERAL", turn.inputs.reply_by))
    turn.change(urge_count=turn.state.urge_count + 1)


def answer_urge(turn: Turn) -> None:
    """Answer what urged."""
    turn.records.append(UrgeAnswered())


def lock(turn: Turn) -> None:
    """Nothing moves until it is unlocked."""
    turn.change(locked=True)


def unlock(turn: Turn) -> None:
    """It may move again; what time would have done meanwhile, it does now."""
    turn.change(
        locked=False,
        resume_at=turn.not_before_now(turn.state.resume_at),
        dispatch_at=turn.not_before_now(turn.state.dispatch_at),
    )


def mark_self_disposed(turn: Turn) -> None:
    """The collector has put it right on the spot: kept out of ordinary counts."""
    turn.change(self_disposed=True, disposed_at=turn.at)


def unmark_self_disposed(turn: Turn) -> None:
    """It was not put right after all: an ordinary case from here on."""
    turn.change(self_disposed=False, disposed_at=None)


def keep_class(turn: Turn) -> None:
    """Correct the class while the case is not filed."""
    if turn.inputs.class_code:
        turn.change(class_code=turn.inputs.class_code)


EFFECTS: Mapping[str, Effect] = {
    effect.__name__: effect
    for effect in (
        send_verification, take_verification, send_check, take_check, discard_check, recall_task, fix_limit,
        dispatch, plan_dispatch, cancel_plan, add_helpers, finish_helping, sign, forward, assign, unassign,
        finish_disposal, count_rework, resume, close, void, merge, restore, reopen, rate, urge, answer_urge,
        lock, unlock, mark_self_disposed, unmark_self_disposed, keep_class,
    )
}  # fmt: skip
