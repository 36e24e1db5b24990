"""Sums of a month in the lake: its facts by area, by body, by person, alike ones added together.

They are read as facts are and count the same at every moment: what waits stands apart, with the moment it is due.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cityloop.evaluation.contracts import Dimension, Narrowed, Selection
from cityloop.evaluation.domain.base_indicators import FactKind, columns_of
from cityloop.evaluation.queries.engines import CHOSEN, FACTS, IN_PROCESS, engine_at, sql_of
from cityloop.evaluation.queries.lake_files import schema_of
from cityloop.evaluation.queries.lake_terms import COLUMNS, MOMENT, table

AXIS = "axis"
# By what sums are divided, the axis with the fewest rows first; whatever is asked for lies within one of them.
SHARED: Mapping[str, tuple[Dimension, ...]] = {
    "BODY": (Dimension.BODY,),
    "AREA": (Dimension.DISTRICT, Dimension.STREET, Dimension.COMMUNITY),
    "PERSON": (Dimension.PERSON,),
}
AXES: Mapping[FactKind, Mapping[str, tuple[Dimension, ...]]] = {
    FactKind.CASE: {**SHARED, "REPORTER_BODY": (Dimension.REPORTER_BODY,)},
    FactKind.TASK: SHARED,
    FactKind.WORK: SHARED,
}
# What is late or not by the moment of asking, as long as it waits.
WAITING: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.CASE: ("to_dispatch", "to_dispose"),
    FactKind.TASK: ("to_verify", "to_check"),
    FactKind.WORK: (),
}


def axis_of(kind: FactKind, group: Collection[Dimension]) -> str | None:
    """Return the axis whose sums tell these dimensions apart, None if none does."""
    return next((axis for axis, of in AXES[kind].items() if {*group} <= {*of}), None)


def tell(kind: FactKind, groups: Iterable[Sequence[Dimension]], where: Selection, wanted: Iterable[Narrowed]) -> bool:
    """Return whether sums of months answer a question: nothing but days is chosen, and all divisions are of theirs."""
    everything = Selection()
    return (
        replace(where, since=None, until=None) == everything
        and all(each.where == everything and each.different is None for each in wanted)
        and all(axis_of(kind, group) is not None for group in groups)
    )


@cache
def sums_schema(kind: FactKind) -> pa.Schema:
    """Return the columns of a file of sums; `counted_on` is the first day of a piece of the month."""
    divided = dict.fromkeys(COLUMNS[each] for of in AXES[kind].values() for each in of)
    facts = schema_of(kind)
    return pa.schema(
        [
            pa.field(AXIS, pa.string()),
            *(facts.field(name) for name in (*divided, "counted_on", "due_at")),
            *(pa.field(key, pa.int64()) for key in columns_of(kind)),
        ]
    )


def added_up(kind: FactKind, file: str, pieces: Sequence[date]) -> pa.Table:
    """Return the sums of a file of the lake, in an order of their own."""
    by, fields = engine_at(IN_PROCESS), sums_schema(kind)
    found = by.run([file], _cut(kind, tuple(pieces), by.dialect), _adding(kind, by.dialect)).cast(fields)
    return found.sort_by([(name, "ascending") for name in fields.names[: fields.names.index("due_at") + 1]])


@lru_cache(maxsize=100)
def _cut(kind: FactKind, pieces: tuple[date, ...], dialect: str) -> str:
    """Say facts with the first day of their piece as their day, and due only where something waits."""
    facts = table(FACTS, schema_of(kind))
    first, *others = (ibis.literal(day) for day in pieces)
    day: ir.Value = first
    for following in others:
        day = ibis.ifelse(facts.counted_on >= following, following, day)
    waits = ibis.or_(ibis.literal(False), *(facts[key] != 0 for key in WAITING[kind]))  # noqa: FBT003 - a value
    return sql_of(facts.mutate(counted_on=day, due_at=ibis.ifelse(waits, facts.due_at, _no("due_at"))), dialect)


@cache
def _adding(kind: FactKind, dialect: str) -> str:
    facts = table(CHOSEN, schema_of(kind))
    return sql_of(
        ibis.union(*(part for axis in AXES[kind] for part in _parts(facts, kind, axis)), distinct=False), dialect
    )


def _parts(facts: ir.Table, kind: FactKind, axis: str) -> Iterator[ir.Table]:
    """Yield what counts at every moment, and what waits for one."""
    waiting, by = WAITING[kind], [COLUMNS[each] for each in AXES[kind][axis]]
    settled = {
        key: (ibis.ifelse(facts.due_at.isnull(), facts[key], 0) if key in waiting else facts[key]).sum()
        for key in columns_of(kind)
    }
    yield _whole(facts.group_by([*by, "counted_on"]).aggregate(**settled), kind, axis)
    if waiting:
        late = facts.filter(facts.due_at.notnull()).group_by([*by, "counted_on", "due_at"])
        yield _whole(late.aggregate(**{key: facts[key].sum() for key in waiting}), kind, axis)


def _whole(found: ir.Table, kind: FactKind, axis: str) -> ir.Table:
    """Return some columns of sums as all of them: what divides them not has no value, what they do not count is 0."""
    told: dict[str, ir.Value] = {AXIS: ibis.literal(axis)}
    for name in sums_schema(kind).names[1:]:
        missing = ibis.literal(0, "int64") if name in columns_of(kind) else _no(name)
        told[name] = found[name] if name in found.columns else missing
    return found.select(**told)


def _no(name: str) -> ir.Value:
    return ibis.null(MOMENT if name == "due_at" else "string")
