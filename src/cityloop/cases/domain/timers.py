"""What a case waits for: a warning, its due moment, an escalation, the end of a pause, a planned dispatch."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cityloop.access.contracts import Post
from cityloop.cases.domain.countdown import WorkClock
from cityloop.cases.domain.lifecycle import Lifecycle, Phase
from cityloop.cases.domain.state import CaseState

WARNED, OVERDUE = 1, 2


class TimerKind(StrEnum):
    """What happens when a timer fires."""

    RESUME = "RESUME"
    DISPATCH = "DISPATCH"
    WARN = "WARN"
    OVERDUE = "OVERDUE"
    ESCALATE = "ESCALATE"


@dataclass(frozen=True, slots=True)
class Timer:
    """The next thing time itself does to a case."""

    kind: TimerKind
    at: datetime
    post: Post | None = None


def upcoming(state: CaseState, lifecycle: Lifecycle, clock: WorkClock) -> Timer | None:
    """Return the earliest timer of a case, or None where nothing waits."""
    timers = [timer for timer in (_resume(state), _dispatch(state), _alarm(state, lifecycle, clock)) if timer]
    return min(timers, key=lambda timer: timer.at, default=None)


def next_timer(state: CaseState, lifecycle: Lifecycle, clock: WorkClock) -> datetime | None:
    """Return the moment of the earliest timer."""
    timer = upcoming(state, lifecycle, clock)
    return timer.at if timer else None


def sound_alarm(state: CaseState, lifecycle: Lifecycle, clock: WorkClock) -> CaseState:
    """Return the state after its alarm went off once: the next level waits."""
    louder = replace(state, alarm=state.alarm + 1)
    return replace(louder, timer_at=next_timer(louder, lifecycle, clock))


def _resume(state: CaseState) -> Timer | None:
    return Timer(TimerKind.RESUME, state.resume_at) if state.resume_at and not state.locked else None


def _dispatch(state: CaseState) -> Timer | None:
    waits = state.locked or state.request_kind
    return Timer(TimerKind.DISPATCH, state.dispatch_at) if state.dispatch_at and not waits else None


def _alarm(state: CaseState, lifecycle: Lifecycle, clock: WorkClock) -> Timer | None:
    if state.phase is not Phase.OPEN or state.clock is None or state.clock.due_at is None:
        return None
    due_at = state.clock.due_at
    if state.alarm < WARNED:
        return Timer(TimerKind.WARN, state.warn_at or due_at)
    if state.alarm < OVERDUE:
        return Timer(TimerKind.OVERDUE, due_at)
    if state.alarm - OVERDUE < len(lifecycle.escalations):
        step = lifecycle.escalations[state.alarm - OVERDUE]
        return Timer(TimerKind.ESCALATE, clock.add(due_at, clock.length(step.after), step.after.unit), step.to)
    return None
