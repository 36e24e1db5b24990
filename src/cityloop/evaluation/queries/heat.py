"""When cases come: a count by weekday and hour."""

from datetime import datetime

from cityloop.access.api import Actor
from cityloop.evaluation.contracts import Dimension, Heat
from cityloop.evaluation.domain.scopes import Scope
from cityloop.evaluation.queries.answers import quick_sums
from cityloop.evaluation.queries.leagues import figure_head
from cityloop.evaluation.queries.periods import period_of, period_view
from cityloop.evaluation.queries.seeing import Sight, base

WEEKDAYS = range(1, 8)
HOURS = range(24)


def heat(*, key: str, scope: Scope, period: str, actor: Actor, at: datetime) -> Heat:
    """Return a base indicator by the weekday and hour of the report, in the time zone of the city. One query of facts.

    :raises NotPermittedError: the actor may see no figures.
    :raises NotFoundError: there is no such base indicator or subject, or it is not the actor's to see.
    :raises InvalidInputError: no period is written so.
    """
    sight, counted, wanted = Sight(scope, actor), base(key), period_of(period)
    rows = quick_sums(
        kind=counted.of,
        by=(Dimension.WEEKDAY, Dimension.HOUR),
        where=sight.facts(counted.of, wanted.since, wanted.until),
        at=at,
        keys=(key,),
    )
    found = {row.values: row.counts[key] for row in rows}
    cells = tuple(tuple(found.get((weekday, hour), 0) for hour in HOURS) for weekday in WEEKDAYS)
    return Heat(figure_head(key), period_view(wanted), at, sum(found.values()), cells)
