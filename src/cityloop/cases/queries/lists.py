"""Lists of cases: desks, filters, pages. Rows are plain values; a deep page costs what the first one does."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.db.models import F, FloatField, Func, Q, QuerySet

from cityloop.access.api import Actor, Post
from cityloop.cases.domain.lamps import lamp
from cityloop.cases.models import Case, CaseParticipant, FieldTask
from cityloop.cases.policies import bodies_of, visible
from cityloop.cases.queries.base_counts import BaseCount, conditions
from cityloop.cases.queries.search import said
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

ALIVE = Q(phase__in=["OPEN", "PAUSED"])


class Desk(StrEnum):
    """The tabs of a desk (待办、已办、待我审批、督办、挂账、自处置、作废、全部)."""

    TODO = "todo"
    DONE = "done"
    APPROVALS = "approvals"
    URGED = "urged"
    SUSPENDED = "suspended"
    SELF_DISPOSED = "self_disposed"
    VOID = "void"
    ALL = "all"


class Order(StrEnum):
    """How a list is sorted: by what is due first, or by what came in last."""

    DUE = "due"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to. Empty means everything the actor may know of."""

    desk: Desk = Desk.ALL
    stage: str = ""
    kind: str = ""
    class_code: str = ""
    area_code: str = ""
    source: str = ""
    lead_body_id: UUID | None = None
    merged_into_id: UUID | None = None
    number: str = ""
    component_code: str = ""
    address: str = ""
    words: str = ""
    counted: BaseCount | None = None
    registered_from: datetime | None = None
    registered_until: datetime | None = None
    is_overdue: bool | None = None
    is_due_soon: bool | None = None
    box: tuple[float, float, float, float] | None = None

    def narrowing(self) -> dict[str, Any]:
        """Return those that narrow anything."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value not in ("", None)}


COLUMNS = (
    "id", "number", "version", "stage", "phase", "kind", "class_code", "description", "address", "grid_code",
    "source", "urgency", "registered_at", "arrived_at", "limit_text", "due_at", "warn_at", "holder_post",
    "holder_body_id", "lead_body_id", "request_kind", "rework_count", "urge_count", "locked", "component_code",
    "closed_at", "disposed_on_time", "longitude", "latitude",
)  # fmt: skip


class X(Func):
    """The longitude of a point."""

    function = "ST_X"
    output_field = FloatField()


class Y(Func):
    """The latitude of a point."""

    function = "ST_Y"
    output_field = FloatField()


def page(
    *, actor: Actor, filters: Filters, order: Order, cursor: str | None, size: int, at: datetime
) -> tuple[list[dict[str, Any]], str | None]:
    """Return one page of cases as plain rows (COLUMNS and `lamp`), and the cursor of the next.

    :raises InvalidInputError: the cursor is not one of this list.
    """
    rows = (
        _due_first(actor, filters, cursor, size, at)
        if order is Order.DUE
        else _newest(actor, filters, cursor, size, at)
    )
    following = None
    if len(rows) > size:
        rows = rows[:size]
        last = rows[-1]
        moment = last["due_at"] if order is Order.DUE else last["registered_at"]
        following = cursors.encode(moment, last["id"])
    for row in rows:
        row["lamp"] = lamp(at, row["warn_at"], row["due_at"])
    return rows, following


def selected(actor: Actor, filters: Filters, at: datetime) -> QuerySet[Case]:
    """Return the cases of a desk as this actor's desk has them, narrowed by the filters."""
    return Case.objects.filter(visible(actor), _desk(actor, filters.desk), *_narrowed(filters, at))


def total(*, actor: Actor, filters: Filters, at: datetime, most: int) -> int:
    """Return how many cases there are; beyond `most` nobody counts on, and the answer is one more."""
    return selected(actor, filters, at)[: most + 1].count()


