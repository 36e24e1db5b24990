"""Reads of what a comparison found."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, F, Func, QuerySet
from django.db.models.functions import Coalesce

from cityloop.assets.contracts import AttributeChange, ComponentLook, FindingKind, FindingView, SurveyState, Verdict
from cityloop.assets.models import SurveyFinding
from cityloop.assets.queries.surveys import record_view

TOLD = (SurveyState.REVIEWING, SurveyState.APPLYING, SurveyState.APPLIED)  # what is found elsewhere may change still
SHAPE = Func("component__geometry", function="GeometryType", output_field=CharField())


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
    return finding_views(whole(rows)[:limit])


def component_looks(code: str, *, limit: int = 200) -> list[ComponentLook]:
    """Return which surveys looked at a component and what they found, the latest first. One query."""
    rows = SurveyFinding.objects.filter(component__code=code, survey__state__in=TOLD)
    rows = rows.annotate(looked_at=Coalesce("record__taken_at", "survey__closed_at"))
    rows = rows.select_related("survey", "record").order_by(F("looked_at").desc(nulls_last=True), "-pk")
    return [_look(row) for row in rows[:limit]]


def whole(rows: QuerySet[SurveyFinding]) -> QuerySet[SurveyFinding]:
    """Return findings with their components and records; of a component's geometry only the kind."""
    return rows.select_related("component", "record").defer("component__geometry").annotate(shape=SHAPE)


def finding_views(rows: Iterable[SurveyFinding]) -> list[FindingView]:
    """Return findings that came `whole` as others see them."""
    return [_view(row) for row in rows]


def may_accept(row: SurveyFinding) -> bool:
    """Return whether a finding that came `whole` can be accepted: a line or an area is not moved to a spot."""
    kind = FindingKind(row.kind)
    return kind.is_difference and (kind is not FindingKind.MOVED or vars(row)["shape"] == "POINT")


def _look(row: SurveyFinding) -> ComponentLook:
    return ComponentLook(
        survey_id=row.survey_id,
        survey_title=row.survey.title,
        survey_state=SurveyState(row.survey.state),
        looked_at=vars(row)["looked_at"],
        surveyor_name=row.record.surveyor_name if row.record else "",
        kind=FindingKind(row.kind),
        distance_m=row.distance_m,
        changes=tuple(AttributeChange(**change) for change in row.changes),
        verdict=Verdict(row.verdict),
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        opinion=row.opinion,
        applied_at=row.survey.applied_at,
    )


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
        may_accept=may_accept(row),
        verdict=Verdict(row.verdict),
        decided_by=row.decided_by,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        opinion=row.opinion,
    )
