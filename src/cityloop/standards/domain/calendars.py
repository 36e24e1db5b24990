"""What a working calendar is, in plain words, before it is compiled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

import chinese_calendar

from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.wording import say

DAY_MINUTES = 24 * 60
EARLIEST = date(1970, 1, 2)
LATEST = date(2199, 12, 30)
YEARS_ASSUMED = 5  # how far a calendar runs on past the last published holidays, unless it says so itself


class InvalidCalendarError(InvalidInputError):
    """The description of a calendar makes no sense; the detail says where."""


class CalendarTooShortError(RefusedError):
    """The moment or the time asked for lies outside the days this calendar covers."""

    slug = "calendar-too-short"
    title = say("Calendar too short")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Opening hours within one day, in minutes of the wall clock; the end is excluded and may be 24:00."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            message = say(
                "{slot} does not open before it closes within one day; write a night as two slots.", slot=self
            )
            raise InvalidCalendarError(message)

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday: a holiday, or a working day, with hours of its own or the ordinary ones."""

    is_working: bool
    name: str = ""
    slots: tuple[Slot, ...] = ()
    is_public: bool = False

    def __post_init__(self) -> None:
        if self.slots and not self.is_working:
            message = say("A holiday has no opening hours.")
            raise InvalidCalendarError(message)
        check_slots(self.slots)


@dataclass(frozen=True, slots=True)
class CalendarDescription:
    """A calendar as people write it: hours by weekday (Monday 0), special days, the first and last day covered.

    `day_minutes` is what one 工作日 is worth; 0 stands for the length of an ordinary day. A working day without hours
    of its own has the ordinary ones: those of the first weekday that has any.
    """

    timezone: str
    week: Mapping[int, tuple[Slot, ...]]
    first_day: date
    last_day: date
    day_minutes: int = 0
    days: Mapping[date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))
    holidays_known_until: date | None = None

    def __post_init__(self) -> None:
        check_week(self.week)
        if not EARLIEST <= self.first_day <= self.last_day <= LATEST:
            message = say(
                "The days covered must run forward between {earliest} and {latest}.", earliest=EARLIEST, latest=LATEST
            )
            raise InvalidCalendarError(message)
        if not 0 <= self.day_minutes <= DAY_MINUTES:
            message = say("A working day is worth at most 24 hours.")
            raise InvalidCalendarError(message)

    @property
    def ordinary(self) -> tuple[Slot, ...]:
        """The hours of an ordinary working day."""
        return next(self.week[weekday] for weekday in sorted(self.week) if self.week[weekday])

    @property
    def day_length(self) -> timedelta:
        """What one 工作日 is worth."""
        return timedelta(minutes=self.day_minutes or sum(slot.closes - slot.opens for slot in self.ordinary))

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """Return the opening hours of a day."""
        special = self.days.get(day)
        if special is None:
            return self.week.get(day.weekday(), ())
        return (special.slots or self.ordinary) if special.is_working else ()


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One day of a calendar as it is drawn: what it is, why it differs from its weekday, and its opening hours."""

    day: date
    is_working: bool
    is_special: bool
    is_public: bool
    name: str
    slots: tuple[Slot, ...]


def days_of_year(description: CalendarDescription, year: int) -> list[CalendarDate]:
    """Return the days of a year that the calendar covers, in their order; none if it covers none of them."""
    first = max(date(year, 1, 1), description.first_day)
    last = min(date(year, 12, 31), description.last_day)
    return [_date(description, first + timedelta(days=number)) for number in range((last - first).days + 1)]


def check_week(week: Mapping[int, tuple[Slot, ...]]) -> None:
    """Let a week pass that has at least one opening and no overlapping ones.

    :raises InvalidCalendarError: otherwise.
    """
    if not any(week.values()) or not set(week) <= set(range(7)):
        message = say("A week needs opening hours on at least one weekday.")
        raise InvalidCalendarError(message)
    for slots in week.values():
        check_slots(slots)


def check_slots(slots: tuple[Slot, ...]) -> None:
    """Let slots pass that are in order and do not overlap.

    :raises InvalidCalendarError: otherwise.
    """
    for first, second in pairwise(slots):
        if second.opens < first.closes:
            message = say("{first} and {second} overlap or are out of order.", first=first, second=second)
            raise InvalidCalendarError(message)


def with_public_holidays(description: CalendarDescription) -> CalendarDescription:
    """Return the description with the State Council's holidays and make-up days (调休) written in.

    Days that the description already names stay as they are: a city's own table goes first. The days are copied, not
    referred to, so that a published version keeps its meaning when the library learns a new year.
    """
    known = dict(_public_days(description.first_day, description.last_day))
    return replace(
        description,
        days=MappingProxyType(dict(sorted((known | dict(description.days)).items()))),
        holidays_known_until=known_until(),
    )


def known_until() -> date:
    """Return the last day whose public holidays are known."""
    return date(max(chinese_calendar.constants.holidays).year, 12, 31)


def known_from() -> date:
    """Return the first day whose public holidays are known."""
    return date(min(chinese_calendar.constants.holidays).year, 1, 1)


def _public_days(first: date, last: date) -> Iterator[tuple[date, SpecialDay]]:
    for table, is_working in (
        (chinese_calendar.constants.holidays, False),
        (chinese_calendar.constants.workdays, True),
    ):
        for day, name in table.items():
            if first <= day <= last:
                yield day, SpecialDay(is_working, _chinese(name) + ("调休" if is_working else ""), is_public=True)


def _chinese(name: str) -> str:
    return next((holiday.chinese for holiday in chinese_calendar.Holiday if holiday.value == name), name)


def _date(description: CalendarDescription, day: date) -> CalendarDate:
    special, slots = description.days.get(day), description.slots_on(day)
    return CalendarDate(
        day=day,
        is_working=bool(slots),
        is_special=special is not None,
        is_public=special is not None and special.is_public,
        name=special.name if special is not None else "",
        slots=slots,
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
