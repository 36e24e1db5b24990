"""Field work ends: what was found is compared with the inventory as it is."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.surveys.holding import held, require_state, require_version
from cityloop.assets.contracts import SurveyState, SurveyView, Verdict
from cityloop.assets.domain.comparing import Finding, compare
from cityloop.assets.models import Component, Survey, SurveyFinding, SurveyRecord
from cityloop.assets.policies import MANAGE, require_everywhere
from cityloop.assets.queries.scopes import counted_records, fingerprint, looks_of, standings_of
from cityloop.assets.queries.surveys import survey_view

BATCH = 2_000
DECIDED = ("verdict", "decided_by", "decided_by_name", "decided_at", "opinion")


@transaction.atomic
def close_survey(*, survey_id: UUID, version: int, actor: access.Actor, at: datetime) -> SurveyView:
    """End the field work of a survey and compare what was found with the inventory.

    :raises RefusedError: it is closed already.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.SURVEYING)
    require_version(survey, version)
    survey.state, survey.closed_by, survey.closed_at = SurveyState.REVIEWING, actor.account_id, at
    return _compared(survey, "assets.close_survey", actor, at)


@transaction.atomic
def compare_survey(*, survey_id: UUID, version: int, actor: access.Actor, at: datetime) -> SurveyView:
    """Compare a closed survey with the inventory once more; what was decided about what is still so stands.

    :raises RefusedError: it is not under review.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.REVIEWING)
    require_version(survey, version)
    return _compared(survey, "assets.compare_survey", actor, at)


def _compared(survey: Survey, what: str, actor: access.Actor, at: datetime) -> SurveyView:
    before = {_key(row): row for row in survey.findings.all()}
    records = {record.pk: record for record in counted_records(survey)}
    standings, rows = standings_of(survey, {record.code for record in records.values() if record.code})
    found = compare(standings, looks_of(list(records.values())))
    survey.findings.all().delete()
    findings = [_row(survey, finding, rows, records) for finding in found]
    for row in findings:
        _keep_verdict(row, before.get(_key(row)))
    SurveyFinding.objects.bulk_create(findings, batch_size=BATCH)
    survey.compared_at = at
    survey.version += 1
    survey.save(update_fields=["state", "closed_by", "closed_at", "compared_at", "version"])
    access.audit(actor, what, f"survey:{survey.pk}", at, findings=len(findings))
    return survey_view(survey)


def _row(
    survey: Survey, found: Finding, rows: Mapping[UUID, Component], records: Mapping[UUID, SurveyRecord]
) -> SurveyFinding:
    component = rows[found.standing] if found.standing else None
    record = records[found.look] if found.look else None
    grid_code = component.grid_id if component else None
    return SurveyFinding(
        survey=survey,
        kind=found.kind,
        component=component,
        record=record,
        grid_code=grid_code or (record.grid_code if record else None),
        distance_m=found.distance_m,
        tolerance_m=found.tolerance_m,
        changes=[asdict(change) for change in found.changes],
        seen=fingerprint(component) if component else "",
        verdict=Verdict.PENDING if found.kind.is_difference else Verdict.NOT_NEEDED,
    )


def _key(row: SurveyFinding) -> tuple[UUID | None, UUID | None]:
    return row.component_id, row.record_id


def _keep_verdict(row: SurveyFinding, before: SurveyFinding | None) -> None:
    """Let a decision stand if the difference is the same as the one it was made about."""
    if before is None:
        return
    row.version = before.version + 1
    if (row.kind, row.seen, row.changes, row.distance_m) == (
        before.kind,
        before.seen,
        before.changes,
        before.distance_m,
    ):
        row.version = before.version
        for name in DECIDED:
            setattr(row, name, getattr(before, name))
