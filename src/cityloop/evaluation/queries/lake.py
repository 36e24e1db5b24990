"""Sums of facts over the lake: what `queries.sums` says in SQL, said once more in Ibis for DuckDB and Spark alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cityloop.evaluation.contracts import Dimension, Key, Narrowed, Selection, Sums
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.queries.engines import CHOSEN, FACTS, Engine, engine, sql_of
from cityloop.evaluation.queries.lake_files import files_for, schema_of
from cityloop.evaluation.queries.sums import keys_of, no_such_dimension

COLUMNS: Mapping[Dimension, str] = {
    Dimension.DISTRICT: "district_code",
    Dimension.STREET: "street_code",
    Dimension.COMMUNITY: "community_code",
    Dimension.GRID: "grid_code",
    Dimension.DUTY_GRID: "duty_grid_code",
    Dimension.EVALUATION_GRID: "evaluation_grid_code",
    Dimension.AREA_CLASS: "area_class",
    Dimension.SOURCE: "source",
    Dimension.URGENCY: "urgency",
    Dimension.KIND: "kind",
    Dimension.CLASS: "class_code",
    Dimension.BODY: "body_id",
    Dimension.PERSON: "person_id",
    Dimension.REPORTER_BODY: "reporter_body_id",
    Dimension.POST: "post",
    Dimension.WORK: "work",
    Dimension.DAY: "counted_on",
    Dimension.MONTH: "month",
    Dimension.STATISTIC_MONTH: "statistic_month",
    Dimension.HOUR: "hour",
    Dimension.WEEKDAY: "weekday",
}
# How Ibis spells the types of the lake; its own way from Arrow wants more than it has to.
SPELLED: Mapping[pa.DataType, str] = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamp('UTC', 6)",
    pa.int16(): "int16",
    pa.int32(): "int32",
    pa.bool_(): "boolean",
}
PREFIX = "count_of_"  # some counts are called as a column
IDENTIFIERS = {Dimension.BODY, Dimension.PERSON, Dimension.REPORTER_BODY}
# What lies within what: sums by the former add up to sums by the latter.
WITHIN: Mapping[Dimension, Dimension] = {
    Dimension.GRID: Dimension.COMMUNITY,
    Dimension.COMMUNITY: Dimension.STREET,
    Dimension.STREET: Dimension.DISTRICT,
    Dimension.CLASS: Dimension.MAJOR_CLASS,
    Dimension.DAY: Dimension.MONTH,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far into the lake a question goes: these cities, or all that write to it; through the engine of this
    installation, or another."""

    cities: tuple[str, ...] | None = None
    engine: Engine | None = None


EVERYTHING = Reach()


def contribution(facts: ir.Table, key: str) -> ir.IntegerValue:
    """Return what one row adds to this base indicator at `asked_at`: `queries.sums.contribution` in Ibis."""
    match key:
        case "to_dispatch_late" | "to_dispose_late" | "to_verify_late" | "to_check_late":
            return ibis.ifelse(facts.due_at < facts.asked_at, facts[key.removesuffix("_late")], 0)
        case "to_dispose_on_time":
            return ibis.ifelse((facts.due_at >= facts.asked_at) | facts.due_at.isnull(), facts.to_dispose, 0)
        case "need_close":
            return facts.disposed.cast("int64") + contribution(facts, "to_dispose_late")
        case _:
            return facts[key]


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
    wanted = _wanted(kind, keys)
    files = files_for(kind, where, reach.cities)
    by = reach.engine or engine()
    chosen = sql_of(selection(kind, where, at), by.dialect)
    adds_up = all(each.different is None for each in wanted)
    found: dict[tuple[Dimension, ...], pa.Table] = {}
    for scan in scans_of(groups) if adds_up else {tuple(group) for group in groups}:
        sums = counting(kind, scan, wanted, by.dialect)
        counted = (by.run(files, chosen, sums.statement) if files else sums.schema.empty_table()).cast(sums.schema)
        found |= {tuple(group): counted for group in groups if tuple(group) not in found and {*group} <= {*scan}}
    names = [each.name for each in wanted]
    return [_told(_folded(found[tuple(group)], group, names), group, names) for group in groups]


def selection(kind: FactKind, where: Selection, at: datetime) -> ir.Table:
    """Return the facts that are asked for, with the moment of asking beside each."""
    facts = _table(FACTS, schema_of(kind))
    # The moment is written as text: no engine rounds it.
    chosen = facts.mutate(asked_at=ibis.literal(at.astimezone(UTC).isoformat()).cast("timestamp('UTC', 6)"))
    conditions = list(_conditions(facts, where))
    return chosen.filter(*conditions) if conditions else chosen


@dataclass(frozen=True, slots=True)
class Counting:
    """A statement that adds up chosen facts, and what it returns."""

    statement: str
    schema: pa.Schema


