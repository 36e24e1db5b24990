"""Rules of bulletins: what is told, what a change is, and when the next one is due."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cityloop.evaluation.contracts.bulletins import BulletinLeagueRow
from cityloop.evaluation.domain.decimals import HUNDRED, printed
from cityloop.evaluation.domain.periods import MonthBegins, Period, before, read_period

COUNTS = (
    "reported", "collector_reported", "public_reported", "accepted", "filed", "dispatched", "need_dispose", "disposed",
    "disposed_on_time", "disposed_late", "to_dispose", "to_dispose_late", "need_close", "closed", "closed_on_time",
    "closed_late", "not_closed", "reworked", "returned", "extended", "suspended", "urged", "void", "self_disposed",
)  # fmt: skip
ROW_COUNTS = ("reported", "filed", "disposed", "disposed_on_time", "closed", "to_dispose_late", "reworked")
TREND_COUNTS = ("reported", "filed", "disposed", "closed")
RATES = (
    "filing_rate", "disposal_rate", "disposal_on_time_rate", "closing_rate", "closing_on_time_rate", "rework_rate",
    "satisfaction_rate",
)  # fmt: skip
ROW_RATES = ("disposal_on_time_rate", "closing_rate")
TREND_LENGTH = 12  # periods
TOP_CLASSES = 10
TOP_OVERDUE = 20
LEAGUE_ROWS = 200
PLACES = 2


def share(part: int, whole: int) -> str | None:
    """Return a part in percent of the whole, None of nothing."""
    return printed(Decimal(part) / Decimal(whole) * HUNDRED, PLACES) if whole else None


def grown(now: int, then: int | None) -> str | None:
    """Return by how many percent a count has grown; None against nothing.

    :source: standards/evaluation.md section 5 (环比, 同比).
    """
    return printed(Decimal(now - then) / Decimal(then) * HUNDRED, PLACES) if then else None


def points_between(now: str | None, then: str | None) -> str | None:
    """Return by how many percentage points a rate differs, both as they are printed; None where one is undefined."""
    return None if now is None or then is None else f"{Decimal(now) - Decimal(then):f}"


def climbed(rank: int | None, rank_before: int | None) -> int | None:
    """Return how many places somebody has come up; below zero is down."""
    return None if rank is None or rank_before is None else rank_before - rank


def rows_told(rows: Sequence[BulletinLeagueRow]) -> tuple[BulletinLeagueRow, ...]:
    """Return the rows of a league that a bulletin tells: of each group the first ones, as many of one as of another.

    :param rows: in the order of groups and ranks.
    """
    groups = dict.fromkeys(row.group for row in rows)
    most, told = LEAGUE_ROWS // max(len(groups), 1), Counter[str]()
    found = []
    for row in rows:
        told[row.group] += 1
        if told[row.group] <= most:
            found.append(row)
    return tuple(found)


def periods_up_to(period: Period, *, month_begins_on: MonthBegins) -> list[Period]:
    """Return the periods of a trend, the last one this: as many of the same length as there are, twelve at most."""
    found = [period]
    while len(found) < TREND_LENGTH:
        earlier = before(found[-1], month_begins_on=month_begins_on)
        if earlier is None:
            break
        found.append(earlier)
    return found[::-1]


def statistic_month_over(today: date, *, month_begins_on: MonthBegins) -> Period:
    """Return the last statistic month that is over on a day; where it is the calendar month it is written as one.

    :source: standards/evaluation.md section 1.2 (统计月).
    """
    found = read_period(f"S{today:%Y-%m}", month_begins_on=month_begins_on)
    if found.until > today:
        found = read_period(f"S{today.replace(day=1) - timedelta(days=1):%Y-%m}", month_begins_on=month_begins_on)
    calendar = read_period(found.key.removeprefix("S"))
    return calendar if (found.since, found.until) == (calendar.since, calendar.until) else found


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a bulletin drafts itself: on the n-th day after its period, from a time of the city's clocks on."""

    day: int
    time: time

    def has_come(self, period: Period, local: datetime) -> bool:
        """Return whether the bulletin of a period is due at a moment of the city's clocks."""
        return local >= datetime.combine(period.until + timedelta(days=self.day - 1), self.time, local.tzinfo)


def read_schedule(text: str) -> Schedule | None:
    """Return the schedule written so: `3 08:00` is the third day at eight; nothing and `never` are none.

    :raises ValueError: none is written so.
    """
    if text in ("", "never"):
        return None
    found = re.fullmatch(r"([1-9]|1[0-9]|2[0-8]) ([01][0-9]|2[0-3]):([0-5][0-9])", text)
    if found is None:
        message = f"{text!r} is not a day from 1 to 28 and a time, such as '3 08:00', nor 'never'."
        raise ValueError(message)
    day, hour, minute = (int(part) for part in found.groups())
    return Schedule(day, time(hour, minute))


def schedule_fault(text: str) -> str | None:
    """Return what is wrong with a schedule as it is written, None if nothing is."""
    try:
        read_schedule(text)
    except ValueError as error:
        return str(error)
    return None
