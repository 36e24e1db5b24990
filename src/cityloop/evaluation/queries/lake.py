"""Sums of facts over the lake: what `queries.sums` says in SQL, said once more in Ibis for DuckDB and Spark alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cityloop.evaluation.contracts import Dimension, Key, Narrowed, Selection, Sums
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.ratios import Whole
from cityloop.evaluation.queries.engines import CHOSEN, FACTS, Engine, engine, sql_of
from cityloop.evaluation.queries.lake_files import files_for, schema_of
from cityloop.evaluation.queries.lake_terms import COLUMNS, MOMENT, column, conditions, contribution, table
from cityloop.evaluation.queries.month_sums import AXIS, axis_of, sums_schema, tell
from cityloop.evaluation.queries.sums import keys_of

PREFIX = "count_of_"  # some counts are called as a column
IDENTIFIERS = {Dimension.BODY, Dimension.PERSON, Dimension.REPORTER_BODY}
ASKED_AT = "the moment of asking"  # stands in statements that are kept, until they are asked
# What lies within what: sums by the former add up to sums by the latter.
WITHIN: Mapping[Dimension, Dimension] = {
    Dimension.GRID: Dimension.COMMUNITY,
    Dimension.COMMUNITY: Dimension.STREET,
    Dimension.STREET: Dimension.DISTRICT,
    Dimension.CLASS: Dimension.MAJOR_CLASS,
    Dimension.DAY: Dimension.MONTH,
}
Group = tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far into the lake a question goes: these cities, or all that write to it; through the engine of this
    installation, or another; to every fact, or only to sums of months where these answer it."""

    cities: tuple[str, ...] | None = None
    engine: Engine | None = None
    is_summed: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of all facts of a kind."""

    kind: FactKind
    where: Selection
    wanted: tuple[Narrowed, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Columns:
    """Sums as columns: what each row is of, and its counts by their names, each an array of whole numbers."""

    values: list[tuple[Key, ...]]
    counts: Mapping[str, Whole]

    def rows(self) -> list[Sums]:
        """Return the same row by row."""
        names = [*self.counts]
        told = zip(*(column.tolist() for column in self.counts.values()), strict=True)
        counts = told if names else [()] * len(self.values)
        return [Sums(value, dict(zip(names, row, strict=True))) for value, row in zip(self.values, counts, strict=True)]


EVERYTHING = Reach()


def lake_sums(
    *,
    kind: FactKind,
    by: Sequence[Dimension] = (),
    where: Selection,
    at: datetime,
    keys: Sequence[str | Narrowed] | None = None,
    reach: Reach = EVERYTHING,
) -> list[Sums]:
    """Return what `sums` returns, from what the lake holds: the facts as they were when they were last exported.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    (found,) = lake_sums_by_each(kind=kind, groups=[by], where=where, at=at, keys=keys, reach=reach)
    return found


def lake_sums_by_each(
    *,
    kind: FactKind,
    groups: Sequence[Sequence[Dimension]],
    where: Selection,
    at: datetime,
    keys: Sequence[str | Narrowed] | None = None,
    reach: Reach = EVERYTHING,
) -> list[list[Sums]]:
    """Return sums for each of several divisions at once, in their order; files are read as seldom as possible.

    :param keys: base indicators, also narrowed to what a scheme counts for itself.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    found = lake_columns_by_each(kind=kind, groups=groups, where=where, at=at, keys=keys, reach=reach)
    return [each.rows() for each in found]


def lake_columns_by_each(
    *,
    kind: FactKind,
    groups: Sequence[Sequence[Dimension]],
    where: Selection,
    at: datetime,
    keys: Sequence[str | Narrowed] | None = None,
    reach: Reach = EVERYTHING,
) -> list[Columns]:
    """Return what `lake_sums_by_each` does as columns, for those who go on to compute with all of them.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    asked = Question(kind, where, _wanted(kind, keys), at)
    told = {tuple(group) for group in groups}
    summed = reach.is_summed and tell(kind, told, where, asked.wanted)
    files, by = files_for(kind, where, reach.cities, summed=summed), reach.engine or engine()
    found: list[Mapping[Group, pa.Table]] = []
    if files.sums:
        found.append(_of_sums(asked, told, files.sums, by))
    if files.facts or not files.sums:
        found.append(_of_facts(asked, told, files.facts, by))
    names = [each.name for each in asked.wanted]
    return [_ordered(_folded([each[tuple(group)] for each in found], group, names), group, names) for group in groups]


def _of_facts(asked: Question, groups: set[Group], files: Sequence[str], by: Engine) -> Mapping[Group, pa.Table]:
    """Return what facts come to; a table may be divided by more than was asked."""
    adds_up = all(each.different is None for each in asked.wanted)
    chosen = selection(asked.kind, asked.where, by.dialect, summed=False)
    found: dict[Group, pa.Table] = {}
    for scan in scans_of(groups) if adds_up else groups:
        sums = counting(asked.kind, scan, asked.wanted, by.dialect)
        counted = by.run(files, _at(chosen, asked.at), sums.statement) if files else sums.schema.empty_table()
        found |= {group: counted.cast(sums.schema) for group in groups if group not in found and {*group} <= {*scan}}
    return found


def _of_sums(asked: Question, groups: set[Group], files: Sequence[str], by: Engine) -> Mapping[Group, pa.Table]:
    """Return what sums of months come to: all divisions in one statement, each from the axis that tells it."""
    axes = {group: axis_of(asked.kind, group) for group in groups}
    divided = tuple(sorted({each for group in groups for each in group}))
    chosen = selection(asked.kind, asked.where, by.dialect, summed=True)
    sums = counting(asked.kind, divided, asked.wanted, by.dialect, summed=True)
    counted = by.run(files, _at(chosen, asked.at), sums.statement).cast(sums.schema)
    return {group: counted.filter(pc.equal(counted[AXIS], axis)) for group, axis in axes.items()}


