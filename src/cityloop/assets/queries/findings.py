"""Reads of what a comparison found."""

from collections.abc import Iterable
from uuid import UUID

from cityloop.assets.contracts import AttributeChange, FindingKind, FindingView, Verdict
from cityloop.assets.models import SurveyFinding
from cityloop.assets.queries.surveys import record_view


def findings(
    *,
    survey_id: UUID,
    within: str = "",
    kind: FindingKind | None = None,
    verdict: Verdict | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[FindingView]:
    """Return findings of a survey in the order of their ids, above `after`, in an area. One query."""
    rows = SurveyFinding.objects.filter(survey=survey_id, pk__gt=after).order_by("pk")
    rows = rows.filter(grid_code__startswith=within) if within else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(verdict=verdict) if verdict else rows
    return finding_views(rows.select_related("component", "record").defer("component__geometry")[:limit])


def finding_views(rows: Iterable[SurveyFinding]) -> list[FindingView]:
    """Return findings as others see them; their components and records come with them."""
    return [_view(row) for row in rows]


def _view(row: SurveyFinding) -> FindingView:
    component, record = row.component, row.record
    spot = component.position if component else None
    return FindingView(
        id=row.pk,
        kind=FindingKind(row.kind),
        version=row.version,
        component_id=row.component_id,
        component_code=component.code if component else "",
        component_name=component.name if component else "",
        class_code=component.class_code if component else record.class_code if record else "",
        grid_code=row.grid_code,
        longitude=spot.x if spot else None,
        latitude=spot.y if spot else None,
        record=record_view(record) if record else None,
        distance_m=row.distance_m,
        tolerance_m=row.tolerance_m,
        changes=tuple(AttributeChange(**change) for change in row.changes),
        verdict=Verdict(row.verdict),
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        opinion=row.opinion,
    )
