"""How a time was counted, day by day, for people who ask why."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.standards.contracts import LimitUnit, WorkCalendar
from cityloop.standards.domain.working_time import used

MOST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class CountedDay:
    """What one day of the calendar added to a count: the spans in local time, their sum, and the sum so far."""

    day: date
    name: str
    spans: tuple[tuple[datetime, datetime], ...]
    counted: timedelta
    total: timedelta


def count_day_by_day(start: datetime, end: datetime, unit: LimitUnit, calendar: WorkCalendar) -> list[CountedDay]:
    """Return how the time between two moments is counted, one entry for each day from the first to the last.

    Days that add nothing (nights off, weekends, holidays) are there too, with their name where they have one.

    :raises CalendarTooShortError: if working time is asked for and the calendar does not cover both moments.
    :raises InvalidInputError: if they are more than ten years apart.
    """
    if end < start:
        return []
    used(start, end, unit, calendar)
    if end - start > MOST:
        message = say("Too long to tell day by day; at most {days} days are.", days=MOST.days)
        raise InvalidInputError(message)
    first = start.replace(microsecond=0).astimezone(calendar.zone)
    last = end.replace(microsecond=0).astimezone(calendar.zone)
    spans: dict[date, list[tuple[datetime, datetime]]] = {day: [] for day in _days(first.date(), last.date())}
    for begins, ends in _working(first, last, calendar) if unit.is_working else _all(first, last):
        spans[begins.date()].append((begins, ends))
    total, counted_days = timedelta(0), []
    for day, of_day in spans.items():
        counted = sum((ends.astimezone(UTC) - begins.astimezone(UTC) for begins, ends in of_day), timedelta(0))
        total += counted
        counted_days.append(CountedDay(day, calendar.day_names.get(day, ""), tuple(of_day), counted, total))
    return counted_days


def _working(first: datetime, last: datetime, calendar: WorkCalendar) -> Iterator[tuple[datetime, datetime]]:
    start, end = int(first.timestamp()), int(last.timestamp())
    first_place = bisect_right(calendar.closes_list, start)
    last_place = bisect_left(calendar.opens_list, end)
    for place in range(first_place, last_place):
        begins, ends = max(calendar.opens_list[place], start), min(calendar.closes_list[place], end)
        if begins < ends:
            yield datetime.fromtimestamp(begins, calendar.zone), datetime.fromtimestamp(ends, calendar.zone)


def _all(first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    for day in _days(first.date(), last.date()):
        midnight = datetime(day.year, day.month, day.day, tzinfo=first.tzinfo)
        tomorrow = day + timedelta(days=1)
        begins = max(midnight, first, key=datetime.timestamp)
        ends = min(
            datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=first.tzinfo), last, key=datetime.timestamp
        )
        if begins.timestamp() < ends.timestamp():
            yield begins, ends


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
