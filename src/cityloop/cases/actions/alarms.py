"""What time itself does to cases: warnings, escalation, automatic resuming, planned dispatches."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from cityloop.access.api import Actor, system_actor
from cityloop.cases import events
from cityloop.cases.actions.casefile import CaseFile, touched
from cityloop.cases.contracts import Inputs
from cityloop.cases.domain.timers import Timer, TimerKind, sound_alarm, upcoming
from cityloop.cases.models import Case
from cityloop.cases.models.projection import project, state_of
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.workclock import clock_of
from cityloop.kernel import outbox
from cityloop.kernel.errors import RefusedError

CLOCKWORK = "clockwork"
AGAIN = timedelta(minutes=10)
log = structlog.get_logger(__name__)


def ring(*, at: datetime, limit: int = 200) -> int:
    """Do whatever is due by now, a case at a time; return how many cases were touched.

    Safe to run several times at once and after any interruption: each case is locked, done, and committed by itself.
    """
    waiting = Case.objects.filter(timer_at__lte=at).order_by("timer_at").values_list("pk", flat=True)[:limit]
    return sum(_ring_safely(case_id, at) for case_id in waiting)


def _ring_safely(case_id: UUID, at: datetime) -> bool:
    """Keep one case that cannot follow its clock from holding up the others: it is logged and rung again later."""
    try:
        return _ring_one(case_id, at)
    except RefusedError:
        log.exception("clockwork_refused", case=str(case_id))
        Case.objects.filter(pk=case_id).update(timer_at=at + AGAIN)
        return True


@transaction.atomic
def _ring_one(case_id: UUID, at: datetime) -> bool:
    case = Case.objects.select_for_update(skip_locked=True).filter(pk=case_id, timer_at__lte=at).first()
    if case is None:
        return False
    file = CaseFile(case, state_of(case))
    lifecycle, clock = lifecycle_of(case.lifecycle_id), clock_of(case.calendar_id)
    timer = upcoming(file.state, lifecycle, clock)
    while timer is not None and timer.at <= at:
        _fire(file, timer)
        timer = upcoming(file.state, lifecycle, clock)
    if file.steps:
        file.save()
    else:
        _save_alarm(file)
    return True


def _fire(file: CaseFile, timer: Timer) -> None:
    actor = system_actor(CLOCKWORK)
    match timer.kind:
        case TimerKind.RESUME:
            file.take("resume", Inputs(), actor=actor, at=max(timer.at, file.state.moved_at or timer.at))
        case TimerKind.DISPATCH:
            file.take("dispatch_as_planned", Inputs(), actor=actor, at=max(timer.at, file.state.moved_at or timer.at))
        case TimerKind.ESCALATE:
            _escalate(file, timer, actor)
        case _:
            _alarm(file, timer)


def _alarm(file: CaseFile, timer: Timer) -> None:
    _louder(file)
    file.notices.append(
        events.CaseAlarmed(at=timer.at, alarm=timer.kind.value, **touched(file.case, file.state)),
    )


def _escalate(file: CaseFile, timer: Timer, actor: Actor) -> None:
    inputs = Inputs(opinion=f"{timer.post}", urge_level="OVERDUE")
    file.take("urge", inputs, actor=actor, at=max(timer.at, file.state.moved_at or timer.at))
    _louder(file)


def _louder(file: CaseFile) -> None:
    lifecycle, clock = lifecycle_of(file.case.lifecycle_id), clock_of(file.case.calendar_id)
    file.state = sound_alarm(file.state, lifecycle, clock)
    project(file.state, file.case)


def _save_alarm(file: CaseFile) -> None:
    """An alarm is no move: the case keeps its version, so nobody's open form goes stale."""
    file.case.save(update_fields=["alarm", "timer_at"])
    outbox.publish(*file.notices)
