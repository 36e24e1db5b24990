"""Periods: how they are written, which days they have, and which come before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cityloop.evaluation.domain.periods import before, read_period, year_before
from cityloop.kernel.errors import InvalidInputError

PERIODS = [  # key, first day, first day after it, the one before, the same of the year before
    ("2026-11", date(2026, 11, 1), date(2026, 12, 1), "2026-10", "2025-11"),
    ("2026-12", date(2026, 12, 1), date(2027, 1, 1), "2026-11", "2025-12"),
    ("2026-01", date(2026, 1, 1), date(2026, 2, 1), "2025-12", "2025-01"),
    ("2024-02", date(2024, 2, 1), date(2024, 3, 1), "2024-01", "2023-02"),
    ("S2026-11", date(2026, 10, 26), date(2026, 11, 26), "S2026-10", "S2025-11"),
    ("S2026-01", date(2025, 12, 26), date(2026, 1, 26), "S2025-12", "S2025-01"),
    ("2026-W47", date(2026, 11, 16), date(2026, 11, 23), "2026-W46", "2025-W47"),
    ("2026-W01", date(2025, 12, 29), date(2026, 1, 5), "2025-W52", "2025-W01"),
    ("2026-W53", date(2026, 12, 28), date(2027, 1, 4), "2026-W52", "2025-W52"),
    ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1), "2025-Q4", "2025-Q1"),
    ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "2026-Q3", "2025-Q4"),
    ("2026-H1", date(2026, 1, 1), date(2026, 7, 1), "2025-H2", "2025-H1"),
    ("2026-H2", date(2026, 7, 1), date(2027, 1, 1), "2026-H1", "2025-H2"),
    ("2026", date(2026, 1, 1), date(2027, 1, 1), "2025", "2025"),
    ("2026-11-03..2026-11-20", date(2026, 11, 3), date(2026, 11, 21), "2026-10-16..2026-11-02",
     "2025-11-03..2025-11-20"),
    ("2024-02-29..2024-02-29", date(2024, 2, 29), date(2024, 3, 1), "2024-02-28..2024-02-28",
     "2023-02-28..2023-02-28"),
]  # fmt: skip
REFUSED = [
    "", "26-11", "2026-13", "2026-00", "2026-1", "S2026-13", "2026-W00", "2026-W54", "2025-W53", "2026-Q0", "2026-Q5",
    "2026-H3", "0000", "1899", "2200", "9999", "9999-12", "2026-11-20..2026-11-03", "2026-11-31..2026-12-01",
    "2026-11-03", "\uff12\uff10\uff12\uff16", "2026-11\n", " 2026-11", "0001-01-01..9999-12-31",
]  # fmt: skip


@pytest.mark.parametrize(("key", "since", "until", "earlier", "last_year"), PERIODS)
def test_a_period_has_its_days(key: str, since: date, until: date, earlier: str, last_year: str) -> None:
    period = read_period(key, month_begins_on=26)
    ahead, a_year_ago = before(period, month_begins_on=26), year_before(period, month_begins_on=26)

    assert (period.key, period.since, period.until) == (key, since, until)
    assert period.last_day == until - timedelta(days=1)
    assert ahead is not None
    assert a_year_ago is not None
    assert (ahead.key, a_year_ago.key) == (earlier, last_year)
    assert ahead.until == period.since
    assert read_period(ahead.key, month_begins_on=26) == ahead


def test_a_statistic_month_that_begins_on_the_first_is_the_month() -> None:
    period, month = read_period("S2026-11"), read_period("2026-11")

    assert (period.since, period.until) == (month.since, month.until)


@pytest.mark.parametrize(
    ("first", "other", "today", "until", "is_cut"),
    [
        ("2026-11", "2026-10", date(2026, 11, 10), date(2026, 10, 11), True),
        ("2026-11", "2026-10", date(2026, 11, 1), date(2026, 10, 2), True),
        ("2026-11", "2026-10", date(2026, 11, 30), date(2026, 10, 31), True),
        ("2026-11", "2026-10", date(2026, 12, 1), date(2026, 11, 1), False),  # over
        ("2026-11", "2026-10", date(2026, 10, 31), date(2026, 11, 1), False),  # not begun
        ("2026-10", "2026-09", date(2026, 10, 31), date(2026, 10, 1), False),  # the other has no 31st
        ("2026-10", "2026-09", date(2026, 10, 30), date(2026, 10, 1), False),
        ("S2026-11", "S2026-10", date(2026, 10, 26), date(2026, 9, 27), True),
        ("2026-W47", "2026-W46", date(2026, 11, 18), date(2026, 11, 12), True),
        ("2026", "2025", date(2026, 3, 1), date(2025, 3, 2), True),
    ],
)
def test_beside_a_period_that_is_not_over_there_are_as_many_days(
    first: str,
    other: str,
    today: date,
    until: date,
    is_cut: bool,  # noqa: FBT001 - a column of the table
) -> None:
    one, two = (read_period(key, month_begins_on=26) for key in (first, other))

    found = two.beside(one, today)

    assert (found.since, found.until, found.is_cut) == (two.since, until, is_cut)


@pytest.mark.parametrize(
    ("key", "months"),
    [
        ("2026-02", "1"), ("S2026-02", "1"), ("2026-Q1", "3"), ("2026-H2", "6"), ("2026", "12"),
        ("2026-02-01..2026-02-14", "0.5"), ("2026-01-01..2026-02-14", "1.5"), ("2026-11-28..2026-12-31", "1.1"),
    ],
)  # fmt: skip
def test_a_period_has_months(key: str, months: str) -> None:
    assert read_period(key).months == Decimal(months)


@pytest.mark.parametrize(("old", "new"), [(1, 26), (26, 1), (26, 11), (11, 26), (1, 2), (28, 1)])
def test_statistic_months_neither_overlap_nor_leave_days_between_when_the_rule_changes(old: int, new: int) -> None:
    def begins_on(first: date) -> int:
        return old if first < date(2026, 4, 1) else new

    period = read_period("S2026-08", month_begins_on=begins_on)
    for _ in range(10):
        earlier = before(period, month_begins_on=begins_on)
        assert earlier is not None
        assert earlier.since < earlier.until == period.since
        period = earlier


@pytest.mark.parametrize("key", REFUSED, ids=ascii)
def test_what_is_no_period_is_refused(key: str) -> None:
    with pytest.raises(InvalidInputError, match="No period is written"):
        read_period(key, month_begins_on=26)


def test_before_the_first_year_there_is_none() -> None:
    assert before(read_period("1900-01")) is None
    assert year_before(read_period("1900")) is None
