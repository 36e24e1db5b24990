"""Working time against the plainest thing that could be right: looking at the clock on the wall every minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityloop.standards.contracts import Limit, LimitUnit, WorkCalendar
from cityloop.standards.domain.calendars import CalendarDescription, CalendarTooShortError, Slot, SpecialDay
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.domain.explaining import count_day_by_day
from cityloop.standards.domain.working_time import add_working_time, due_at, measure_working_time, used
from cityloop.standards.domain.working_time_arrays import (
    add_working_times,
    due_times,
    measure_working_times,
    used_times,
)

MINUTE = timedelta(minutes=1)
# A place without changes of time; one on each hemisphere; changes at midnight; changes of half an hour.
ZONES = ("Asia/Shanghai", "America/New_York", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe")
CHANGES = (
    date(2016, 3, 13),
    date(2016, 11, 6),
    date(2016, 3, 27),
    date(2016, 10, 30),
    date(2016, 4, 3),
    date(2016, 10, 2),
    date(2016, 5, 15),
    date(2016, 8, 14),
)
DAYS = 5


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 24 * 12), min_size=2, max_size=6, unique=True)))
    return tuple(Slot(opens * 5, closes * 5) for opens, closes in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def descriptions(draw: st.DrawFn) -> CalendarDescription:
    change = draw(st.sampled_from(CHANGES))
    first = change - timedelta(days=draw(st.integers(0, DAYS - 1)))
    within = [first + timedelta(days=number) for number in range(DAYS)]
    special = st.one_of(
        st.just(SpecialDay(is_working=False)),
        st.builds(lambda own: SpecialDay(is_working=True, slots=own), st.one_of(st.just(()), slots())),
    )
    week = draw(st.dictionaries(st.integers(0, 6), slots(), min_size=1))
    return CalendarDescription(
        timezone=draw(st.sampled_from(ZONES)),
        week=week,
        first_day=first,
        last_day=within[-1],
        days=draw(st.dictionaries(st.sampled_from(within), special, max_size=4)),
    )


def minutes(description: CalendarDescription) -> Iterator[tuple[datetime, bool]]:
    """Yield every minute of the days covered and whether the clock on the wall then shows working time."""
    zone = ZoneInfo(description.timezone)
    first, after = description.first_day, description.last_day + timedelta(days=1)
    moment = datetime(first.year, first.month, first.day, tzinfo=zone).astimezone(UTC)
    end = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)
    while moment < end:
        local = moment.astimezone(zone)
        of_day = local.hour * 60 + local.minute
        yield moment, any(slot.opens <= of_day < slot.closes for slot in description.slots_on(local.date()))
        moment += MINUTE


@given(description=descriptions(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_counts_as_the_clock_on_the_wall_does(description: CalendarDescription, data: st.DataObject) -> None:
    calendar = compile_calendar(description)
    walk = list(minutes(description))
    begins, ends = sorted(data.draw(st.tuples(*[st.integers(0, len(walk) - 1)] * 2)))
    start, end = walk[begins][0], walk[ends][0]
    worked = sum(is_working for _, is_working in walk[begins:ends])

    assert measure_working_time(start, end, calendar) == worked * MINUTE

    amount = data.draw(st.integers(1, max(1, worked + 60)))
    passed, due = 0, None
    for moment, is_working in walk[begins:]:
        passed += is_working
        if passed == amount:
            due = moment + MINUTE
            break
    if due is None:
        with pytest.raises(CalendarTooShortError):
            add_working_time(start, amount * MINUTE, calendar)
    else:
        assert add_working_time(start, amount * MINUTE, calendar) == due


@given(description=descriptions(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_adding_and_measuring_undo_each_other(description: CalendarDescription, data: st.DataObject) -> None:
    calendar = compile_calendar(description)
    start = data.draw(moments(calendar))
    left = calendar.worked_before_list[-1] - int(
        measure_working_time(datetime.fromtimestamp(calendar.begins, UTC), start, calendar).total_seconds()
    )
    first = timedelta(seconds=data.draw(st.integers(0, left)))
    second = timedelta(seconds=data.draw(st.integers(0, left - int(first.total_seconds()))))

    due = add_working_time(start, first, calendar)

    assert due >= start
    assert measure_working_time(start, due, calendar) == first
    assert add_working_time(due, second, calendar) == add_working_time(start, first + second, calendar)
    if first:
        assert measure_working_time(start, due - timedelta(seconds=1), calendar) == first - timedelta(seconds=1)


@given(description=descriptions(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_arrays_count_as_single_moments_do(description: CalendarDescription, data: st.DataObject) -> None:
    calendar = compile_calendar(description)
    starts = data.draw(st.lists(moments(calendar), min_size=1, max_size=20))
    ends = data.draw(st.lists(moments(calendar), min_size=len(starts), max_size=len(starts)))
    amount = timedelta(seconds=data.draw(st.integers(0, 3 * 3600)))
    unit = data.draw(st.sampled_from(LimitUnit))

    spans = measure_working_times(array(starts), array(ends), calendar)
    assert spans.tolist() == [measure_working_time(*pair, calendar) for pair in zip(starts, ends, strict=True)]

    counted = used_times(array(starts), array(ends), unit, calendar)
    assert counted.tolist() == [used(*pair, unit, calendar) for pair in zip(starts, ends, strict=True)]

    try:
        due = [add_working_time(start, amount, calendar) for start in starts]
    except CalendarTooShortError:
        with pytest.raises(CalendarTooShortError):
            add_working_times(array(starts), np.asarray(amount, "timedelta64[s]"), calendar)
    else:
        assert list_of(add_working_times(array(starts), np.asarray(amount, "timedelta64[s]"), calendar)) == due


def test_arrays_know_a_calendar_that_never_opens() -> None:
    mondays = {0: (Slot(480, 720),)}
    weekend = compile_calendar(CalendarDescription("Asia/Shanghai", mondays, date(2016, 3, 5), date(2016, 3, 6)))
    starts = array([datetime(2016, 3, 5, 1, tzinfo=UTC), datetime(2016, 3, 6, 1, tzinfo=UTC)])

    assert list_of(add_working_times(starts, np.asarray(0, "timedelta64[s]"), weekend)) == list_of(starts)
    assert measure_working_times(starts, starts[::-1], weekend).tolist() == [timedelta(0), timedelta(0)]
    with pytest.raises(CalendarTooShortError):
        add_working_times(starts, np.asarray(1, "timedelta64[s]"), weekend)


@pytest.mark.parametrize("unit", LimitUnit)
def test_due_times_are_due_moments(unit: LimitUnit) -> None:
    week = dict.fromkeys(range(5), (Slot(480, 720), Slot(840, 1080)))
    calendar = compile_calendar(CalendarDescription("Asia/Shanghai", week, date(2016, 1, 1), date(2016, 12, 31)))
    starts = [datetime(2016, 6, 3, hour, 30, tzinfo=UTC) for hour in range(24)]
    limit = Limit.parse(f"1.5 {unit}")

    assert list_of(due_times(array(starts), limit, calendar)) == [due_at(start, limit, calendar) for start in starts]


def test_a_row_without_a_moment_has_no_result() -> None:
    week = {0: (Slot(480, 720),)}
    calendar = compile_calendar(CalendarDescription("Asia/Shanghai", week, date(2016, 1, 1), date(2016, 12, 31)))
    monday = np.datetime64("2016-06-06T01:00:00")
    moments_ = np.array([monday, np.datetime64("NaT")], "datetime64[s]")
    hour = np.asarray(timedelta(hours=1), "timedelta64[s]")

    assert np.isnat(add_working_times(moments_, hour, calendar)).tolist() == [False, True]
    assert np.isnat(measure_working_times(moments_, np.asarray(monday), calendar)).tolist() == [False, True]
    assert np.isnat(measure_working_times(moments_[:1], moments_[1:], calendar)).tolist() == [True]


@given(description=descriptions(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_explanation_adds_up(description: CalendarDescription, data: st.DataObject) -> None:
    calendar = compile_calendar(description)
    start, end = sorted(data.draw(st.tuples(moments(calendar), moments(calendar))))
    unit = data.draw(st.sampled_from(LimitUnit))

    days = count_day_by_day(start, end, unit, calendar)

    assert days[-1].total == used(start, end, unit, calendar)
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert all(begins.date() == day.day for day in days for begins, _ in day.spans)


def moments(calendar: WorkCalendar) -> st.SearchStrategy[datetime]:
    return st.integers(calendar.begins, calendar.ends).map(lambda second: datetime.fromtimestamp(second, UTC))


def array(moments_: list[datetime]) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return np.array([moment.replace(tzinfo=None) for moment in moments_], "datetime64[s]")


def list_of(values: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> list[datetime]:
    return [datetime.fromtimestamp(int(second), UTC) for second in values.astype(np.int64)]