@lru_cache(maxsize=1000)
def counting(kind: FactKind, by: tuple[Dimension, ...], wanted: tuple[Narrowed, ...], dialect: str) -> Counting:
    """Return how an engine adds up these base indicators by these dimensions: it takes long to say, and is kept."""
    fields = schema_of(kind)
    chosen = _table(CHOSEN, fields.append(pa.field("asked_at", pa.timestamp("us", tz="UTC"))))
    added = {PREFIX + each.name: _sum(chosen, each) for each in wanted}
    grouped = {each.value: _column(chosen, each) for each in by}
    asked = chosen.group_by(**grouped).aggregate(**added) if by else chosen.aggregate(**added)
    told = {each.value: fields.field(COLUMNS.get(each, "class_code")).type for each in by}
    return Counting(sql_of(asked, dialect), pa.schema({**told, **dict.fromkeys(added, pa.int64())}))


def _table(name: str, fields: pa.Schema) -> ir.Table:
    return ibis.table({field.name: SPELLED[field.type] for field in fields}, name=name)


def _sum(facts: ir.Table, each: Narrowed) -> ir.IntegerScalar:
    adds = contribution(facts, each.key)
    conditions = list(_conditions(facts, each.where))
    if each.different is not None:
        return _column(facts, each.different).nunique(where=ibis.and_(adds != 0, *conditions))
    return (ibis.ifelse(ibis.and_(*conditions), adds, 0) if conditions else adds).sum()


def _wanted(kind: FactKind, keys: Sequence[str | Narrowed] | None) -> tuple[Narrowed, ...]:
    asked = keys_of(kind, None) if keys is None else keys
    wanted = [Narrowed(name=each, key=each) if isinstance(each, str) else each for each in asked]
    keys_of(kind, [each.key for each in wanted])
    return tuple({each.name: each for each in wanted}.values())


def scans_of(groups: Iterable[Sequence[Dimension]]) -> list[tuple[Dimension, ...]]:
    """Return by what to count so that every division asked for can be added up from it, in as few scans as pay.

    What lies within something else is counted once, by both: streets also tell their districts.
    """
    scans: list[tuple[Dimension, ...]] = []
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


def _fineness(group: Sequence[Dimension]) -> tuple[int, tuple[Dimension, ...]]:
    return sum(len(_above(each)) for each in group), tuple(group)


def _column(facts: ir.Table, dimension: Dimension) -> ir.Value:
    if dimension is Dimension.MAJOR_CLASS:
        return facts.class_code.left(2)
    name = COLUMNS[dimension]
    if name not in facts.columns:
        raise no_such_dimension(dimension)
    return facts[name]


def _conditions(facts: ir.Table, where: Selection) -> Iterable[ir.BooleanValue]:
    """Yield what `queries.sums` asks of rows."""
    if where.since is not None:
        yield facts.counted_on >= where.since
    if where.until is not None:
        yield facts.counted_on < where.until
    for name, prefixes in (("grid_code", (where.area_code,)), ("class_code", where.class_prefixes)):
        if any(prefixes):
            yield ibis.or_(*(facts[name].startswith(each) for each in prefixes))
    for name, chosen in (("body_id", where.body_ids), ("person_id", where.person_ids)):
        if chosen is not None:
            yield facts[name].isin([str(each) for each in chosen])
    yield from (facts[name].isin(chosen) for name, chosen in _chosen(where).items() if chosen)
    for dimension, value in where.among:
        column = _column(facts, dimension)
        yield column.isnull() if value is None else column == (str(value) if isinstance(value, UUID) else value)


def _chosen(where: Selection) -> Mapping[str, Sequence[str | int]]:
    return {
        "kind": (where.kind,) if where.kind else (),
        "source": where.sources,
        "urgency": where.urgencies,
        "area_class": where.area_classes,
        "hour": where.hours,
        "weekday": where.weekdays,
    }


def _folded(counted: pa.Table, by: Sequence[Dimension], keys: Sequence[str]) -> pa.Table:
    """Return a finer table added up by fewer dimensions."""
    names, added = [each.value for each in by], [PREFIX + key for key in keys]
    if len(names) + len(added) == counted.num_columns:
        return counted
    summed = counted.group_by(names).aggregate([(name, "sum") for name in added])
    return summed.rename_columns({f"{name}_sum": name for name in added})


def _told(counted: pa.Table, by: Sequence[Dimension], keys: Sequence[str]) -> list[Sums]:
    if not by and counted.num_rows == 0:
        return [Sums((), dict.fromkeys(keys, 0))]
    values = zip(*(_values(counted, each) for each in by), strict=True) if by else [()]
    columns = (counted[PREFIX + key].to_pylist() for key in keys)
    counts = zip(*columns, strict=True) if keys else [()] * counted.num_rows
    rows = [
        Sums(value, {key: count or 0 for key, count in zip(keys, row, strict=True)})
        for value, row in zip(values, counts, strict=True)
    ]
    return sorted(rows, key=lambda row: [(value is None, "" if value is None else value) for value in row.values])


def _values(counted: pa.Table, dimension: Dimension) -> list[Key]:
    found: list[Key] = counted[dimension.value].to_pylist()
    if dimension in IDENTIFIERS:
        return [None if value is None else UUID(str(value)) for value in found]
    return found
