"""Periods of evaluation (评价周期): months, statistic months, weeks, quarters, halves, years, and any days."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)  # what we are asked for lies within
MONTHS = {"QUARTER": 3, "HALF_YEAR": 6}
WHOLE_MONTHS = {"MONTH": 1, "STATISTIC_MONTH": 1, **MONTHS, "YEAR": 12}
# On which day of a month, told by its first day, a statistic month begins there; 1 is the calendar month.
MonthBegins: TypeAlias = int | Callable[[date], int]


class PeriodKind(StrEnum):
    """How long a period is.

    :source: standards/evaluation.md section 1.2 (周, 月, 季, 半年, 年).
    """

    MONTH = "MONTH"
    STATISTIC_MONTH = "STATISTIC_MONTH"
    WEEK = "WEEK"
    QUARTER = "QUARTER"
    HALF_YEAR = "HALF_YEAR"
    YEAR = "YEAR"
    DAYS = "DAYS"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` on, before `until`; `key` is how it is written, such as 2026-11 or 2026-W47.

    `is_cut`: only the first days of it, beside a period that is not over.
    """

    key: str
    kind: PeriodKind
    since: date
    until: date
    is_cut: bool = False

    @property
    def last_day(self) -> date:
        """Return the last day that belongs to it."""
        return self.until - DAY

    @property
    def months(self) -> Decimal:
        """How many months it has: whole ones of a quarter, parts of calendar months of a week or of any days.

        What is cut counts whole: it stands beside a period that is to have the rest, too.
        """
        if self.kind in WHOLE_MONTHS:
            return Decimal(WHOLE_MONTHS[self.kind])
        found, day = Decimal(0), self.since
        while day < self.until:
            first = day.replace(day=1)
            following = date(*_moved(day.year, day.month, 1), 1)
            found += Decimal((min(following, self.until) - day).days) / Decimal((following - first).days)
            day = following
        return found

    def runs(self, today: date) -> bool:
        """Return whether it has begun and is not over."""
        return self.since <= today < self.until

    def beside(self, first: "Period", today: date) -> "Period":
        """Return as much of this period as the first one has had so far, whose last day may be today (同期).

        Twenty days against thirty would be a fall of a third that is none.
        """
        until = self.since + (today - first.since) + DAY
        return replace(self, until=until, is_cut=True) if first.runs(today) and until < self.until else self


PATTERNS: Mapping[PeriodKind, re.Pattern[str]] = {
    PeriodKind.MONTH: re.compile(r"([0-9]{4})-([0-9]{2})"),
    PeriodKind.STATISTIC_MONTH: re.compile(r"S([0-9]{4})-([0-9]{2})"),
    PeriodKind.WEEK: re.compile(r"([0-9]{4})-W([0-9]{2})"),
    PeriodKind.QUARTER: re.compile(r"([0-9]{4})-Q([1-4])"),
    PeriodKind.HALF_YEAR: re.compile(r"([0-9]{4})-H([12])"),
    PeriodKind.YEAR: re.compile(r"([0-9]{4})"),
    PeriodKind.DAYS: re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})"),
}


def read_period(key: str, *, month_begins_on: MonthBegins = 1) -> Period:
    """Return the period written so: 2026-11, S2026-11, 2026-W47, 2026-Q4, 2026-H2, 2026, 2026-11-03..2026-11-20.

    :param month_begins_on: on which day of the month before a statistic month begins; 1 is the calendar month. Where
        that changes from month to month, each begins when the one before ends: none overlap, none leave days between.
    :raises InvalidInputError: no period is written so.
    """
    for kind, pattern in PATTERNS.items():
        if found := pattern.fullmatch(key):
            try:
                read = READERS[kind](key, found.groups(), month_begins_on)
            except (ValueError, OverflowError) as error:
                raise _unknown(key) from error
            if read.since >= FIRST and read.until <= LAST:
                return read
    raise _unknown(key)


def before(period: Period, *, month_begins_on: MonthBegins = 1) -> Period | None:
    """Return the period just before, as long by the calendar; None before the first that there is."""
    try:
        return _before(period, month_begins_on)
    except InvalidInputError:
        return None


