"""Counting time: when is something due, how much time was used. Every rule takes the moment as an argument.

Time is counted in whole seconds: the fraction of a second in a moment is dropped, so that a stored deadline, a list
recounted in arrays and a single count all agree.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.standards.contracts import Limit, LimitUnit, WorkCalendar
from cityloop.standards.domain.calendars import CalendarTooShortError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FARTHEST_YEAR = 2500  # beyond it a limit is a slip of the pen, and beyond 9999 there are no moments
FARTHEST = (datetime(FARTHEST_YEAR, 1, 1, tzinfo=UTC) - EPOCH) // SECOND


def add_working_time(moment: datetime, amount: timedelta, calendar: WorkCalendar) -> datetime:
    """Return the earliest moment at which `amount` of working time has passed since `moment`.

    A moment outside working hours counts from the next opening; an amount used up exactly at a closing is due at that
    closing, not at the next opening. Both moments are aware; the result is in the time zone of `moment`.

    :param amount: not negative; whole seconds.
    :raises CalendarTooShortError: if the calendar ends before the amount is used up, or begins after the moment.
    :source: standards/workflow.md section 7 (工作时, 工作日).
    """
    seconds = amount // SECOND
    if seconds < 0:
        message = say("Working time is added, not taken away.")
        raise InvalidInputError(message, field="amount")
    start = _seconds(moment)
    if seconds == 0:
        return _moment(start, moment)
    target = _worked(start, calendar) + seconds
    worked_before = calendar.worked_before_list
    if target > worked_before[-1]:
        raise too_short(calendar)
    place = bisect_left(worked_before, target) - 1
    return _moment(calendar.opens_list[place] + target - worked_before[place], moment)


def measure_working_time(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """Return the working time between two aware moments; negative when `end` comes before `start`.

    :raises CalendarTooShortError: if the calendar does not cover both.
    :source: standards/workflow.md section 7.
    """
    return timedelta(seconds=_worked(_seconds(end), calendar) - _worked(_seconds(start), calendar))


def to_timedelta(limit: Limit, calendar: WorkCalendar) -> timedelta:
    """Return a limit as plain time, rounded half-up to whole seconds: a WORK_DAY is the calendar's day."""
    return _length(limit, unit_seconds(limit.unit, calendar))


@lru_cache(maxsize=4096)
def _length(limit: Limit, seconds: int) -> timedelta:
    return timedelta(seconds=int((limit.amount * seconds).quantize(Decimal(1), ROUND_HALF_UP)))


def unit_seconds(unit: LimitUnit, calendar: WorkCalendar) -> int:
    """Return how many seconds one of this unit is worth."""
    match unit:
        case LimitUnit.MINUTE | LimitUnit.WORK_MINUTE:
            return 60
        case LimitUnit.WORK_HOUR | LimitUnit.URGENT_HOUR:
            return 3600
        case LimitUnit.WORK_DAY:
            return calendar.day_seconds
        case LimitUnit.URGENT_DAY:
            return 86_400


def due_at(start: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    """Return the moment a limit that starts to run at `start` ends.

    :raises CalendarTooShortError: if a working limit reaches beyond the calendar.
    """
    amount = to_timedelta(limit, calendar)
    if limit.unit.is_working:
        return add_working_time(start, amount, calendar)
    return _moment(_seconds(start) + amount // SECOND, start)


def used(start: datetime, end: datetime, unit: LimitUnit, calendar: WorkCalendar) -> timedelta:
    """Return the time between two moments as this unit counts it: working hours only, or all of it.

    :raises CalendarTooShortError: if working time is asked for and the calendar does not cover both moments.
    """
    if unit.is_working:
        return measure_working_time(start, end, calendar)
    return timedelta(seconds=_seconds(end) - _seconds(start))


def too_short(calendar: WorkCalendar) -> CalendarTooShortError:
    """Return the refusal that says what the calendar covers."""
    first, last = (
        datetime.fromtimestamp(second, calendar.zone).isoformat() for second in (calendar.begins, calendar.ends)
    )
    return CalendarTooShortError(
        say("The calendar covers {first} to {last} only.", first=first, last=last), begins=first, ends=last
    )


def _worked(second: int, calendar: WorkCalendar) -> int:
    """Return the working seconds from the beginning of the calendar to this second."""
    if not calendar.begins <= second <= calendar.ends:
        raise too_short(calendar)
    place = bisect_right(calendar.opens_list, second) - 1
    if place < 0:
        return 0
    return calendar.worked_before_list[place] + min(second, calendar.closes_list[place]) - calendar.opens_list[place]


def _seconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        message = say("A moment needs its time zone, such as 2026-03-06T17:00+08:00.")
        raise InvalidInputError(message, field="moment")
    return (moment - EPOCH) // SECOND


def _moment(second: int, like: datetime) -> datetime:
    if not 0 <= second < FARTHEST:
        message = say("The moment lies outside {first} to {last}.", first=EPOCH.year, last=FARTHEST_YEAR)
        raise CalendarTooShortError(message)
    return (EPOCH + timedelta(seconds=second)).astimezone(like.tzinfo)
