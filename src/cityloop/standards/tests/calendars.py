"""Calendars that tests count with."""

from collections.abc import Mapping
from datetime import date

from cityloop.standards.contracts import WorkCalendar
from cityloop.standards.domain.calendars import CalendarDescription, Slot, SpecialDay, with_public_holidays
from cityloop.standards.domain.compiling import compile_calendar

YC_DAY = (Slot(8 * 60, 12 * 60), Slot(14 * 60, 18 * 60))
GE_DAY = (Slot(9 * 60, 11 * 60), Slot(13 * 60, 17 * 60))
WASHINGTON_DAY = (Slot(8 * 60, 12 * 60), Slot(13 * 60, 17 * 60))


def describe(
    slots: tuple[Slot, ...],
    timezone: str = "Asia/Shanghai",
    days: Mapping[date, SpecialDay] | None = None,
    first_day: date = date(2026, 1, 1),
    last_day: date = date(2026, 12, 31),
) -> CalendarDescription:
    """Return a calendar with the same hours from Monday to Friday."""
    return CalendarDescription(timezone, dict.fromkeys(range(5), slots), first_day, last_day, days=days or {})


def yuncheng() -> WorkCalendar:
    """Return 8-12 and 14-18, eight hours a day, with China's holidays of 2026."""
    return compile_calendar(with_public_holidays(describe(YC_DAY)))


def six_hours() -> WorkCalendar:
    """Return 9-11 and 13-17, six hours a day, with China's holidays of 2026."""
    return compile_calendar(with_public_holidays(describe(GE_DAY)))


def washington() -> WorkCalendar:
    """Return 8-12 and 13-17 in Washington in 2016."""
    return compile_calendar(
        describe(WASHINGTON_DAY, "America/New_York", first_day=date(2016, 1, 1), last_day=date(2016, 12, 31))
    )
