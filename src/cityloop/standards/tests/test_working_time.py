from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.contracts import Limit, LimitUnit, WorkCalendar
from cityloop.standards.domain.calendars import CalendarDescription, CalendarTooShortError, Slot, SpecialDay
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.domain.working_time import add_working_time, due_at, measure_working_time, to_timedelta, used
from cityloop.standards.tests.calendars import YC_DAY, describe, six_hours, washington, yuncheng

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
YC = yuncheng()
GE = six_hours()
HOUR = timedelta(hours=1)


def march(day: int, hour: int, minute: int = 0) -> datetime:
    """Friday is the 6th; no holiday falls into this month."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("calendar", "start", "limit", "due"),
    [
        (YC, march(6, 17), "4 work_hour", march(9, 11)),
        (YC, march(6, 17), "1 work_day", march(9, 17)),
        (YC, march(6, 17), "2 urgent_hour", march(6, 19)),
        (YC, march(6, 17), "1 urgent_day", march(7, 17)),
        (GE, march(6, 16), "4 work_hour", march(9, 14)),
        (GE, march(6, 16), "1 work_day", march(9, 16)),
        (GE, march(6, 16), "2 urgent_hour", march(6, 18)),
        (GE, march(6, 16), "1 urgent_day", march(7, 16)),
    ],
)
def test_the_vectors_of_the_facts_hold(calendar: WorkCalendar, start: datetime, limit: str, due: datetime) -> None:
    """standards/workflow.md section 7."""
    assert due_at(start, Limit.parse(limit), calendar) == due


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (march(6, 8), "1 work_day", march(6, 18)),  # used up at closing: due at that closing
        (march(6, 8), "4 work_hour", march(6, 12)),
        (march(6, 18), "1 work_minute", march(9, 8, 1)),  # handed over at closing: counts from the next opening
        (march(6, 12, 30), "1 work_hour", march(6, 15)),  # in the noon break
        (march(7, 3), "0.5 work_day", march(9, 12)),  # in the night of Saturday
        (march(6, 23, 50), "15 minute", march(7, 0, 5)),
        (march(6, 17), "90 work_minute", march(9, 8, 30)),
    ],
)
def test_limits_at_the_edges_of_a_day(start: datetime, limit: str, due: datetime) -> None:
    assert due_at(start, Limit.parse(limit), YC) == due


def test_holidays_do_not_count_and_make_up_days_do() -> None:
    eve = datetime(2026, 9, 30, 17, tzinfo=SHANGHAI)  # 1 to 7 October off, Saturday the 10th works

    assert due_at(eve, Limit.parse("1 work_day"), YC) == datetime(2026, 10, 8, 17, tzinfo=SHANGHAI)
    assert due_at(eve, Limit.parse("3 work_day"), YC) == datetime(2026, 10, 10, 17, tzinfo=SHANGHAI)


def test_a_city_may_give_a_make_up_day_hours_of_its_own() -> None:
    saturday = SpecialDay(is_working=True, slots=YC_DAY[:1])
    calendar = compile_calendar(describe(YC_DAY, days={date(2026, 3, 7): saturday}))

    assert due_at(march(6, 17), Limit.parse("6 work_hour"), calendar) == march(9, 9)


def test_nothing_to_add_is_due_at_once() -> None:
    assert add_working_time(march(7, 3), timedelta(0), YC) == march(7, 3)


def test_fractions_of_a_second_are_dropped() -> None:
    start = march(6, 17).replace(microsecond=999_999)

    assert due_at(start, Limit.parse("1 work_hour"), YC) == march(6, 18)
    assert measure_working_time(start, march(6, 18), YC) == HOUR


def test_the_result_is_in_the_zone_that_was_asked_in() -> None:
    due = due_at(march(6, 17).astimezone(UTC), Limit.parse("4 work_hour"), YC)

    assert (due, due.tzinfo) == (march(9, 11), UTC)


def test_measuring_counts_working_hours_only() -> None:
    assert measure_working_time(march(6, 17), march(9, 11), YC) == 4 * HOUR
    assert used(march(6, 17), march(9, 11), LimitUnit.WORK_HOUR, YC) == 4 * HOUR
    assert used(march(6, 17), march(9, 11), LimitUnit.URGENT_HOUR, YC) == 66 * HOUR


def test_measuring_backwards_is_negative() -> None:
    assert measure_working_time(march(9, 11), march(6, 17), YC) == -4 * HOUR


def test_a_work_day_is_worth_what_the_calendar_says() -> None:
    limit = Limit.parse("1.5 work_day")

    assert (to_timedelta(limit, YC), to_timedelta(limit, GE)) == (12 * HOUR, 9 * HOUR)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2016, 3, 13), 23), (date(2016, 11, 6), 25), (date(2016, 7, 1), 24)],
    ids=["spring forward", "fall back", "ordinary"],
)
def test_a_day_round_the_clock_is_as_long_as_it_really_is(day: date, hours: int) -> None:
    always = dict.fromkeys(range(7), (Slot(0, 24 * 60),))
    calendar = compile_calendar(CalendarDescription("America/New_York", always, date(2016, 1, 1), date(2016, 12, 31)))
    midnight = datetime(day.year, day.month, day.day, tzinfo=NEW_YORK)

    assert measure_working_time(midnight, midnight + timedelta(days=1), calendar) == hours * HOUR


def test_working_hours_follow_the_clock_on_the_wall_across_a_change_of_time() -> None:
    friday = datetime(2016, 3, 11, 16, tzinfo=NEW_YORK)

    due = due_at(friday, Limit.parse("2 work_hour"), washington())

    assert due == datetime(2016, 3, 14, 9, tzinfo=NEW_YORK)
    assert due.astimezone(UTC) == datetime(2016, 3, 14, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment", [datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 12, 31, 15, 59, tzinfo=UTC)], ids=["before", "end"]
)
def test_a_calendar_that_does_not_reach_says_what_it_covers(moment: datetime) -> None:
    with pytest.raises(CalendarTooShortError, match=r"covers 2026-01-01T00:00:00\+08:00 to 2027-01-01T00:00:00\+08:00"):
        add_working_time(moment, HOUR, YC)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="needs its time zone"):
        add_working_time(datetime(2026, 3, 6, 17), HOUR, YC)  # noqa: DTZ001 - the refusal is about this


def test_time_is_not_taken_away() -> None:
    with pytest.raises(InvalidInputError, match="not taken away"):
        add_working_time(march(6, 17), -HOUR, YC)
