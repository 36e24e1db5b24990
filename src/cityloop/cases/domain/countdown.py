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
            allowance = spent + (clock.measure(at, self.due_at, self.unit) if at < self.due_at else ZERO)
        return replace(self, allowance=allowance, spent=spent, running_since=None, due_at=None)

    def resume(self, at: datetime, clock: WorkClock) -> "Countdown":
        """Let a paused clock run on with what it has left; with nothing left it is due at once."""
        if self.running_since is not None:
            return self
        left = max(ZERO, (self.allowance or ZERO) - self.spent)
        return replace(self, running_since=at, due_at=clock.add(at, left, self.unit))

    def extend(self, extra: Limit, clock: WorkClock) -> "Countdown":
        """Give more time; a running clock's due moment moves by it."""
        amount = clock.length(extra)
        allowance = None if self.allowance is None else self.allowance + amount
        due_at = None if self.due_at is None else clock.add(self.due_at, amount, extra.unit)
        return replace(self, allowance=allowance, due_at=due_at)

    def warn_at(self, share: float, clock: WorkClock) -> datetime | None:
        """Return the moment the lamp turns yellow: when this share of the allowance is used up."""
        if self.running_since is None or self.due_at is None:
            return None
        if self.allowance is None:
            whole = (
                clock.measure(self.running_since, self.due_at, self.unit) if self.due_at > self.running_since else ZERO
            )
            return clock.add(self.running_since, whole * share, self.unit)
        left = max(ZERO, self.allowance * share - self.spent)
        return min(self.due_at, clock.add(self.running_since, left, self.unit))
