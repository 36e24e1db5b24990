"""Who may see which figures, by what they are counted, and the cases behind each of them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import orjson

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts import Behind, Dimension, FigureView, Key, MeasureHead, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY, BaseIndicator, FactKind
from cityloop.evaluation.domain.decimals import Column, Figure
from cityloop.evaluation.domain.definitions import read_indicators
from cityloop.evaluation.domain.measures import Measure, Measures
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.scopes import CountAsked, Scope
from cityloop.evaluation.models import IndicatorBook
from cityloop.evaluation.policies import READ, sees
from cityloop.evaluation.queries.answers import quick_sums
from cityloop.evaluation.queries.behind import opened
from cityloop.evaluation.queries.definitions import book_on
from cityloop.evaluation.queries.leagues import figure_head
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.subjects import keys_of
from cityloop.evaluation.queries.tallies import theirs
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

Counts = Mapping[date, Mapping[str, int]]


class Sight:
    """What somebody may see of one subject: facts of a scope that is theirs to see."""

    def __init__(self, scope: Scope, actor: Actor) -> None:
        """Let the actor see these facts.

        :raises NotPermittedError: the actor may see no figures.
        :raises NotFoundError: there is no such subject, or it is not the actor's to see.
        """
        require(actor, READ)
        keys = keys_of(scope.of, scope.subject_id)
        if not keys or not sees(actor, scope.of, scope.subject_id):
            message = say("There is no {subject} in this league.", subject=scope.subject_id)
            raise NotFoundError(message, subject_id=scope.subject_id)
        self._scope = scope
        self._keys: tuple[Key, ...] = keys

    def facts(self, kind: FactKind, since: date, until: date) -> Selection:
        """Return the facts of these days: the only place that says so, for figures and for the cases behind them."""
        classes = (self._scope.class_code,) if self._scope.class_code else ()
        facts = Selection(since=since, until=until, kind=self._scope.kind, class_prefixes=classes)
        return theirs(facts, kind, self._scope.of, self._keys)

    def by_day(self, base_keys: Iterable[str], since: date, until: date, *, at: datetime) -> dict[date, dict[str, int]]:
        """Return these base indicators day by day; a day without facts is left out. A query for each kind of facts."""
        found: dict[date, dict[str, int]] = {}
        for kind, keys in _by_kind(base_keys).items():
            where = self.facts(kind, since, until)
            for row in quick_sums(kind=kind, by=(Dimension.DAY,), where=where, at=at, keys=keys):
                if isinstance(day := row.values[0], date):
                    found.setdefault(day, {}).update(row.counts)
        return found

    def totals(self, base_keys: Iterable[str], period: Period, *, at: datetime) -> dict[str, int]:
        """Return these base indicators of a period. A query for each kind of facts."""
        found: dict[str, int] = {}
        for kind, keys in _by_kind(base_keys).items():
            (row,) = quick_sums(kind=kind, where=self.facts(kind, period.since, period.until), at=at, keys=keys)
            found |= row.counts
        return found


def _by_kind(base_keys: Iterable[str]) -> dict[FactKind, list[str]]:
    found: dict[FactKind, list[str]] = {}
    for key in base_keys:
        found.setdefault(BY_KEY[key].of, []).append(key)
    return found


def measures(book: IndicatorBook) -> Measures:
    """Return everything that can be looked at by these indicators; kept in the process by what is written."""
    return _measures(orjson.dumps(book.data))


@lru_cache(maxsize=16)
def _measures(indicators: bytes) -> Measures:
    return Measures(read_indicators(orjson.loads(indicators)))


def measure(known: Measures, key: str) -> Measure:
    """Return what goes by a key.

    :raises NotFoundError: nothing does.
    """
    found = known.find(key)
    if found is None:
        message = say("There is no indicator {name!r}.", name=key)
        raise NotFoundError(message, key=key)
    return found


def base(key: str) -> BaseIndicator:
    """Return a base indicator.

    :raises NotFoundError: there is none of this key.
    """
    found = BY_KEY.get(key)
    if found is None:
        message = say("There is no base indicator {key}.", key=key)
        raise NotFoundError(message, key=key)
    return found


def of_periods(by_day: Counts, keys: Iterable[str], periods: Iterable[Period]) -> dict[Period, dict[str, int]]:
    """Return the sums of each of these base indicators, period by period."""
    wanted = tuple(keys)
    return {
        period: {
            key: sum(counts.get(key, 0) for day, counts in by_day.items() if period.since <= day < period.until)
            for key in wanted
        }
        for period in periods
    }


def columns_of(counts: Iterable[Mapping[str, int]]) -> dict[str, Column]:
    """Return sums as columns, a row for each of them."""
    columns: dict[str, list[Figure]] = {}
    for row in counts:
        for key, figure in row.items():
            columns.setdefault(key, []).append(Decimal(figure))
    return {**columns}


def measure_head(shown: Measure) -> MeasureHead:
    """Return what a measure is called, how it is written and what it opens."""
    made = shown.indicator
    return MeasureHead(
        *(made.key, made.zh, made.en, made.unit.value, made.places, made.better.value, made.formula),
        figures=tuple(figure_head(key) for key in shown.opens),
    )


def measure_heads(*, day: date, actor: Actor) -> list[MeasureHead]:
    """Return everything that can be looked at by the indicators in force on a day, those first.

    :raises NotPermittedError: the actor may see no figures.
    :raises NotFoundError: no indicators have been published.
    """
    require(actor, READ)
    return [measure_head(each) for each in measures(book_on(day)).all()]


def figure_views(shown: Measure, now: Mapping[str, int], then: Mapping[str, int]) -> tuple[FigureView, ...]:
    """Return the base indicators behind a measure in two periods."""
    return tuple(FigureView(key, now[key], then[key]) for key in shown.opens)


def cases_behind(
    *, asked: CountAsked, actor: Actor, at: datetime, cursor: str | None = None, size: int = 100
) -> Behind:
    """Return a count of somebody in a period, and some of the cases that it is made of.

    :param at: the moment at which the count was read, so that what follows from the time is the same.
    :raises NotPermittedError: the actor may see no figures.
    :raises NotFoundError: there is no such base indicator or subject, or it is not the actor's to see.
    """
    sight, counted, period = Sight(asked.scope, actor), base(asked.key), period_of(asked.period)
    facts = sight.facts(counted.of, period.since, period.until)
    for dimension, value in ((Dimension.WEEKDAY, asked.weekday), (Dimension.HOUR, asked.hour)):
        facts = facts if value is None else facts.at(dimension, value)
    return opened(counted.key, facts, None, at, cursor, size)
