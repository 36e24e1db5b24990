"""From a calendar as people write it to the intervals that time is counted with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from cityloop.kernel.wording import say
from cityloop.standards.contracts import WorkCalendar
from cityloop.standards.domain.calendars import CalendarDescription, InvalidCalendarError

DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of time during which the zone keeps one offset from UTC; seconds since 1970."""

    begins: int
    ends: int
    offset: int


def compile_calendar(description: CalendarDescription) -> WorkCalendar:
    """Return the calendar ready to count with.

    A moment is working time when the clock on the wall shows a time within an opening: in the hour that a change to
    winter time repeats, both passes count; the hour that a change to summer time skips does not exist.

    :raises InvalidCalendarError: the time zone is unknown.
    """
    zone = zone_of(description.timezone)
    begins = _midnight(description.first_day, zone)
    ends = _midnight(description.last_day + timedelta(days=1), zone)
    intervals = [pair for stretch in _stretches(begins, ends, zone) for pair in _openings(description, stretch)]
    opens = np.array([opened for opened, _ in intervals], dtype=np.int64)
    closes = np.array([closed for _, closed in intervals], dtype=np.int64)
    worked_before = np.concatenate([np.zeros(1, np.int64), np.cumsum(closes - opens)])
    for values in (opens, closes, worked_before):
        values.setflags(write=False)
    return WorkCalendar(
        zone=zone,
        begins=begins,
        ends=ends,
        day_seconds=int(description.day_length.total_seconds()),
        opens=opens,
        closes=closes,
        worked_before=worked_before,
        opens_list=tuple(opens.tolist()),
        closes_list=tuple(closes.tolist()),
        worked_before_list=tuple(worked_before.tolist()),
        day_names={day: special.name for day, special in description.days.items() if special.name},
        holidays_known_until=description.holidays_known_until,
    )


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of this name.

    :raises InvalidCalendarError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = say("{name!r} is not a time zone; write one like Asia/Shanghai.", name=name)
        raise InvalidCalendarError(message, field="timezone") from error


def _openings(description: CalendarDescription, stretch: _Stretch) -> Iterator[tuple[int, int]]:
    """Yield the intervals of a stretch: within it, wall clock and UTC differ by one constant."""
    first = (stretch.begins + stretch.offset) // DAY_SECONDS
    last = (stretch.ends + stretch.offset - 1) // DAY_SECONDS
    for number in range(first, last + 1):
        for slot in description.slots_on(date(1970, 1, 1) + timedelta(days=number)):
            midnight = number * DAY_SECONDS - stretch.offset
            opened = max(midnight + slot.opens * 60, stretch.begins)
            closed = min(midnight + slot.closes * 60, stretch.ends)
            if opened < closed:
                yield opened, closed


def _stretches(begins: int, ends: int, zone: ZoneInfo) -> Iterator[_Stretch]:
    """Yield the stretches between changes of the offset; two changes within one day would be seen as one."""
    since, offset = begins, _offset(begins, zone)
    for moment in [*range(begins + DAY_SECONDS, ends, DAY_SECONDS), ends]:
        newer = _offset(moment, zone)
        if newer != offset:
            change = _change(max(since, moment - DAY_SECONDS), moment, zone)
            yield _Stretch(since, change, offset)
            since, offset = change, newer
    if since < ends:
        yield _Stretch(since, ends, offset)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """Return the first second at which the offset is that of `after`."""
    offset = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(second, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
