"""Counts of everybody who is evaluated: one question for each kind of facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from cityloop.evaluation.contracts import Dimension, Key, Narrowed, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY, FactKind
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.schemes import Object, OwnCount, Where
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.queries.answers import Part, parts_of, quick_counts
from cityloop.evaluation.queries.subjects import CITY, dimension_of

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


def tally(scorer: Scorer, period: Period, *, at: datetime, quickly: bool = True) -> Tally:
    """Return all figures of a scheme in a period, by those who are evaluated. A question for each kind of facts.

    :param quickly: take from the lake what it holds as the database does; otherwise only the database is asked.
    """
    found, scheme, days = Tally(), scorer.scheme, selection(period)
    parts = parts_of(days) if quickly else [Part(days.since, days.until)]
    counts = {count.name: count for count in scheme.counts}
    asked: defaultdict[FactKind, list[Narrowed]] = defaultdict(list)
    for name in scorer.figures:
        count = counts.get(name)
        if count is not None and count.distinct:
            _count_several(found, scheme.object, count, parts, at)
        else:
            wanted = Narrowed(name=name, key=name) if count is None else _narrowed(count)
            asked[BY_KEY[wanted.key].of].append(wanted)
    for kind, each in asked.items():
        _count(found, scheme.object, kind, each, parts, at)
    return found


def selection(period: Period, where: Where = EVERYWHERE) -> Selection:
    """Return the facts of a period that a count takes."""
    return replace(facts_of(where), since=period.since, until=period.until)


def facts_of(where: Where) -> Selection:
    """Return the facts of all days that a count takes."""
    return Selection(
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
        case _:
            return replace(facts, area_code=str(keys[0]))  # an area's code is what the codes of its grids begin with


def _identifiers(keys: tuple[Key, ...]) -> tuple[UUID, ...]:
    return tuple(key for key in keys if isinstance(key, UUID))


def _narrowed(count: OwnCount) -> Narrowed:
    return Narrowed(name=count.name, key=count.of, where=facts_of(count.where))


def _count(
    found: Tally, of: Object, kind: FactKind, wanted: list[Narrowed], parts: Sequence[Part], at: datetime
) -> None:
    dimension = dimension_of(kind, of)
    by = () if dimension is None else (dimension,)
    for row in quick_counts(kind=kind, by=by, parts=parts, at=at, wanted=wanted):
        for name, figure in row.counts.items():
            found.sums[name][row.values[0] if by else CITY] = figure


def _count_several(found: Tally, of: Object, count: OwnCount, parts: Sequence[Part], at: datetime) -> None:
    kind = BY_KEY[count.of].of
    dimension, of_each = dimension_of(kind, of), DISTINCT[count.distinct]
    by = (of_each,) if dimension is None else (dimension, of_each)
    several = found.several[count.name]
    for row in quick_counts(kind=kind, by=by, parts=parts, at=at, wanted=[_narrowed(count)]):
        if row.counts[count.name]:
            several[CITY if dimension is None else row.values[0]].add(row.values[-1])
