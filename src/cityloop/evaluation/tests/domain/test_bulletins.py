"""What bulletins say, by tables of cases."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest

from cityloop.evaluation.contracts import PeriodView
from cityloop.evaluation.contracts.bulletins import BulletinLeagueRow
from cityloop.evaluation.contracts.papers import Language
from cityloop.evaluation.domain.bulletin_words import (
    bulletin_called,
    count_moved,
    days_called,
    days_short,
    period_called,
    rate_moved,
)
from cityloop.evaluation.domain.bulletins import (
    LEAGUE_ROWS,
    Schedule,
    climbed,
    grown,
    periods_up_to,
    points_between,
    read_schedule,
    rows_told,
    schedule_fault,
    share,
    statistic_month_over,
)
from cityloop.evaluation.domain.periods import read_period


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("2026-10", "2026年10月", "October 2026"),
        ("S2026-10", "2026年10月", "October 2026"),
        ("2026-W07", "2026年第7周", "week 7 of 2026"),
        ("2026-Q4", "2026年第四季度", "quarter 4 of 2026"),
        ("2026-H2", "2026年下半年", "half 2 of 2026"),
        ("2026", "2026年", "2026"),
        ("2025-12-30..2026-01-02", "2025年12月30日至2026年1月2日", "30 December 2025 to 2 January 2026"),
    ],
)
def test_a_period_has_a_name(key: str, zh: str, en: str) -> None:
    assert (period_called(key, "zh"), period_called(key, "en")) == (zh, en)


def test_a_statistic_month_tells_its_days() -> None:
    period = read_period("S2026-10", month_begins_on=26)
    view = PeriodView(period.key, period.since, period.until)

    assert days_short(view) == "9.26–10.25"
    assert days_called(view, "zh") == "2026年9月26日至10月25日"
    assert days_called(view, "en") == "26 September to 25 October 2026"
    assert (bulletin_called("S2026-10", "zh"), bulletin_called("2026-Q1", "zh")) == ("月通报", "季度通报")


@pytest.mark.parametrize(
    ("now", "then", "language", "said"),
    [
        (132, 120, "zh", "增加12件（上升10.00%）"),
        (100, 120, "zh", "减少20件（下降16.67%）"),
        (5, 5, "zh", "持平"),
        (5, 0, "zh", "增加5件"),
        (0, 6, "en", "down by 6 (100.00%)"),
        (5, 0, "en", "up by 5"),
    ],
)
def test_a_change_of_a_count_is_told(now: int, then: int, language: Language, said: str) -> None:
    assert count_moved(now, then, grown(now, then), language) == said


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [("95.20", "93.90", "提高1.30个百分点"), ("93.90", "95.20", "下降1.30个百分点"), ("50.00", "50.00", "持平")],
)
def test_a_change_of_a_rate_is_told(now: str, then: str, said: str) -> None:
    points = points_between(now, then)

    assert points is not None
    assert rate_moved(points, "zh") == said


def row_of(group: str, number: int) -> BulletinLeagueRow:
    return BulletinLeagueRow(
        subject_id=f"{group}{number}", code="", name="", group=group, rank=number, rank_before=None, moved=None,
        total="1.00", total_before=None, grade=None, grade_en=None,
    )  # fmt: skip


def test_of_each_group_the_first_rows_are_told() -> None:
    rows = [row_of(group, number) for group in ("first", "second") for number in range(1, 301)]

    told = rows_told(rows)

    assert [(row.group, row.rank) for row in told] == [
        (group, number) for group in ("first", "second") for number in range(1, LEAGUE_ROWS // 2 + 1)
    ]
    assert rows_told(rows[:300]) == tuple(rows[:LEAGUE_ROWS])
    assert rows_told([]) == ()


def test_nothing_is_held_against_nothing() -> None:
    assert {grown(5, None), grown(5, 0), share(0, 0), points_between("5.00", None), climbed(1, None)} == {None}
    assert (climbed(1, 3), climbed(3, 1), share(1, 3)) == (2, -2, "33.33")


@pytest.mark.parametrize(
    ("today", "begins_on", "key", "until"),
    [
        ("2026-11-03", 1, "2026-10", "2026-11-01"),
        ("2026-01-31", 1, "2025-12", "2026-01-01"),
        ("2026-10-26", 26, "S2026-10", "2026-10-26"),
        ("2026-11-25", 26, "S2026-10", "2026-10-26"),
        ("2026-01-05", 26, "S2025-12", "2025-12-26"),
        ("2026-01-26", 26, "S2026-01", "2026-01-26"),
    ],
)
def test_the_month_that_is_over(today: str, begins_on: int, key: str, until: str) -> None:
    found = statistic_month_over(date.fromisoformat(today), month_begins_on=begins_on)

    assert (found.key, found.until.isoformat()) == (key, until)


def test_a_trend_has_twelve_months_and_fewer_at_the_beginning_of_time() -> None:
    found = periods_up_to(read_period("S2026-02", month_begins_on=26), month_begins_on=26)

    assert [each.key for each in found][0::11] == ["S2025-03", "S2026-02"]
    assert all(first.until == second.since for first, second in pairwise(found))
    assert len(periods_up_to(read_period("1900-02"), month_begins_on=1)) == 2


def test_a_schedule_comes_on_its_day_at_its_time() -> None:
    schedule, october = read_schedule("3 08:00"), read_period("2026-10")

    assert schedule == Schedule(3, time(8))
    assert not schedule.has_come(october, datetime(2026, 11, 3, 7, 59, tzinfo=UTC))
    assert schedule.has_come(october, datetime(2026, 11, 3, 8, tzinfo=UTC))
    assert read_schedule("never") is read_schedule("") is None


@pytest.mark.parametrize("text", ["3", "0 08:00", "29 08:00", "3 24:00", "3 8:00", "third at eight"])
def test_a_schedule_that_is_none_is_told(text: str) -> None:
    assert schedule_fault(text) is not None
    assert schedule_fault("28 23:59") is None
