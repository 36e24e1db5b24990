"""What is counted of the work of posts in the centre."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cityloop.cases.contracts import Answer, CaseHistory, StageRole, StayTold, TaskKind, TaskTold
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.counting import ZERO, Dimensions, WorkFact, as_counts, is_void, minutes, months_of
from cityloop.evaluation.domain.counting_rules import RulesBook
from cityloop.evaluation.domain.dispatches import wrong_dispatches


class Work(StrEnum):
    """A kind of work of a post (岗位工作)."""

    ACCEPTANCE = "ACCEPTANCE"
    SEND_VERIFY = "SEND_VERIFY"
    FILING = "FILING"
    DISPATCH = "DISPATCH"
    SEND_CHECK = "SEND_CHECK"
    PASS_CHECK = "PASS_CHECK"  # noqa: S105 - a kind of work, not a secret
    CLOSING = "CLOSING"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work: at which stay, by whom and when; who waits for somebody has no person."""

    work: Work
    stay: StayTold
    task: int
    person_id: UUID | None
    body_id: UUID | None
    arrived_at: datetime
    done_at: datetime | None
    on_time: bool | None
    spent: timedelta | None


SENT = {StageRole.ACCEPTANCE: (Work.SEND_VERIFY, TaskKind.VERIFY), StageRole.CHECK: (Work.SEND_CHECK, TaskKind.CHECK)}
PASSED = {
    StageRole.ACCEPTANCE: Work.ACCEPTANCE,
    StageRole.FILING: Work.FILING,
    StageRole.CHECK: Work.PASS_CHECK,
    StageRole.CLOSING: Work.CLOSING,
}
COUNTED = {
    Work.ACCEPTANCE: ("acceptance_work", "acceptance_work_on_time"),
    Work.FILING: ("filing_work", "filing_work_on_time"),
    Work.PASS_CHECK: ("check_forwarded", "check_forwarded_on_time"),
    Work.CLOSING: ("closing_work", "closing_work_on_time"),
    Work.DISPATCH: ("dispatch_work", "dispatch_work_on_time"),
    Work.SEND_VERIFY: ("sent_verify", "sent_verify_on_time"),
    Work.SEND_CHECK: ("sent_check", "sent_check_on_time"),
}
NEEDED = {
    Work.DISPATCH: "need_dispatch_work",
    Work.SEND_VERIFY: "need_send_verify",
    Work.SEND_CHECK: "need_send_check",
}


def work_facts(history: CaseHistory, book: RulesBook, dimensions: Dimensions) -> tuple[WorkFact, ...]:
    """Return the pieces of work that posts of the centre have done with a case or have to do.

    Work belongs to the day it was done, waiting work to the day it came.

    :source: standards/evaluation.md sections 1.2 (by the time of the action) and 1.3.
    """
    pieces = [piece for stay in history.stays for piece in _pieces(history, stay)]
    wrong = wrong_dispatches(history, book.on(dimensions.reported_on).rules.wrong_dispatch)
    filed = max((piece.stay.number for piece in pieces if piece.work is Work.FILING), default=0)
    void = filed if is_void(history) else 0
    return tuple(_fact(history, piece, book, dimensions, _counts(piece, wrong, void)) for piece in pieces)


def _counts(piece: Piece, wrong: frozenset[int], void: int) -> dict[str, int]:
    done, number = piece.done_at is not None, piece.stay.number
    key, on_time_key = COUNTED[piece.work]
    counts: dict[str, bool | int] = {key: done, on_time_key: done and piece.on_time is not False}
    if piece.work in NEEDED:
        counts[NEEDED[piece.work]] = True
    if piece.work is Work.FILING:
        counts["filing_work_void"] = number == void
    if piece.work is Work.DISPATCH:
        counts["dispatch_work_wrong"] = done and number in wrong
    return as_counts(FactKind.WORK, **counts, work_minutes=minutes(piece.spent))


