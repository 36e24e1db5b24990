"""The door of `standards`. Others import this, `events` and `contracts`; nothing else."""

from cityloop.standards.contracts import (
    AreaLevel,
    CalendarVersion,
    ClassOrigin,
    ClassView,
    ConditionView,
    EditionView,
    Limit,
    LimitLevel,
    LimitUnit,
    MatterKind,
    StageView,
    VersionState,
    VersionView,
    WorkCalendar,
)
from cityloop.standards.domain.calendars import (
    CalendarDescription,
    CalendarTooShortError,
    InvalidCalendarError,
    Slot,
    SpecialDay,
    with_public_holidays,
)
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.domain.explaining import CountedDay, count_day_by_day
from cityloop.standards.domain.working_time import (
    add_working_time,
    due_at,
    measure_working_time,
    to_timedelta,
    used,
)
from cityloop.standards.domain.working_time_arrays import (
    add_working_times,
    due_times,
    measure_working_times,
    used_times,
)

__all__ = [
    "AreaLevel",
    "CalendarDescription",
    "CalendarTooShortError",
    "CalendarVersion",
    "ClassOrigin",
    "ClassView",
    "ConditionView",
    "CountedDay",
    "EditionView",
    "InvalidCalendarError",
    "Limit",
    "LimitLevel",
    "LimitUnit",
    "MatterKind",
    "Slot",
    "SpecialDay",
    "StageView",
    "VersionState",
    "VersionView",
    "WorkCalendar",
    "add_working_time",
    "add_working_times",
    "compile_calendar",
    "count_day_by_day",
    "due_at",
    "due_times",
    "measure_working_time",
    "measure_working_times",
    "to_timedelta",
    "used",
    "used_times",
    "with_public_holidays",
]
