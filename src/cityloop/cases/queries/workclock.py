"""The city's time for the rules: a calendar of `standards` behind the clock they ask for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cityloop.standards import api as standards


@dataclass(frozen=True, slots=True)
class CalendarClock:
    """Counts working units on one published calendar and the others round the clock."""

    calendar: standards.WorkCalendar

    def add(self, start: datetime, amount: timedelta, unit: standards.LimitUnit) -> datetime:
        """Return the moment at which `amount` has passed since `start`."""
        return standards.add_working_time(start, amount, self.calendar) if unit.is_working else start + amount

    def measure(self, start: datetime, end: datetime, unit: standards.LimitUnit) -> timedelta:
        """Return the time of this unit's kind between two moments."""
        return standards.measure_working_time(start, end, self.calendar) if unit.is_working else end - start

    def length(self, limit: standards.Limit) -> timedelta:
        """Return the length of a limit on this calendar."""
        return standards.to_timedelta(limit, self.calendar)


def clock_of(calendar_id: UUID) -> CalendarClock:
    """Return the clock of a published calendar."""
    return CalendarClock(standards.work_calendar(calendar_id))
