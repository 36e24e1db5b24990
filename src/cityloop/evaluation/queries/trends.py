"""Figures over time: any measure over periods that follow one another, each beside the one before and a year before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from cityloop.access.api import Actor
from cityloop.evaluation.contracts import Against, CountNow, HeldAgainst, Trend, TrendPoint
from cityloop.evaluation.domain.decimals import Figure
from cityloop.evaluation.domain.indicators import Indicator
from cityloop.evaluation.domain.measures import Measure
from cityloop.evaluation.domain.periods import Period, PeriodKind
from cityloop.evaluation.domain.scopes import Scope, moved
from cityloop.evaluation.queries.definitions import book_on
from cityloop.evaluation.queries.periods import Periods, period_view
from cityloop.evaluation.queries.seeing import Sight, columns_of, measure, measure_head, measures, of_periods
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

MOST = 36
Place: TypeAlias = tuple[Period, Period | None, Period | None]  # a period, the one before, the same a year before


@dataclass(frozen=True, slots=True)
class Told:
    """What a period came to."""

    counts: Mapping[str, int]
    figure: Figure


def trend(*, key: str, scope: Scope, last: str, periods: int, actor: Actor, at: datetime) -> Trend:
    """Return a measure over so many periods, the oldest first, up to the one named; one or two queries for all.

    All periods are measured by the definition in force on the last day. They may be months, statistic months, weeks,
    quarters, halves or years.

    :param periods: 1 to 36.
    :raises NotPermittedError: the actor may see no figures.
    :raises NotFoundError: there is no such measure or subject, or it is not the actor's to see.
    :raises InvalidInputError: no period is written so, or it is of a kind that does not follow itself.
    """
    sight, calendar = Sight(scope, actor), Periods()
    end = calendar.read(last)
    if end.kind is PeriodKind.DAYS:
        message = say("A trend runs over weeks, months, quarters, halves or years, not over {period}.", period=last)
        raise InvalidInputError(message, field="last")
    book = book_on(end.last_day)
    known = measures(book)
    shown = measure(known, key)
    chain = list(_chain(calendar, end, min(periods, MOST), at))
    wanted = {period for place in chain for period in place if period is not None}
    since, until = min(each.since for each in wanted), max(each.until for each in wanted)
    by_day = sight.by_day(shown.opens, since, until, at=at)
    counts = of_periods(by_day, shown.opens, wanted)
    column = known.columns([shown], columns_of(counts.values()), len(counts))[shown.key]
    told = {period: Told(counts[period], figure) for period, figure in zip(counts, column, strict=True)}
    today = calendar.today(at)
    points = tuple(_point(shown, place, told, today) for place in reversed(chain))
    return Trend(measure_head(shown), book.number, at, points)


def _chain(calendar: Periods, end: Period, length: int, at: datetime) -> Iterator[Place]:
    """Yield periods back from the last one, each with the one before and the same of the year before.

    Of these there are as many days as of a period that is not over.
    """
    period: Period | None = end
    for _ in range(length):
        if period is None:
            return
        earlier, a_year_earlier = (calendar.beside(period, against, at=at) for against in Against)
        yield period, earlier, a_year_earlier
        period = calendar.held_against(period, Against.BEFORE)


def _point(shown: Measure, place: Place, told: Mapping[Period, Told], today: date) -> TrendPoint:
    period, earlier, a_year_earlier = place
    now = told[period]
    return TrendPoint(
        period_view(period, today=today),
        written(shown.indicator, now.figure),
        tuple(CountNow(key, now.counts[key]) for key in shown.opens),
        _held_against(shown, now, earlier, told),
        _held_against(shown, now, a_year_earlier, told),
    )


def _held_against(shown: Measure, now: Told, other: Period | None, told: Mapping[Period, Told]) -> HeldAgainst | None:
    if other is None:
        return None
    then = told[other].figure
    move = moved(shown.indicator, now.figure, then)
    return HeldAgainst(period_view(other), written(shown.indicator, then), move.change, move.growth)


def written(indicator: Indicator, figure: Figure) -> str | None:
    """Return a figure as it is printed, None where it is undefined."""
    return None if figure is None else indicator.written(figure)
