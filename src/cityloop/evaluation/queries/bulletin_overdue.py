"""Which cases of a period wait for disposal though their time is over: the longest first."""

from datetime import datetime, timedelta

from cityloop.evaluation.contracts.bulletins import OverdueCase
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.bulletins import TOP_OVERDUE
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.models import CaseFact
from cityloop.evaluation.queries.sums import sums
from cityloop.evaluation.queries.tallies import selection
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory

LATE = "to_dispose_late"
MINUTE = timedelta(minutes=1)


def overdue(period: Period, *, at: datetime) -> tuple[int, tuple[OverdueCase, ...]]:
    """Return how many there are, and those that are latest."""
    (total,) = sums(kind=FactKind.CASE, where=selection(period), at=at, keys=[LATE])
    rows = CaseFact.objects.filter(
        counted_on__gte=period.since, counted_on__lt=period.until, to_dispose=1, due_at__lt=at
    ).order_by("due_at", "number")
    found = [(row, row.due_at) for row in rows[:TOP_OVERDUE] if row.due_at is not None]
    districts = territory.names({row.district_code for row, _ in found})
    bodies = {body.id: body.name for body in organizations.bodies()} if found else {}
    classes = {(view.kind.value, view.code): view.name for view in standards.classes()} if found else {}
    return total.counts[LATE], tuple(
        OverdueCase(
            case_id=row.case_id,
            number=row.number,
            class_name=classes.get((row.kind, row.class_code), row.class_code),
            district=districts.get(row.district_code, row.district_code),
            body=bodies.get(row.body_id, "") if row.body_id else "",
            due_at=due_at,
            late_minutes=(at - due_at) // MINUTE,
        )
        for row, due_at in found
    )
