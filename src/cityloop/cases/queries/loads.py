"""How much lies with each body, and how punctual it has been: what a dispatcher looks at while choosing."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from cityloop.access.api import Actor, Axis
from cityloop.cases.models import Case
from cityloop.cases.policies import visible
from cityloop.cases.queries.base_counts import BaseCount, conditions
from cityloop.organizations import api as organizations

LOOKED_BACK = timedelta(days=30)
ALIVE = Q(phase__in=["OPEN", "PAUSED"])
IN_DISPOSAL = Q(phase="OPEN", holder_post="HANDLER")


def body_loads(*, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return a row for every body of execution that can be sent a case, in order of its code.

    Counted are the cases that the actor may know of. A lateness that was appealed with success does not count against
    the body. One query over the cases, whatever their number of bodies.

    :source: standards/evaluation.md section 1.3 (按时处置).
    """
    known = {row.pop("lead_body_id"): row for row in _counted(actor, at)}
    nothing = dict.fromkeys(_counts(at), 0)
    return [
        {"body_id": body.id, **(counts := known.get(body.id, nothing)), "on_time_share": _share(counts)}
        for body in organizations.bodies(at=at)
        if body.axis is Axis.EXECUTION and body.kind is not organizations.BodyKind.COMMAND_CENTRE
    ]


def _counted(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    recent = Q(disposed_at__gte=at - LOOKED_BACK, disposed_at__lte=at)
    cases = Case.objects.filter(visible(actor), ALIVE | recent, lead_body_id__isnull=False, self_disposed=False)
    return [{**row} for row in cases.values("lead_body_id").annotate(**_counts(at))]


def _counts(at: datetime) -> dict[str, Count]:
    counted = conditions(at)
    recent = Q(disposed_at__gte=at - LOOKED_BACK, disposed_at__lte=at)
    in_time, late = counted[BaseCount.DISPOSED_ON_TIME], counted[BaseCount.DISPOSED_LATE]
    return {
        "open": Count("pk", filter=ALIVE),
        "in_disposal": Count("pk", filter=IN_DISPOSAL),
        "due_soon": Count("pk", filter=IN_DISPOSAL & Q(warn_at__lt=at, due_at__gte=at)),
        "overdue": Count("pk", filter=IN_DISPOSAL & Q(due_at__lt=at)),
        "disposed": Count("pk", filter=recent & (in_time | late)),
        "disposed_on_time": Count("pk", filter=recent & in_time),
    }


def _share(counts: dict[str, Any]) -> float | None:
    return round(counts["disposed_on_time"] / counts["disposed"], 4) if counts["disposed"] else None
