"""Sums of facts, and the rows behind each of them: both from one expression for every base indicator."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, F, IntegerField, Model, Q, QuerySet, Sum, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Left, RowNumber

from cityloop.evaluation.contracts import Contribution, ContributionPage, Dimension, Key, Selection, Sums
from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY, BaseIndicator, FactKind
from cityloop.evaluation.models import CaseFact, TaskFact, WorkFact
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

TABLES: Mapping[FactKind, type[Model]] = {FactKind.CASE: CaseFact, FactKind.TASK: TaskFact, FactKind.WORK: WorkFact}
SHARED: Mapping[Dimension, Combinable] = {
    Dimension.DISTRICT: F("district_code"),
    Dimension.STREET: F("street_code"),
    Dimension.COMMUNITY: F("community_code"),
    Dimension.GRID: F("grid_code"),
    Dimension.DUTY_GRID: F("duty_grid_code"),
    Dimension.EVALUATION_GRID: F("evaluation_grid_code"),
    Dimension.AREA_CLASS: F("area_class"),
    Dimension.SOURCE: F("source"),
    Dimension.URGENCY: F("urgency"),
    Dimension.KIND: F("kind"),
    Dimension.CLASS: F("class_code"),
    Dimension.MAJOR_CLASS: Left("class_code", 2),
    Dimension.BODY: F("body_id"),
    Dimension.PERSON: F("person_id"),
    Dimension.DAY: F("counted_on"),
    Dimension.MONTH: F("month"),
    Dimension.STATISTIC_MONTH: F("statistic_month"),
    Dimension.HOUR: F("hour"),
    Dimension.WEEKDAY: F("weekday"),
}
DIMENSIONS: Mapping[FactKind, Mapping[Dimension, Combinable]] = {
    FactKind.CASE: {**SHARED, Dimension.REPORTER_BODY: F("reporter_body_id")},
    FactKind.TASK: SHARED,
    FactKind.WORK: {**SHARED, Dimension.POST: F("post"), Dimension.WORK: F("work")},
}
PREFIX = "count_of_"  # some counts are called as a column: what is counted must not hide it
KEY = "key_{}"


def contribution(key: str, at: datetime) -> Combinable:
    """Return what one row adds to this base indicator at a moment: the only place that says so, for sums and lists.

    `domain.counted.timed_counts` says the same of a fact in memory; a test holds them together.
    """
    match key:
        case "to_dispatch_late" | "to_dispose_late" | "to_verify_late" | "to_check_late":
            return _only(Q(due_at__lt=at), F(key.removesuffix("_late")))
        case "to_dispose_on_time":
            return _only(Q(due_at__gte=at) | Q(due_at=None), F("to_dispose"))
        case "need_close":
            return F("disposed") + contribution("to_dispose_late", at)
        case _:
            return F(key)


def sums(
    *,
    kind: FactKind,
    by: Sequence[Dimension] = (),
    where: Selection,
    at: datetime,
    keys: Sequence[str] | None = None,
) -> list[Sums]:
    """Return the sums of these base indicators, all of the kind if none is named; a row for each value of `by`.

    Without `by` there is one row, of zeros where there are no facts. Rows are in order of their values. One query.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    wanted = keys_of(kind, keys)
    facts = _selected(kind, where)
    added = {f"{PREFIX}{key}": Coalesce(Sum(contribution(key, at)), 0) for key in wanted}
    if not by:
        return [Sums((), _counts(facts.aggregate(**added)))]
    names = [KEY.format(place) for place in range(len(by))]
    told = facts.annotate(**{name: _column(kind, dimension) for name, dimension in zip(names, by, strict=True)})
    rows = told.values(*names).annotate(**added).order_by(*names)
    return [Sums(tuple(row[name] for name in names), _counts(row)) for row in rows]


def different(
    *, key: str, of: Dimension, by: Sequence[Dimension] = (), where: Selection, at: datetime
) -> list[tuple[tuple[Key, ...], int]]:
    """Return how many different values of a dimension the rows behind a figure have, for each value of `by`.

    How many classes were late, for one, instead of how many cases. Values of `by` with none are left out. One query.

    :raises InvalidInputError: there is no such base indicator, or it is not divided so.
    """
    kind = _known(key).of
    facts = _selected(kind, where).annotate(adds=contribution(key, at), differs=_column(kind, of)).exclude(adds=0)
    if not by:
        return [((), facts.aggregate(found=Count("differs", distinct=True))["found"])]
    names = [KEY.format(place) for place in range(len(by))]
    told = facts.annotate(**{name: _column(kind, dimension) for name, dimension in zip(names, by, strict=True)})
    rows = told.values(*names).annotate(found=Count("differs", distinct=True)).order_by(*names)
    return [(tuple(row[name] for name in names), row["found"]) for row in rows]


