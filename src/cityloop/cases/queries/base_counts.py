"""Base counts of cases by area, body or class: what every ratio is made of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, Count, F, Q, Value
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
COUNTED = ~Q(phase="VOID") & Q(self_disposed=False)
OPEN = Q(phase__in=["OPEN", "PAUSED"])
PREFIX = "count_of_"  # some counts are called as the column they count: a filter must still find the column


def base_counts(*, by: Division, at: datetime, area_code: str = "") -> list[dict[str, Any]]:
    """Return a row per key with how many cases were reported, filed, disposed of on time and late, closed, and so on.

    Merged and void cases are counted as such and nowhere else; a collector's own fixes are kept apart; a lateness that
    was appealed with success stays out of `disposed_late` and is told in `exempted`.

    :source: standards/evaluation.md section 1.3.
    """
    late = Q(disposed_on_time=False)
    counts = {
        "reported": Count("pk", filter=Q(self_disposed=False)),
        "filed": Count("pk", filter=COUNTED & Q(filed_at__isnull=False)),
        "dispatched": Count("pk", filter=COUNTED & Q(dispatched_at__isnull=False)),
        "disposed": Count("pk", filter=COUNTED & Q(disposed_at__isnull=False)),
        "disposed_on_time": Count("pk", filter=COUNTED & Q(disposed_on_time=True)),
        "disposed_late": Count("pk", filter=COUNTED & late & Q(appeal_granted=False)),
        "exempted": Count("pk", filter=COUNTED & late & Q(appeal_granted=True)),
        "overdue_open": Count("pk", filter=COUNTED & Q(phase="OPEN", holder_post="HANDLER", due_at__lt=at)),
        "closed": Count("pk", filter=COUNTED & Q(phase="CLOSED")),
        "open": Count("pk", filter=COUNTED & OPEN),
        "suspended": Count("pk", filter=COUNTED & Q(phase="PAUSED")),
        "reworked": Count("pk", filter=COUNTED & Q(rework_count__gt=0)),
        "returned": Count("pk", filter=COUNTED & Q(return_count__gt=0)),
        "extended": Count("pk", filter=COUNTED & Q(extension_count__gt=0)),
        "void": Count("pk", filter=Q(phase="VOID") & ~Q(void_kind="MERGED")),
        "merged": Count("pk", filter=Q(void_kind="MERGED")),
        "self_disposed": Count("pk", filter=Q(self_disposed=True)),
    }
    cases = Case.objects.filter(grid_code__startswith=area_code) if area_code else Case.objects.all()
    named = {f"{PREFIX}{name}": count for name, count in counts.items()}
    rows = cases.annotate(key=KEYS[by]).values("key").annotate(**named).order_by("key")
    return [{name.removeprefix(PREFIX): value for name, value in row.items()} for row in rows]
