"""Rules of bulletins: what is told, what a change is, and when the next one is due."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cityloop.evaluation.domain.decimals import HUNDRED, printed
from cityloop.evaluation.domain.periods import Period, before, read_period

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


def periods_up_to(period: Period, *, month_begins_on: int) -> list[Period]:
    """Return the periods of a trend, the last one this: as many of the same length as there are, twelve at most."""
    found = [period]
    while len(found) < TREND_LENGTH:
        earlier = before(found[-1], month_begins_on=month_begins_on)
        if earlier is None:
            break
        found.append(earlier)
    return found[::-1]


def statistic_month_over(today: date, *, month_begins_on: int) -> Period:
    """Return the last statistic month that is over on a day; where it is the calendar month it is written as one.

    :source: standards/evaluation.md section 1.2 (统计月).
    """
    if month_begins_on == 1:
        return read_period(f"{today.replace(day=1) - timedelta(days=1):%Y-%m}")
    begun = today if today.day >= month_begins_on else today.replace(day=1) - timedelta(days=1)
    # the month that began last is named after the following one, so the one that is over after this one
    return read_period(f"S{begun:%Y-%m}", month_begins_on=month_begins_on)


def is_due(period: Period, *, local: datetime, day: int, at: time) -> bool:
    """Return whether the bulletin of a period is to be drafted: on the n-th day after its end, from this time on.

    :param local: the present moment on the city's clocks.
    :param day: 1 is the first day after the period; 0 is never.
    """
    if day == 0:
        return False
    due = datetime.combine(period.until + timedelta(days=day - 1), at, local.tzinfo)
    return local >= due