def desk_counts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Return how many cases lie under each tab; what has no end (已办, 全部) is not counted."""
    bounded = (Desk.TODO, Desk.APPROVALS, Desk.URGED, Desk.SUSPENDED)
    return {desk.value: selected(actor, Filters(desk=desk), at).count() for desk in bounded}


FIXED_DESKS = {
    Desk.ALL: Q(),
    Desk.URGED: ALIVE & Q(urge_count__gt=0),
    Desk.SUSPENDED: Q(phase="PAUSED"),
    Desk.SELF_DISPOSED: Q(self_disposed=True),
    Desk.VOID: Q(phase="VOID"),
}


def _desk(actor: Actor, desk: Desk) -> Q:
    match desk:
        case Desk.TODO:
            return ALIVE & _to_do(actor)
        case Desk.DONE:
            return Q(pk__in=CaseParticipant.objects.filter(account_id=actor.account_id).values("case"))
        case Desk.APPROVALS:
            return ~Q(request_kind="") & Q(request_post=actor.post.value)
        case _:
            return FIXED_DESKS[desk]


def _to_do(actor: Actor) -> Q:
    """What waits for this actor. A helper body's part waits for it, too."""
    match actor.post:
        case Post.HANDLER:
            bodies = bodies_of(actor)
            helping = Case.objects.filter(helpers__body_id__in=bodies, helpers__done_at=None)
            return Q(holder_post=Post.HANDLER.value) & (Q(holder_body_id__in=bodies) | Q(pk__in=helping.values("pk")))
        case Post.COLLECTOR:
            out = FieldTask.objects.filter(assignee_id=actor.account_id, answered_at=None, recalled_at=None)
            return Q(pk__in=out.values("case"))
        case Post.CITIZEN:
            return Q(pk=None)
        case _:
            return Q(holder_post=actor.post.value)


def _narrowed(filters: Filters, at: datetime) -> list[Q]:
    exact = {"stage", "kind", "source", "lead_body_id", "merged_into_id", "component_code"}
    found = [Q(**{name: getattr(filters, name)}) for name in exact if getattr(filters, name)]
    prefixes = {"class_code": filters.class_code, "grid_code": filters.area_code, "number": filters.number}
    found += [Q(**{f"{name}__startswith": prefix}) for name, prefix in prefixes.items() if prefix]
    if filters.address:
        found.append(Q(address__contains=filters.address))
    if words := filters.words.strip():
        found.append(said(words))
    if filters.counted:
        found.append(conditions(at)[filters.counted])
    if filters.registered_from:
        found.append(Q(registered_at__gte=filters.registered_from))
    if filters.registered_until:
        found.append(Q(registered_at__lt=filters.registered_until))
    found += _timed(filters, at)
    if filters.box:
        found.append(Q(location__bboverlaps=_polygon(filters.box)))
    return found


def _timed(filters: Filters, at: datetime) -> list[Q]:
    """What the lamps say: red is overdue, yellow is due soon."""
    asked = (
        (filters.is_overdue, ALIVE & Q(due_at__lt=at)),
        (filters.is_due_soon, ALIVE & Q(warn_at__lt=at, due_at__gte=at)),
    )
    return [condition if wanted else ~condition for wanted, condition in asked if wanted is not None]


def _polygon(box: tuple[float, float, float, float]) -> Polygon:
    polygon = Polygon.from_bbox(box)
    polygon.srid = territory.CGCS2000
    return polygon


def _newest(actor: Actor, filters: Filters, cursor: str | None, size: int, at: datetime) -> list[dict[str, Any]]:
    found = selected(actor, filters, at).order_by("-registered_at", "-id")
    if cursor:
        moment, last_id = _position(cursor)
        found = found.filter(Q(registered_at__lte=moment), Q(registered_at__lt=moment) | Q(id__lt=last_id))
    return _rows(found, size + 1)


def _due_first(actor: Actor, filters: Filters, cursor: str | None, size: int, at: datetime) -> list[dict[str, Any]]:
    """Those with a due moment first, then those without; two ranges of one index."""
    found = selected(actor, filters, at)
    dated, undated = found.exclude(due_at=None).order_by("due_at", "id"), found.filter(due_at=None).order_by("id")
    rows: list[dict[str, Any]] = []
    moment, last_id = _position(cursor) if cursor else (None, None)
    if cursor is None or moment is not None:
        if moment is not None:
            dated = dated.filter(Q(due_at__gte=moment), Q(due_at__gt=moment) | Q(id__gt=last_id))
        rows = _rows(dated, size + 1)
    elif last_id is not None:
        undated = undated.filter(id__gt=last_id)
    if len(rows) <= size:
        rows += _rows(undated, size + 1 - len(rows))
    return rows


def _position(cursor: str) -> tuple[datetime | None, UUID]:
    moment, last_id = cursors.decode(cursor, length=2)
    try:
        return (datetime.fromisoformat(moment) if moment is not None else None), UUID(last_id)
    except (TypeError, ValueError) as error:
        message = say("The cursor is not one of this list.")
        raise InvalidInputError(message, field="cursor") from error


def _rows(found: QuerySet[Case], most: int) -> list[dict[str, Any]]:
    return list(found.annotate(longitude=X(F("location")), latitude=Y(F("location"))).values(*COLUMNS)[:most])
