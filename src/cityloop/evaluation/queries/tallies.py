"""Counts of everybody who is evaluated: one query for each kind of facts and each filter that a scheme has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from cityloop.evaluation.contracts import Dimension, Key, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY, FactKind
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.schemes import Object, OwnCount, Scheme, Where
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.queries.subjects import CITY, dimension_of
from cityloop.evaluation.queries.sums import sums

EVERYWHERE = Where()
DISTINCT: Mapping[str, Dimension] = {
    "class_code": Dimension.CLASS,
    "major_code": Dimension.MAJOR_CLASS,
    "grid_code": Dimension.GRID,
}


@dataclass(slots=True)
class Tally:
    """Sums by the values of facts. `several` holds what is counted once however often it occurs."""

    sums: dict[str, dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))
    several: dict[str, dict[Key, set[Key]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

    def present(self) -> set[Key]:
        """Return the values that have counts."""
        counted = {value for rows in self.sums.values() for value, figure in rows.items() if figure}
        return counted.union(*self.several.values())

    def figures(self, names: Iterable[str], keys: tuple[Key, ...]) -> dict[str, int]:
        """Return the figures of one who is evaluated, whose facts have these values."""
        return {name: self._figure(name, keys) for name in names}

    def _figure(self, name: str, keys: tuple[Key, ...]) -> int:
        if name in self.several:
            rows = self.several[name]
            return len(set[Key]().union(*(rows[key] for key in keys if key in rows)))
        sums = self.sums.get(name, {})
        return sum(sums.get(key, 0) for key in keys)


def figures_of(scorer: Scorer) -> tuple[str, ...]:
    """Return the names of all figures that a scheme needs or opens, in order."""
    opened = {name for term in scorer.scheme.terms for name in opened_by(scorer, term.key)}
    return tuple(sorted(scorer.needs() | opened))


def opened_by(scorer: Scorer, term_key: str) -> tuple[str, ...]:
    """Return the figures that a term opens: those it names, or else all that its formulas are made of."""
    term = next(term for term in scorer.scheme.terms if term.key == term_key)
    if term.opens:
        return term.opens
    called = [
        f"{scorer.scheme.key}.{term.key}",
        *(f"{scorer.scheme.key}.{term.key}.{group}" for group in term.by_group),
    ]
    return tuple(sorted(scorer.indicators.base_keys(called) - set(scorer.scheme.parameters)))


def tally(scorer: Scorer, period: Period, *, at: datetime) -> Tally:
    """Return all figures of a scheme in a period, by those who are evaluated. A query for each kind and filter."""
    found, scheme = Tally(), scorer.scheme
    counts = {count.name: count for count in scheme.counts}
    asked: defaultdict[tuple[FactKind, Where], list[tuple[str, str]]] = defaultdict(list)
    for name in figures_of(scorer):
        count = counts.get(name)
        if count is not None and count.distinct:
            _count_several(found, scheme, count, period, at)
        else:
            base = name if count is None else count.of
            asked[BY_KEY[base].of, EVERYWHERE if count is None else count.where].append((name, base))
    for (kind, where), wanted in asked.items():
        _count(found, scheme.object, kind, selection(period, where), wanted, at)
    return found


def selection(period: Period, where: Where = EVERYWHERE) -> Selection:
    """Return the facts of a period that a count takes."""
    return Selection(
        since=period.since,
        until=period.until,
        kind=where.kind,
        class_prefixes=where.class_codes,
        sources=where.sources,
        urgencies=where.urgencies,
        hours=where.hours,
        weekdays=where.weekdays,
        area_classes=where.area_classes,
    )


def theirs(facts: Selection, kind: FactKind, of: Object, keys: tuple[Key, ...]) -> Selection:
    """Return those of the facts that belong to one who is evaluated, whose facts have these values."""
    match dimension_of(kind, of):
        case None:
            return facts
        case Dimension.BODY:
            return replace(facts, body_ids=_identifiers(keys))
        case Dimension.REPORTER_BODY:
            return replace(facts, reporter_body_ids=_identifiers(keys))
        case Dimension.PERSON:
            return replace(facts, person_ids=_identifiers(keys))
        case dimension:
            return facts.at(dimension, keys[0])


def _identifiers(keys: tuple[Key, ...]) -> tuple[UUID, ...]:
    return tuple(key for key in keys if isinstance(key, UUID))


def _count(
    found: Tally, of: Object, kind: FactKind, facts: Selection, wanted: list[tuple[str, str]], at: datetime
) -> None:
    dimension = dimension_of(kind, of)
    by = () if dimension is None else (dimension,)
    rows = sums(kind=kind, by=by, where=facts, at=at, keys=[base for _, base in wanted])
    for row in rows:
        value = row.values[0] if by else CITY
        for name, base in wanted:
            found.sums[name][value] = row.counts[base]


def _count_several(found: Tally, scheme: Scheme, count: OwnCount, period: Period, at: datetime) -> None:
    kind = BY_KEY[count.of].of
    dimension, of_each = dimension_of(kind, scheme.object), DISTINCT[count.distinct]
    by = (of_each,) if dimension is None else (dimension, of_each)
    rows = sums(kind=kind, by=by, where=selection(period, count.where), at=at, keys=[count.of])
    several = found.several[count.name]
    for row in rows:
        if row.counts[count.of]:
            several[CITY if dimension is None else row.values[0]].add(row.values[-1])
