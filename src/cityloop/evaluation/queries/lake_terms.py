"""How the columns of the lake are spoken of in Ibis: what divides facts, which of them are chosen, what one adds."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cityloop.evaluation.contracts import Dimension, Selection
from cityloop.evaluation.queries.sums import no_such_dimension

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
MOMENT = "timestamp('UTC', 6)"
# How Ibis spells the types of the lake; its own way from Arrow wants more than it has to.
SPELLED: Mapping[pa.DataType, str] = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): MOMENT,
    pa.int16(): "int16",
    pa.int32(): "int32",
    pa.int64(): "int64",
    pa.bool_(): "boolean",
}


def table(name: str, fields: pa.Schema) -> ir.Table:
    """Return a table of the lake with these columns."""
    return ibis.table({field.name: SPELLED[field.type] for field in fields}, name=name)


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


def column(facts: ir.Table, dimension: Dimension) -> ir.Value:
    """Return what a dimension is in these facts.

    :raises InvalidInputError: they are not divided so.
    """
    if dimension is Dimension.MAJOR_CLASS:
        return facts.class_code.left(2)
    name = COLUMNS[dimension]
    if name not in facts.columns:
        raise no_such_dimension(dimension)
    return facts[name]


def conditions(facts: ir.Table, where: Selection) -> Iterable[ir.BooleanValue]:
    """Yield what `queries.sums` asks of rows."""
    if where.since is not None:
        yield facts.counted_on >= where.since
    if where.until is not None:
        yield facts.counted_on < where.until
    for name, prefixes in (("grid_code", (where.area_code,)), ("class_code", where.class_prefixes)):
        if any(prefixes):
            yield ibis.or_(*(facts[name].startswith(each) for each in prefixes))
    for of_whom, chosen in (
        (Dimension.BODY, where.body_ids),
        (Dimension.PERSON, where.person_ids),
        (Dimension.REPORTER_BODY, where.reporter_body_ids),
    ):
        if chosen is not None:
            yield column(facts, of_whom).isin([str(each) for each in chosen])
    yield from (facts[name].isin(values) for name, values in _chosen(where).items() if values)
    for dimension, value in where.among:
        found = column(facts, dimension)
        yield found.isnull() if value is None else found == (str(value) if isinstance(value, UUID) else value)


def _chosen(where: Selection) -> Mapping[str, Sequence[str | int]]:
    return {
        "kind": (where.kind,) if where.kind else (),
        "source": where.sources,
        "urgency": where.urgencies,
        "area_class": where.area_classes,
        "hour": where.hours,
        "weekday": where.weekdays,
    }
