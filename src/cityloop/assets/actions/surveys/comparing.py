"""What was found in the field is compared with the inventory as it is: read in pieces, written at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cityloop.assets.actions.surveys.holding import glanced_at, held
from cityloop.assets.contracts import SurveyState, Verdict, WorkStep
from cityloop.assets.domain.comparing import Finding, compare
from cityloop.assets.models import Survey, SurveyFinding, SurveyRecord
from cityloop.assets.queries.scopes import Noted, counted_records, in_scope, looks_of, standings_of
from cityloop.kernel import locks
from cityloop.kernel.progress import at_work, tell_step
from cityloop.kernel.references import check_references

BATCH = 2_000
DECIDED = ("verdict", "decided_by", "decided_by_name", "decided_at", "opinion")


def compare_with_inventory(survey: Survey, at: datetime) -> None:
    """Compare a survey that waits for it; what was decided about what is still so stands.

    Whoever does so a second time meanwhile, or after the survey was given up, changes nothing.
    """
    records = {record.pk: record for record in counted_records(survey)}
    _tell(survey, 0, total=in_scope(survey).count())
    standings, known = standings_of(
        survey, {record.code for record in records.values() if record.code}, lambda done: _tell(survey, done)
    )
    found = compare(standings, looks_of(list(records.values())))
    with transaction.atomic(), at_work(survey.pk):
        _await_others()
        if not _is_waiting(glanced_at(survey.pk), survey):
            return
        _write(survey, found, known, records)
        row = held(survey.pk)  # only now: what surveyors send late is refused without waiting for all that is written
        if not _is_waiting(row, survey):
            transaction.set_rollback(True)
            return
        row.state, row.compared_at = SurveyState.REVIEWING, at
        row.version += 1
        row.save(update_fields=["state", "compared_at", "version"])
        tell_step(WorkStep.CHECKING)
        check_references()  # it takes hold of the survey, too: whoever does so must have it already


def _await_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.SURVEY_FINDINGS])


def _is_waiting(now: Survey, before: Survey) -> bool:
    return (now.state, now.version) == (SurveyState.COMPARING, before.version)


def _tell(survey: Survey, done: int, *, total: int | None = None) -> None:
    """Say how many components were read; whoever asks sees it at once."""
    waiting = Survey.objects.filter(pk=survey.pk, state=SurveyState.COMPARING)
    waiting.update(rows_done=done, **({} if total is None else {"rows_total": total}))


def _write(
    survey: Survey, found: Sequence[Finding], known: Mapping[UUID, Noted], records: Mapping[UUID, SurveyRecord]
) -> None:
    before = {_key(row): row for row in survey.findings.exclude(verdict=Verdict.NOT_NEEDED).iterator()}
    tell_step(WorkStep.WRITING)
    survey.findings.all().delete()
    for first in range(0, len(found), BATCH):
        rows = [_row(survey, finding, known, records) for finding in found[first : first + BATCH]]
        _keep_verdicts(rows, before)
        SurveyFinding.objects.bulk_create(rows)


def _row(
    survey: Survey, found: Finding, known: Mapping[UUID, Noted], records: Mapping[UUID, SurveyRecord]
) -> SurveyFinding:
    component = known[found.standing] if found.standing else None
    record = records[found.look] if found.look else None
    grid_code = component.grid_code if component else None
    return SurveyFinding(
        survey=survey,
        kind=found.kind,
        component_id=found.standing,
        record=record,
        grid_code=grid_code or (record.grid_code if record else None),
        distance_m=found.distance_m,
        tolerance_m=found.tolerance_m,
        changes=[asdict(change) for change in found.changes],
        seen=component.fingerprint if component else "",
        verdict=Verdict.PENDING if found.kind.is_difference else Verdict.NOT_NEEDED,
    )


def _key(row: SurveyFinding) -> tuple[UUID | None, UUID | None]:
    return row.component_id, row.record_id


def _keep_verdicts(
    rows: Iterable[SurveyFinding], decided: Mapping[tuple[UUID | None, UUID | None], SurveyFinding]
) -> None:
    """Let decisions stand where the difference is the same as the one they were made about."""
    for row in rows:
        before = decided.get(_key(row))
        if before is not None and _said(row) == _said(before):
            row.version = before.version
            for name in DECIDED:
                setattr(row, name, getattr(before, name))
        elif before is not None:
            row.version = before.version + 1


def _said(row: SurveyFinding) -> tuple[object, ...]:
    return row.kind, row.seen, row.changes, row.distance_m
