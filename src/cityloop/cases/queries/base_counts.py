"""Base counts of cases by area, body or class: what every ratio is made of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Substr

from cityloop.cases.models import Case


class Division(StrEnum):
    """What the counts are divided by."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    BODY = "body"
    CLASS = "class"
    CITY = "city"


KEYS: dict[Division, Any] = {
    Division.DISTRICT: Substr("grid_code", 1, 6),
    Division.STREET: Substr("grid_code", 1, 9),
    Division.COMMUNITY: Substr("grid_code", 1, 12),
    Division.BODY: Coalesce(Cast(F("lead_body_id"), CharField()), Value("")),
    Division.CLASS: F("class_code"),
    Division.CITY: Value(""),
}


class BaseCount(StrEnum):
    """What is counted; a list can be narrowed to the cases behind each number."""

    REPORTED = "reported"
    FILED = "filed"
    DISPATCHED = "dispatched"
    DISPOSED = "disposed"
    DISPOSED_ON_TIME = "disposed_on_time"
    DISPOSED_LATE = "disposed_late"
    EXEMPTED = "exempted"
    OVERDUE_OPEN = "overdue_open"
    CLOSED = "closed"
    OPEN = "open"
    SUSPENDED = "suspended"
    REWORKED = "reworked"
    RETURNED = "returned"
    EXTENDED = "extended"
    VOID = "void"
    MERGED = "merged"
    SELF_DISPOSED = "self_disposed"


COUNTED = ~Q(phase="VOID") & Q(self_disposed=False)
LATE = COUNTED & Q(disposed_on_time=False)
PREFIX = "count_of_"  # some counts are called as the column they count: a filter must still find the column


def conditions(at: datetime) -> dict[BaseCount, Q]:
    """Return which cases each number counts at a moment.

    Merged and void cases are counted as such and nowhere else; a collector's own fixes are kept apart; a lateness that
    was appealed with success stays out of `disposed_late` and is told in `exempted`.

    :source: standards/evaluation.md section 1.3.
    """
    return {
        BaseCount.REPORTED: Q(self_disposed=False),
        BaseCount.FILED: COUNTED & Q(filed_at__isnull=False),
        BaseCount.DISPATCHED: COUNTED & Q(dispatched_at__isnull=False),
        BaseCount.DISPOSED: COUNTED & Q(disposed_at__isnull=False),
        BaseCount.DISPOSED_ON_TIME: COUNTED & Q(disposed_on_time=True),
        BaseCount.DISPOSED_LATE: LATE & Q(appeal_granted=False),
        BaseCount.EXEMPTED: LATE & Q(appeal_granted=True),
        BaseCount.OVERDUE_OPEN: COUNTED & Q(phase="OPEN", holder_post="HANDLER", due_at__lt=at),
        BaseCount.CLOSED: COUNTED & Q(phase="CLOSED"),
        BaseCount.OPEN: COUNTED & Q(phase__in=["OPEN", "PAUSED"]),
        BaseCount.SUSPENDED: COUNTED & Q(phase="PAUSED"),
        BaseCount.REWORKED: COUNTED & Q(rework_count__gt=0),
        BaseCount.RETURNED: COUNTED & Q(return_count__gt=0),
        BaseCount.EXTENDED: COUNTED & Q(extension_count__gt=0),
        BaseCount.VOID: Q(phase="VOID") & ~Q(void_kind="MERGED"),
        BaseCount.MERGED: Q(void_kind="MERGED"),
        BaseCount.SELF_DISPOSED: Q(self_disposed=True),
    }


def base_counts(*, by: Division, at: datetime, area_code: str = "") -> list[dict[str, Any]]:
    """Return a row per key with how many cases of an area were reported, filed, disposed of on time and late, …."""
    cases = Case.objects.filter(grid_code__startswith=area_code) if area_code else Case.objects.all()
    return base_counts_of(cases, by=by, at=at)


def base_counts_of(cases: QuerySet[Case], *, by: Division, at: datetime) -> list[dict[str, Any]]:
    """Return a row per key with the base counts of these cases, in order of the key."""
    named = {f"{PREFIX}{name}": Count("pk", filter=condition) for name, condition in conditions(at).items()}
    rows = cases.annotate(key=KEYS[by]).values("key").annotate(**named).order_by("key")
    return [{name.removeprefix(PREFIX): value for name, value in row.items()} for row in rows]
