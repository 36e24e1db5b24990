"""When a move is refused although the stage and the post are right. Each rule by the name a lifecycle uses."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer
from cityloop.cases.domain.turn import Turn
from cityloop.kernel.wording import Named, Sentence, say

Guard: TypeAlias = Callable[[Turn], Sentence | None]


def verified_if_needed(turn: Turn) -> Sentence | None:
    """A report from outside must have been seen on site before it is filed."""
    free = turn.state.source in turn.lifecycle.settings.verify_unless_from
    if free or turn.state.verification is Answer.EXISTS:
        return None
    return say("The report has to be verified on site first.")


def no_task_out(turn: Turn) -> Sentence | None:
    """While a collector is on the way, the answer is waited for."""
    out = Answer.SENT in (turn.state.verification, turn.state.check)
    return say("A collector has been sent; the answer is not in yet.") if out else None


def task_out(turn: Turn) -> Sentence | None:
    """Only a collector who was sent can be called back."""
    return None if no_task_out(turn) else say("No collector has been sent.")


def verification_out(turn: Turn) -> Sentence | None:
    """Only a verification that was sent can be answered."""
    return None if turn.state.verification is Answer.SENT else say("No verification is waiting for an answer.")


def check_out(turn: Turn) -> Sentence | None:
    """Only a check that was sent can be answered."""
    return None if turn.state.check is Answer.SENT else say("No check is waiting for an answer.")


def check_passed(turn: Turn) -> Sentence | None:
    """Closing needs a check that passed; the last one counts."""
    return None if turn.state.check is Answer.PASS else say("The last check has not passed.")


def check_failed(turn: Turn) -> Sentence | None:
    """Rework needs a check that failed."""
    return None if turn.state.check is Answer.NOT_PASS else say("The last check has not failed.")


def no_request(turn: Turn) -> Sentence | None:
    """One request at a time; while it is undecided the case stays."""
    kind = turn.state.request_kind
    if not kind:
        return None
    rule = turn.lifecycle.requests.get(kind)
    return say("A request ({kind}) is still undecided.", kind=Named(kind, rule.label if rule else {}))


def request_pending(turn: Turn) -> Sentence | None:
    """There must be something to decide."""
    return None if turn.state.request_kind else say("No request is pending.")


def on_time(turn: Turn) -> Sentence | None:
    """More time is given only while there is some left."""
    over = turn.state.clock is not None and turn.state.clock.is_over(turn.at)
    return say("The case is overdue already.") if over else None


def late(turn: Turn) -> Sentence | None:
    """Only lateness can be appealed."""
    return None if turn.state.disposed_on_time is False else say("The disposal was not late.")


def not_appealed(turn: Turn) -> Sentence | None:
    """A body appeals once per case."""
    return say("This case was appealed before.") if turn.state.appealed else None


def may_extend(turn: Turn) -> Sentence | None:
    """Only so many extensions are granted; refused ones do not count."""
    most = turn.lifecycle.settings.extension_times
    return say("The case was extended {most} times already.", most=most) if turn.state.extension_count >= most else None


def may_suspend(turn: Turn) -> Sentence | None:
    """Only so many suspensions are granted."""
    most = turn.lifecycle.settings.suspension_times
    return (
        say("The case was suspended {most} time(s) already.", most=most)
        if turn.state.suspension_count >= most
        else None
    )


def not_returned(turn: Turn) -> Sentence | None:
    """What a body has returned is dispatched again or voided, not sent back to filing."""
    return say("A body has returned this case: dispatch it or ask to void it.") if turn.state.returned else None


def lead_body(turn: Turn) -> Sentence | None:
    """Only the responsible body itself may do this; its helpers may not."""
    ours = turn.state.lead_body_id in turn.actor.body_ids
    return None if ours else say("Only the lead body may do this.")


def lead_body_if_handler(turn: Turn) -> Sentence | None:
    """A body speaks for the cases it answers for; other posts for those in their area."""
    return lead_body(turn) if turn.actor.post is Post.HANDLER else None


def helper_body(turn: Turn) -> Sentence | None:
    """Only a body that was asked to help may say that it has."""
    ours = turn.state.helper_body_ids & turn.actor.body_ids
    return None if ours else say("Your body does not help in this case.")


def unsigned(turn: Turn) -> Sentence | None:
    """A case is signed for once per dispatch."""
    return say("It is signed for already.") if turn.state.signed_at else None


def assigned(turn: Turn) -> Sentence | None:
    """There must be an assignment to take back."""
    return None if turn.state.assignee_id else say("Nobody is assigned.")


def within_reopen_window(turn: Turn) -> Sentence | None:
    """A citizen may ask to reopen within the window, so many times."""
    state, settings = turn.state, turn.lifecycle.settings
    if state.closed_at is None or turn.at > state.closed_at + settings.reopen_window:
        return say("The time for reopening has passed.")
    return None if state.reopen_count < settings.reopen_times else say("The case was reopened before.")


def own_report(turn: Turn) -> Sentence | None:
    """Only whoever reported the case may do this."""
    return None if turn.state.reported_by == turn.actor.account_id else say("Only the reporter may do this.")


def reporter_if_citizen(turn: Turn) -> Sentence | None:
    """A citizen speaks for their own report only."""
    return own_report(turn) if turn.actor.post is Post.CITIZEN else None


def disposed_by_body(turn: Turn) -> Sentence | None:
    """What no body disposed of cannot be disposed of again."""
    return None if turn.state.lead_body_id else say("No body has disposed of this case.")


def own_request(turn: Turn) -> Sentence | None:
    """Only those who may ask can take it back; of the bodies, only the responsible one."""
    rule = turn.lifecycle.requests.get(turn.state.request_kind)
    ours = rule is not None and turn.actor.post in rule.askers and lead_body_if_handler(turn) is None
    return None if ours else say("Only the asker may take the request back.")


def unlocked_only(turn: Turn) -> Sentence | None:
    """A locked case does not move."""
    return say("The case is locked.") if turn.state.locked else None


def locked_only(turn: Turn) -> Sentence | None:
    """Only a locked case can be unlocked."""
    return None if turn.state.locked else say("The case is not locked.")


def urged(turn: Turn) -> Sentence | None:
    """There must be an urge to answer."""
    return None if turn.state.urge_count else say("Nobody has urged this case.")


def scheduled(turn: Turn) -> Sentence | None:
    """There must be a planned dispatch."""
    return None if turn.state.dispatch_at else say("No dispatch is planned.")


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        verified_if_needed, no_task_out, verification_out, check_out, check_passed, check_failed, no_request,
        request_pending, on_time, late, not_appealed, may_extend, may_suspend, not_returned, lead_body,
        helper_body, unsigned, assigned, within_reopen_window, own_report, unlocked_only, locked_only, urged, scheduled,
        reporter_if_citizen, disposed_by_body, own_request, lead_body_if_handler, task_out,
    )
}  # fmt: skip