def _fact(
    history: CaseHistory, piece: Piece, book: RulesBook, dimensions: Dimensions, counts: dict[str, int]
) -> WorkFact:
    done_on = piece.done_at.astimezone(history.zone).date() if piece.done_at else None
    counted_on = done_on or piece.arrived_at.astimezone(history.zone).date()
    month, statistic_month = months_of(counted_on, book.month_begins_on)
    own = replace(
        dimensions,
        person_id=piece.person_id,
        body_id=piece.body_id,
        counted_on=counted_on,
        month=month,
        statistic_month=statistic_month,
        due_at=piece.stay.due_at,
    )
    done_at, on_time = piece.done_at, None if piece.done_at is None else piece.on_time is not False
    return WorkFact(
        own, piece.work, piece.stay.post or "", piece.stay.number, piece.task, done_at, done_on, on_time, counts
    )


def _pieces(history: CaseHistory, stay: StayTold) -> Iterator[Piece]:
    tasks = [task for task in history.tasks if task.stay == stay.number]
    if stay.role in SENT:
        work, kind = SENT[stay.role]
        yield from _sent(history, stay, work, [task for task in tasks if task.kind == kind])
    if stay.role in PASSED and (stay.went_on or _is_reworked(history, stay)):
        yield _passed(history, stay, tasks[-1].spent if tasks else None)
    if stay.role is StageRole.DISPATCH and (stay.went_on or stay.left_at is None):
        yield _dispatch(history, stay)


def _sent(history: CaseHistory, stay: StayTold, work: Work, tasks: list[TaskTold]) -> Iterator[Piece]:
    """Sending is on time while the stay's allowance lasts: the stay's clock waits for every answer.

    :source: standards/evaluation.md section 1.3 (按时 = minutes(task created - activity created) ≤ limit).
    """
    before = ZERO
    for task in tasks:
        spent = task.spent if task.spent is not None else ZERO
        on_time = stay.allowance is None or spent <= stay.allowance
        body_id = _body(history, task.issued_by, task.issued_at)
        yield Piece(work, stay, task.number, task.issued_by, body_id, stay.arrived_at, task.issued_at, on_time,
                    spent - before)  # fmt: skip
        before = spent
    if stay.left_at is None and history.phase == "OPEN" and _is_to_send(history, work):
        yield Piece(work, stay, 0, None, None, stay.arrived_at, None, None, None)


def _is_to_send(history: CaseHistory, work: Work) -> bool:
    unanswered = {Answer.NONE, Answer.UNABLE}
    if work is Work.SEND_VERIFY:
        return history.needs_verification and history.verification in unanswered
    return history.check in unanswered


def _passed(history: CaseHistory, stay: StayTold, sent_after: timedelta | None) -> Piece:
    """What a stay had used before its last errand belongs to the sending."""
    spent = None if stay.used is None else max(ZERO, stay.used - (sent_after or ZERO))
    body_id = _body(history, stay.left_by, stay.left_at)
    return Piece(PASSED[stay.role], stay, 0, stay.left_by, body_id, stay.arrived_at, stay.left_at, stay.on_time, spent)


def _dispatch(history: CaseHistory, stay: StayTold) -> Piece:
    """A dispatch that time made is the work of whoever planned it."""
    person_id, body_id = stay.left_by, _body(history, stay.left_by, stay.left_at)
    if stay.left_at is not None and body_id is None:
        planned = [
            step
            for step in history.steps
            if step.to_body_id and step.body_id and stay.arrived_at <= step.taken_at <= stay.left_at
        ]
        if planned:
            person_id, body_id = planned[-1].actor_id, planned[-1].body_id
    return Piece(Work.DISPATCH, stay, 0, person_id, body_id, stay.arrived_at, stay.left_at, stay.on_time, stay.used)


def _is_reworked(history: CaseHistory, stay: StayTold) -> bool:
    """Whether the result of a check was passed on to the body: it had failed."""
    following = next((each for each in history.stays if each.number == stay.number + 1), None)
    return stay.role is StageRole.CHECK and following is not None and following.role is StageRole.DISPOSAL


def _body(history: CaseHistory, person_id: UUID | None, at: datetime | None) -> UUID | None:
    """Return for which body somebody acted at a moment."""
    if person_id is None or at is None:
        return None
    return next((s.body_id for s in history.steps if s.actor_id == person_id and s.taken_at == at), None)