def facts_behind(
    *,
    key: str,
    where: Selection,
    at: datetime,
    different_of: Dimension | None = None,
    cursor: str | None = None,
    size: int = 100,
) -> ContributionPage:
    """Return some of the rows that add to one figure, in order of number. Together they add up to the figure.

    :param different_of: the figure says how many values of this dimension the rows have (see `different`): the first
        row of each adds one.
    :raises InvalidInputError: there is no such base indicator, or the cursor is not one of ours.
    """
    kind = _known(key).of
    facts = _selected(kind, where).annotate(adds=contribution(key, at)).exclude(adds=0)
    if different_of is not None:
        facts = _first_of_each(kind, facts, different_of)
    if cursor is not None:
        facts = facts.filter(_following(kind, cursor))
    rows = list(facts.order_by("number", "pk").values_list("case_id", "number", "adds", "pk")[: size + 1])
    more = cursors.encode(rows[size - 1][1], rows[size - 1][3]) if len(rows) > size else None
    return ContributionPage(tuple(Contribution(*row[:3]) for row in rows[:size]), more)


def _following(kind: FactKind, cursor: str) -> Q:
    number, row_id = cursors.decode(cursor, length=2)
    try:
        last = TABLES[kind]._meta.pk.to_python(row_id)
    except ValidationError:
        last = None
    if not isinstance(number, str) or last is None:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor")
    return Q(number__gt=number) | Q(number=number, pk__gt=last)


def _first_of_each(kind: FactKind, facts: QuerySet[Any], dimension: Dimension) -> QuerySet[Any]:
    place = Window(RowNumber(), partition_by=[F("of_each")], order_by=["number", "pk"])
    first = facts.annotate(of_each=_column(kind, dimension), place=place).filter(place=1).values("pk")
    found: QuerySet[Any] = QuerySet(TABLES[kind]).filter(pk__in=first).annotate(adds=Value(1, IntegerField()))
    return found


def _only(condition: Q, counted: Combinable) -> Combinable:
    return Case(When(condition, then=counted), default=Value(0), output_field=IntegerField())


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {name.removeprefix(PREFIX): value for name, value in row.items() if name.startswith(PREFIX)}


def _selected(kind: FactKind, where: Selection) -> QuerySet[Any]:
    asked: dict[str, object] = {
        "counted_on__gte": where.since,
        "counted_on__lt": where.until,
        "grid_code__startswith": where.area_code or None,
        "body_id__in": where.body_ids,
        "person_id__in": where.person_ids,
        "reporter_body_id__in": where.reporter_body_ids,
        "kind": where.kind or None,
        "source__in": where.sources or None,
        "urgency__in": where.urgencies or None,
        "area_class__in": where.area_classes or None,
        "hour__in": where.hours or None,
        "weekday__in": where.weekdays or None,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    if where.reporter_body_ids is not None:
        _column(kind, Dimension.REPORTER_BODY)
    facts: QuerySet[Any] = QuerySet(TABLES[kind]).filter(**given)
    if where.class_prefixes:
        facts = facts.filter(Q(*(Q(class_code__startswith=each) for each in where.class_prefixes), _connector=Q.OR))
    for place, (dimension, value) in enumerate(where.among):
        name = f"among_{place}"
        facts = facts.alias(**{name: _column(kind, dimension)})
        facts = facts.filter(**({f"{name}__isnull": True} if value is None else {name: value}))
    return facts


def _column(kind: FactKind, dimension: Dimension) -> Combinable:
    column = DIMENSIONS[kind].get(dimension)
    if column is None:
        raise no_such_dimension(dimension)
    return column


def no_such_dimension(dimension: Dimension) -> InvalidInputError:
    """Return the refusal to divide by what rows of this kind do not have."""
    message = say("There are no sums by {dimension} of this kind.", dimension=dimension)
    return InvalidInputError(message, field="by")


def keys_of(kind: FactKind, keys: Sequence[str] | None) -> list[str]:
    """Return the base indicators to count, all of the kind if none is named; each once.

    :raises InvalidInputError: one is not of this kind.
    """
    if keys is None:
        return [each.key for each in ALL if each.of is kind]
    for key in keys:
        if _known(key).of is not kind:
            message = say("{key} is not counted of this kind.", key=key)
            raise InvalidInputError(message, field="keys")
    return [*dict.fromkeys(keys)]


def _known(key: str) -> BaseIndicator:
    found = BY_KEY.get(key)
    if found is None:
        message = say("There is no base indicator {key}.", key=key)
        raise InvalidInputError(message, field="keys")
    return found
