from datetime import date

import pytest

from cityloop.kernel.tables import BadTableError
from cityloop.standards.domain.calendar_files import read_calendar, write_calendar
from cityloop.standards.domain.calendars import CalendarDescription, InvalidCalendarError, Slot, SpecialDay
from cityloop.standards.domain.compiling import compile_calendar

GOOD = """
timezone: Asia/Shanghai
public_holidays: CN
day_length: "07:30"
first_day: 2026-01-01
last_day: 2026-12-31
week:
  MON-THU: 08:00-12:00 14:00-18:00
  FRI: [08:00-12:00, 14:00-17:00]
holidays:
  2026-05-15: 建市纪念日
workdays:
  2026-05-16: {name: 补班, hours: 08:00-12:00}
  2026-10-01: 国庆值守
"""


def yaml(text: str) -> CalendarDescription:
    return read_calendar(text.encode(), filename="calendar.yaml")


def faults(text: str, filename: str = "calendar.yaml") -> list[tuple[int, str, str]]:
    with pytest.raises(BadTableError) as refusal:
        read_calendar(text.encode(), filename=filename)
    return [(fault["line"], fault["column"], fault["reason"]) for fault in refusal.value.facts["faults"]]


def test_a_calendar_written_by_hand_is_understood() -> None:
    calendar = yaml(GOOD)

    assert [str(slot) for slot in calendar.slots_on(date(2026, 3, 6))] == ["08:00-12:00", "14:00-17:00"]
    assert calendar.days[date(2026, 5, 15)] == SpecialDay(is_working=False, name="建市纪念日")
    assert calendar.slots_on(date(2026, 5, 16)) == (Slot(480, 720),)
    assert calendar.day_length.total_seconds() == 7.5 * 3600
    assert calendar.holidays_known_until == date(2026, 12, 31)


def test_public_holidays_and_make_up_days_are_written_in() -> None:
    calendar = yaml(GOOD)

    assert calendar.days[date(2026, 10, 2)] == SpecialDay(is_working=False, name="国庆节", is_public=True)
    assert calendar.days[date(2026, 10, 10)] == SpecialDay(is_working=True, name="国庆节调休", is_public=True)
    assert calendar.slots_on(date(2026, 10, 10)) == calendar.ordinary


def test_the_citys_own_days_go_before_the_public_ones() -> None:
    assert yaml(GOOD).days[date(2026, 10, 1)] == SpecialDay(is_working=True, name="国庆值守")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_written_and_read_again_it_is_the_same(file_format: str) -> None:
    calendar = yaml(GOOD)

    assert read_calendar(write_calendar(calendar, file_format), filename=f"x.{file_format}") == calendar


@pytest.mark.parametrize(
    ("text", "line", "item", "reason"),
    [
        (GOOD.replace("Asia/Shanghai", "Asia/Nowhere"), 2, "timezone", "not a time zone"),
        (GOOD.replace("Asia/Shanghai", "../etc/passwd"), 2, "timezone", "not a time zone"),
        (GOOD.replace("CN", "XX"), 3, "public_holidays", "known for CN only"),
        (GOOD.replace('"07:30"', "25:00"), 4, "day_length", "not the length of a day"),
        (GOOD.replace("2026-01-01", "yesterday"), 5, "first_day", "not a day"),
        (GOOD.replace("MON-THU", "MON-XXX"), 8, "week", "not a weekday"),
        (GOOD.replace("MON-THU", "THU-MON"), 8, "week", "runs backwards"),
        (GOOD.replace("FRI", "THU"), 9, "week", "said twice"),
        (GOOD.replace("14:00-17:00", "11:00-17:00"), 9, "week", "overlap"),
        (GOOD.replace("14:00-17:00", "14:00-13:00"), 9, "week", "does not open before it closes"),
        (GOOD.replace("14:00-17:00", "14:60-17:00"), 9, "week", "not a time of the clock"),
        (GOOD.replace("14:00-17:00", "afternoon"), 9, "week", "not an opening"),
        (GOOD.replace("2026-05-16", "2026-05-15"), 13, "workday", "is there twice"),
        (GOOD.replace("2026-05-16", "2026-02-30"), 13, "workday", "not a day"),
        (GOOD.replace("2026-05-16", "2027-05-16"), 1, "", "outside the days"),
        (GOOD.replace("last_day: 2026", "last_day: 2025"), 1, "", "must run forward"),
        (GOOD.replace("day_length", "day_lenght"), 4, "day_lenght", "is not known"),
        (GOOD + "timezone: UTC\n", 15, "timezone", "already said in line 2"),
        (GOOD.replace("hours:", "from:"), 13, "", "is not known here"),
        ("timezone: UTC\n", 1, "", "at least one weekday"),
        ("week: {MON: 08:00-12:00}\n", 1, "timezone", "must be said"),
        ("timezone: [UTC]\n", 1, "", "single value"),
        ("week: 8\n", 1, "", "list of `name: value`"),
        ("- a\n- b\n", 1, "", "list of `name: value`"),
        ("a: 'b\n", 2, "", "is not YAML"),
        ("", 1, "", "the file is empty"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(text: str, line: int, item: str, reason: str) -> None:
    ((where, what, why),) = faults(text)

    assert (where, what) == (line, item)
    assert reason in why


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = "timezone: Nowhere/At-all\nweek: {MON: x, TUE: 10:00-09:00}\nholidays: {tomorrow: x}\n"

    assert [fault[:2] for fault in faults(text)] == [(1, "timezone"), (2, "week"), (2, "week"), (3, "holiday")]


def test_tables_tell_their_lines_too() -> None:
    text = "item,key,value,name\ntimezone,,UTC,\nweek,MON,08:00-12:00,\nholiday,never,,\n"

    assert [fault[:2] for fault in faults(text, "x.csv")] == [(4, "holiday")]


def test_a_calendar_covers_the_holidays_known_and_some_years_more() -> None:
    text = "timezone: Asia/Shanghai\npublic_holidays: CN\nweek: {MON: 08:00-12:00}\n"
    calendar = yaml(text)

    assert calendar.first_day == date(2004, 1, 1)
    assert calendar.holidays_known_until is not None
    assert calendar.last_day.year == calendar.holidays_known_until.year + 5


def test_a_holiday_has_no_hours() -> None:
    with pytest.raises(InvalidCalendarError, match="no opening hours"):
        SpecialDay(is_working=False, slots=(Slot(480, 720),))


def test_a_night_is_written_as_two_slots_and_counts_as_one() -> None:
    text = "timezone: UTC\nweek: {MON: 22:00-24:00, TUE: 00:00-06:00}\nfirst_day: 2026-01-01\nlast_day: 2026-01-31\n"
    calendar = compile_calendar(yaml(text))

    assert calendar.closes_list[0] == calendar.opens_list[1]
    assert calendar.worked_before_list[2] == 8 * 3600