def year_before(period: Period, *, month_begins_on: MonthBegins = 1) -> Period | None:
    """Return the same period of the year before (同比); week 53 is compared with week 52, 29 February with the 28th."""
    if period.kind is PeriodKind.DAYS:
        since, last = _a_year_earlier(period.since), _a_year_earlier(period.last_day)
        key = f"{since}..{last}"
    else:
        mark = "S" if period.kind is PeriodKind.STATISTIC_MONTH else ""
        year = int(period.key.removeprefix("S")[:4]) - 1
        key = f"{mark}{year:04d}{period.key.removeprefix('S')[4:]}"
    try:
        return read_period(key, month_begins_on=month_begins_on)
    except InvalidInputError:
        if period.kind is PeriodKind.WEEK and key.endswith("-W53"):
            return read_period(key.replace("-W53", "-W52"))
        return None


def _before(period: Period, begins_on: MonthBegins) -> Period:
    match period.kind:
        case PeriodKind.DAYS:
            span = period.until - period.since
            return read_period(f"{period.since - span}..{period.since - DAY}")
        case PeriodKind.WEEK:
            year, week, _ = (period.since - WEEK).isocalendar()
            return read_period(f"{year:04d}-W{week:02d}")
        case PeriodKind.STATISTIC_MONTH:
            year, month = _moved(int(period.key[1:5]), int(period.key[6:]), -1)
            return read_period(f"S{year:04d}-{month:02d}", month_begins_on=begins_on)
        case PeriodKind.MONTH:
            return read_period(f"{period.since - DAY:%Y-%m}")
        case PeriodKind.YEAR:
            return read_period(f"{period.since.year - 1:04d}")
        case kind:
            length = MONTHS[kind]
            last = period.since - DAY
            return read_period(f"{last.year:04d}-{kind[0]}{(last.month - 1) // length + 1}")


def _month(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:  # noqa: ARG001 - one shape for all
    since = date(int(parts[0]), int(parts[1]), 1)
    return Period(key, PeriodKind.MONTH, since, date(*_moved(since.year, since.month, 1), 1))


def _statistic_month(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:
    """It is named after the month in which it ends, and begins where the one before ends."""
    first = date(int(parts[0]), int(parts[1]), 1)
    earlier = date(*_moved(first.year, first.month, -1), 1)
    return Period(key, PeriodKind.STATISTIC_MONTH, month_ends(earlier, begins_on), month_ends(first, begins_on))


def month_ends(first: date, begins_on: MonthBegins) -> date:
    """Return the first day that does not belong any more to the statistic month named after this calendar month.

    :param first: the first day of the calendar month.
    """
    day = begins_on if isinstance(begins_on, int) else begins_on(first)
    return first.replace(day=day) if day > 1 else date(*_moved(first.year, first.month, 1), 1)


def _week(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:  # noqa: ARG001 - one shape for all
    since = date.fromisocalendar(int(parts[0]), int(parts[1]), 1)
    return Period(key, PeriodKind.WEEK, since, since + WEEK)


def _part_of_year(kind: PeriodKind) -> Callable[[str, tuple[str, ...], MonthBegins], Period]:
    def read(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:  # noqa: ARG001 - one shape for all
        length = MONTHS[kind]
        year, month = int(parts[0]), (int(parts[1]) - 1) * length + 1
        return Period(key, kind, date(year, month, 1), date(*_moved(year, month, length), 1))

    return read


def _year(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:  # noqa: ARG001 - one shape for all
    year = int(parts[0])
    return Period(key, PeriodKind.YEAR, date(year, 1, 1), date(year + 1, 1, 1))


def _days(key: str, parts: tuple[str, ...], begins_on: MonthBegins) -> Period:  # noqa: ARG001 - one shape for all
    since, last = date.fromisoformat(parts[0]), date.fromisoformat(parts[1])
    if last < since:
        raise _unknown(key)
    return Period(key, PeriodKind.DAYS, since, last + DAY)


READERS: Mapping[PeriodKind, Callable[[str, tuple[str, ...], MonthBegins], Period]] = {
    PeriodKind.MONTH: _month,
    PeriodKind.STATISTIC_MONTH: _statistic_month,
    PeriodKind.WEEK: _week,
    PeriodKind.QUARTER: _part_of_year(PeriodKind.QUARTER),
    PeriodKind.HALF_YEAR: _part_of_year(PeriodKind.HALF_YEAR),
    PeriodKind.YEAR: _year,
    PeriodKind.DAYS: _days,
}


def _moved(year: int, month: int, by: int) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def _a_year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _unknown(key: str) -> InvalidInputError:
    message = say("No period is written {key!r}; write one like 2026-11, S2026-11, 2026-W47, 2026-Q4, 2026-H2, 2026 or "
                  "2026-11-03..2026-11-20.", key=key)  # fmt: skip
    return InvalidInputError(message, field="period")
