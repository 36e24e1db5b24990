"""A clock that counts down: started, paused, resumed, extended. All in the unit of its limit."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from cityloop.standards.contracts import Limit, LimitUnit

ZERO = timedelta(0)


class WorkClock(Protocol):
    """A city's time: working units run on its calendar, the others round the clock."""

    def add(self, start: datetime, amount: timedelta, unit: LimitUnit) -> datetime:
        """Return the moment at which `amount` has passed since `start`, counted in this unit's kind of time."""
        ...

    def measure(self, start: datetime, end: datetime, unit: LimitUnit) -> timedelta:
        """Return the time of this unit's kind between two moments, the earlier first."""
        ...

    def length(self, limit: Limit) -> timedelta:
        """Return the length of a limit: a working day is as long as the calendar says."""
        ...


@dataclass(frozen=True, slots=True)
class Countdown:
    """The time a holder has. Running while `running_since` is set; `due_at` is kept only then.

    `allowance` is None where a due moment was given and not counted; the first pause makes it count.
    """

    unit: LimitUnit
    allowance: timedelta | None
    spent: timedelta = ZERO
    running_since: datetime | None = None
    due_at: datetime | None = None
    paused_at: datetime | None = None

    @classmethod
    def start(cls, limit: Limit, at: datetime, clock: WorkClock) -> "Countdown":
        """Start a fresh clock of this limit."""
        allowance = clock.length(limit)
        return cls(limit.unit, allowance, ZERO, at, clock.add(at, allowance, limit.unit))

    @classmethod
    def until(cls, due_at: datetime, at: datetime) -> "Countdown":
        """Start a clock that ends at a given moment, running round the clock."""
        return cls(LimitUnit.MINUTE, None, ZERO, at, due_at)

    def used(self, at: datetime, clock: WorkClock) -> timedelta:
        """Return the time used up so far."""
        if self.running_since is None or at <= self.running_since:
            return self.spent
        return self.spent + clock.measure(self.running_since, at, self.unit)

    def pause(self, at: datetime, clock: WorkClock) -> "Countdown":
        """Stop the clock; what is left stays left. An overdue clock has nothing left."""
        if self.running_since is None:
            return self
        spent, allowance = self.used(at, clock), self.allowance
        if allowance is None and self.due_at is not None:
            allowance = _between(self.running_since, self.due_at, self.unit, clock)
        return replace(self, allowance=allowance, spent=spent, running_since=None, due_at=None, paused_at=at)

    def resume(self, at: datetime, clock: WorkClock) -> "Countdown":
        """Let a paused clock run on with what it has left; with nothing left it is due at once."""
        if self.running_since is not None:
            return self
        left = max(ZERO, (self.allowance or ZERO) - self.spent)
        return replace(self, running_since=at, due_at=max(at, clock.add(at, left, self.unit)), paused_at=None)

    def unpause(self, at: datetime, clock: WorkClock) -> "Countdown":
        """Let a paused clock run on as if it had not been paused: whoever asked in vain has lost the time."""
        return self.resume(self.paused_at or at, clock)

    def extend(self, extra: Limit, clock: WorkClock) -> "Countdown":
        """Give more time: the due moment of a running clock moves by it, in its own unit or in another."""
        amount = clock.length(extra)
        if self.running_since is None or self.due_at is None:
            return replace(self, allowance=(self.allowance or ZERO) + amount)
        due_at, allowance = clock.add(self.due_at, amount, extra.unit), self.allowance
        if allowance is not None:
            allowance = self.spent + _between(self.running_since, due_at, self.unit, clock)
        return replace(self, allowance=allowance, due_at=due_at)

    def is_over(self, at: datetime) -> bool:
        """Return whether the time is up: the due moment has passed, or more was used than there was."""
        overdrawn = self.allowance is not None and self.spent > self.allowance
        return overdrawn or (self.due_at is not None and at > self.due_at)

    def warn_at(self, share: float, clock: WorkClock) -> datetime | None:
        """Return the moment the lamp turns yellow: when this share of the allowance is used up."""
        if self.running_since is None or self.due_at is None:
            return None
        allowance = self.allowance
        if allowance is None:
            allowance = _between(self.running_since, self.due_at, self.unit, clock)
        left = max(ZERO, allowance * share - self.spent)
        return min(self.due_at, clock.add(self.running_since, left, self.unit))


def _between(start: datetime, end: datetime, unit: LimitUnit, clock: WorkClock) -> timedelta:
    return clock.measure(start, end, unit) if start < end else ZERO