@lru_cache(maxsize=1000)
def selection(kind: FactKind, where: Selection, dialect: str, *, summed: bool) -> str:
    """Say in SQL the facts that are asked for, or their sums, with the moment of asking beside each."""
    facts = table(FACTS, sums_schema(kind) if summed else schema_of(kind))
    # The moment is written as text: no engine rounds it.
    chosen = facts.mutate(asked_at=ibis.literal(ASKED_AT).cast(MOMENT))
    chosen = chosen.filter(*told) if (told := list(conditions(facts, where))) else chosen
    return sql_of(chosen, dialect)


def _at(statement: str, at: datetime) -> str:
    return statement.replace(ASKED_AT, at.astimezone(UTC).isoformat())


@dataclass(frozen=True, slots=True)
class Counting:
    """A statement that adds up chosen facts, and what it returns."""

    statement: str
    schema: pa.Schema


@lru_cache(maxsize=1000)
def counting(
    kind: FactKind, by: tuple[Dimension, ...], wanted: tuple[Narrowed, ...], dialect: str, *, summed: bool = False
) -> Counting:
    """Return how an engine adds up these base indicators by these dimensions: it takes long to say, and is kept.

    :param summed: what is chosen are sums of months, which are divided by their axis, too.
    """
    fields = sums_schema(kind) if summed else schema_of(kind)
    chosen = table(CHOSEN, fields.append(pa.field("asked_at", pa.timestamp("us", tz="UTC"))))
    added = {PREFIX + each.name: _sum(chosen, each) for each in wanted}
    axis = {AXIS: chosen[AXIS]} if summed else {}
    grouped = axis | {each.value: column(chosen, each) for each in by}
    asked = chosen.group_by(**grouped).aggregate(**added) if grouped else chosen.aggregate(**added)
    told = dict.fromkeys(axis, pa.string())
    told |= {each.value: fields.field(COLUMNS.get(each, "class_code")).type for each in by}
    return Counting(sql_of(asked, dialect), pa.schema({**told, **dict.fromkeys(added, pa.int64())}))


def _sum(facts: ir.Table, each: Narrowed) -> ir.IntegerScalar:
    adds = contribution(facts, each.key)
    narrowed = list(conditions(facts, each.where))
    if each.different is not None:
        return column(facts, each.different).nunique(where=ibis.and_(adds != 0, *narrowed))
    return (ibis.ifelse(ibis.and_(*narrowed), adds, 0) if narrowed else adds).sum()


def _wanted(kind: FactKind, keys: Sequence[str | Narrowed] | None) -> tuple[Narrowed, ...]:
    asked = keys_of(kind, None) if keys is None else keys
    wanted = [Narrowed(name=each, key=each) if isinstance(each, str) else each for each in asked]
    keys_of(kind, [each.key for each in wanted])
    return tuple({each.name: each for each in wanted}.values())


def scans_of(groups: Iterable[Sequence[Dimension]]) -> list[Group]:
    """Return by what to count so that every division asked for can be added up from it, in as few scans as pay.

    What lies within something else is counted once, by both: streets also tell their districts.
    """
    scans: list[Group] = []
    for group in sorted({tuple(each) for each in groups}, key=_fineness, reverse=True):
        for place, scan in enumerate(scans):
            if all(any(wanted in _above(fine) for fine in scan) for wanted in group):
                scans[place] = tuple(dict.fromkeys([*scan, *group]))
                break
        else:
            scans.append(group)
    return scans


def _above(dimension: Dimension) -> list[Dimension]:
    found = [dimension]
    while (wider := WITHIN.get(found[-1])) is not None:
        found.append(wider)
    return found


def _fineness(group: Sequence[Dimension]) -> tuple[int, Group]:
    return sum(len(_above(each)) for each in group), tuple(group)


def _folded(counted: Sequence[pa.Table], by: Sequence[Dimension], keys: Sequence[str]) -> pa.Table:
    """Return tables that are divided more finely as one, added up by these dimensions."""
    names, added = [each.value for each in by], [PREFIX + key for key in keys]
    if len(counted) == 1 and counted[0].column_names == [*names, *added]:
        return counted[0]
    whole = pa.concat_tables([each.select([*names, *added]) for each in counted])
    summed = whole.group_by(names).aggregate([(name, "sum") for name in added])
    return summed.rename_columns({f"{name}_sum": name for name in added})


def _ordered(counted: pa.Table, by: Sequence[Dimension], keys: Sequence[str]) -> Columns:
    """Return counts in order of what divides them, what has no value last."""
    if not by:
        return Columns([()], {key: _whole(pc.sum(counted[PREFIX + key])) for key in keys})
    found = counted.sort_by([(each.value, "ascending") for each in by])
    values = [*zip(*(_values(found, each) for each in by), strict=True)]
    return Columns(values, {key: pc.fill_null(found[PREFIX + key], 0).to_numpy() for key in keys})


def _whole(figure: pa.Scalar) -> Whole:
    return np.array([figure.as_py() or 0], np.int64)


def _values(counted: pa.Table, dimension: Dimension) -> list[Key]:
    found: list[Key] = counted[dimension.value].to_pylist()
    if dimension in IDENTIFIERS:
        return [None if value is None else _identifier(str(value)) for value in found]
    return found


@lru_cache(maxsize=100_000)
def _identifier(text: str) -> UUID:
    """Return an identifier; the same thousands are asked for again and again."""
    return UUID(text)
