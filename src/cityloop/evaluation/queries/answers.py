"""Figures for somebody who waits: from PostgreSQL or from the lake, whichever answers sooner, never another answer."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cityloop.evaluation.contracts import Dimension, Key, Narrowed, Selection, Sums
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.lake import LaterManifestError, days_of, months_asked, months_between
from cityloop.evaluation.events import FactsChanged
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.engines import IN_PROCESS, engine_at
from cityloop.evaluation.queries.fact_batches import months_with_facts
from cityloop.evaluation.queries.lake import Reach, lake_sums
from cityloop.evaluation.queries.lake_files import manifest_of
from cityloop.evaluation.queries.sums import sums
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api as territory

EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Part:
    """Some days of a question: whether the lake holds their facts as the database does."""

    since: date | None
    until: date | None
    is_in_lake: bool = False

    def of(self, where: Selection) -> Selection:
        """Return the same facts, of these days."""
        return replace(where, since=self.since, until=self.until)


def quick_sums(
    *,
    kind: FactKind,
    by: Sequence[Dimension] = (),
    where: Selection,
    at: datetime,
    keys: Sequence[str] | None = None,
) -> list[Sums]:
    """Return what `sums` returns, from the lake where that is sooner, for the months in which it is as new.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    parts = parts_of(where) if is_broad(where) else [Part(where.since, where.until)]
    found = [
        lake_sums(kind=kind, by=by, where=part.of(where), at=at, keys=keys, reach=_reach())
        if part.is_in_lake
        else sums(kind=kind, by=by, where=part.of(where), at=at, keys=keys)
        for part in parts
    ]
    return found[0] if len(found) == 1 else together(found)


def quick_counts(
    *, kind: FactKind, by: Sequence[Dimension], parts: Sequence[Part], at: datetime, wanted: Sequence[Narrowed]
) -> list[Sums]:
    """Return counts of some days, each over all their facts or over those it is narrowed to; a row has all of them.

    :param parts: the days, as `parts_of` tells them.
    :param wanted: by their names; none counts different values.
    """
    found: list[list[Sums]] = []
    for part in parts:
        if part.is_in_lake:
            for asked in _by(wanted, lambda each: each.where != EVERYTHING):
                days = part.of(EVERYTHING)
                found.append(lake_sums(kind=kind, by=by, where=days, at=at, keys=asked, reach=_reach()))
        else:
            for asked in _by(wanted, lambda each: each.where):
                keys = [each.key for each in asked]
                rows = sums(kind=kind, by=by, where=part.of(asked[0].where), at=at, keys=keys)
                found.append([Sums(row.values, {each.name: row.counts[each.key] for each in asked}) for row in rows])
    return together(found)


def _by(wanted: Sequence[Narrowed], told: Callable[[Narrowed], Hashable]) -> list[list[Narrowed]]:
    found: dict[Hashable, list[Narrowed]] = {}
    for each in wanted:
        found.setdefault(told(each), []).append(each)
    return [*found.values()]


def _reach() -> Reach:
    return Reach(cities=(territory.city().code,), engine=engine_at(IN_PROCESS))


def is_broad(where: Selection) -> bool:
    """Return whether so many rows are asked for that reading columns of a file should beat reading rows by an index.

    A rule of thumb: a body or a person is narrow; an area is not, for files are in order of grids.
    """
    of_few = (where.body_ids, where.person_ids, where.reporter_body_ids)
    return all(chosen is None for chosen in of_few) and not where.among


def parts_of(where: Selection) -> list[Part]:
    """Return the days that are asked for in parts, each of which is in the lake as it is in the database, or is not.

    Days without an end are one part.
    """
    whole = Part(where.since, where.until)
    settled = settled_months(territory.city().code, where)
    if not settled:
        return [whole]
    if where.since is None or where.until is None:
        first, last = months_asked(since=where.since, until=where.until)
        asked = {month for month in months_with_facts() if first <= month <= last}
        return [replace(whole, is_in_lake=asked <= settled)]
    parts: list[Part] = []
    for month in months_between(where.since, where.until):
        begins, ends = days_of(month)
        part = Part(max(begins, where.since), min(ends, where.until), month in settled)
        if parts and parts[-1].is_in_lake == part.is_in_lake:
            part = replace(part, since=parts.pop().since)
        parts.append(part)
    return parts or [whole]


def settled_months(city: str, where: Selection) -> set[str]:
    """Return the months of a question that the lake holds as the database does: nothing is noted, no news is on its
    way. Two queries, none where the lake holds nothing of them."""
    first, last = months_asked(since=where.since, until=where.until)
    try:
        manifest = manifest_of(city)
    except LaterManifestError:  # a newer program writes to this lake: the database knows everything, too
        return set()
    held = {month for month in manifest.months if first <= month <= last}
    if not held:
        return held
    on_its_way = OutboxEvent.objects.filter(name=FactsChanged.__qualname__, position__isnull=True)
    told = {month for months in on_its_way.values_list("body__months", flat=True) for month in months}
    noted = LakeChange.objects.filter(month__gte=first, month__lte=last).values_list("month", flat=True).distinct()
    return held - told - {*noted}


def together(parts: Sequence[Sequence[Sums]]) -> list[Sums]:
    """Return sums of different facts as one, in order of their values, what has none last."""
    names = dict.fromkeys((name for part in parts if part for name in part[0].counts), 0)
    found: dict[tuple[Key, ...], dict[str, int]] = {}
    for row in (row for part in parts for row in part):
        counts = found.setdefault(row.values, {**names})
        for name, count in row.counts.items():
            counts[name] += count
    rows = [Sums(values, counts) for values, counts in found.items()]
    return sorted(rows, key=lambda row: [(value is None, "" if value is None else value) for value in row.values])
