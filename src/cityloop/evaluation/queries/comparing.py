"""Two periods beside each other: every measure of somebody, what moved most first."""

from datetime import datetime
from decimal import Decimal

from cityloop.access.api import Actor
from cityloop.evaluation.contracts import Compared, Comparison
from cityloop.evaluation.domain.decimals import Figure
from cityloop.evaluation.domain.measures import Measure
from cityloop.evaluation.domain.scopes import Scope, moved, weight
from cityloop.evaluation.queries.definitions import book_on
from cityloop.evaluation.queries.periods import Periods, period_view
from cityloop.evaluation.queries.seeing import Sight, columns_of, figure_views, measure_head, measures
from cityloop.evaluation.queries.trends import written


def comparison(*, scope: Scope, period: str, other: str, actor: Actor, at: datetime) -> Comparison:
    """Return every measure of somebody in two periods; those without any figure in either are left out.

    Both periods are measured by the definitions in force on the last day of the first. While the first is not over,
    there are as many days of the other one as of it.

    :raises NotPermittedError: the actor may see no figures.
    :raises NotFoundError: there is no such subject, or it is not the actor's to see.
    :raises InvalidInputError: no period is written so.
    """
    sight, calendar = Sight(scope, actor), Periods()
    wanted, today = calendar.read(period), calendar.today(at)
    against = calendar.read(other).beside(wanted, today)
    book = book_on(wanted.last_day)
    known = measures(book)
    keys = tuple(dict.fromkeys(key for each in known.all() for key in each.opens))
    now, then = (sight.totals(keys, each, at=at) for each in (wanted, against))
    columns = known.columns(known.all(), columns_of([now, then]), 2)
    rows = [
        (each, columns[each.key][0], columns[each.key][1])
        for each in known.all()
        if any(now[key] or then[key] for key in each.opens)
    ]
    rows.sort(key=lambda row: (-weight(row[0].indicator, *row[1:]), None in row[1:], -_distance(*row[1:])))
    compared = tuple(_compared(each, value, held, (now, then)) for each, value, held in rows)
    return Comparison(book.number, period_view(wanted, today=today), period_view(against), at, compared)


def _distance(now: Figure, then: Figure) -> Decimal:
    return abs(now - then) if now is not None and then is not None else Decimal(0)


def _compared(shown: Measure, now: Figure, then: Figure, counts: tuple[dict[str, int], dict[str, int]]) -> Compared:
    move = moved(shown.indicator, now, then)
    return Compared(
        measure_head(shown),
        written(shown.indicator, now),
        written(shown.indicator, then),
        move.change,
        move.growth,
        f"{weight(shown.indicator, now, then):f}",
        figure_views(shown, *counts),
    )
