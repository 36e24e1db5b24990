"""Reads of surveys and of their records."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from cityloop.assets.contracts import (
    AccuracyClass,
    ComponentState,
    FindingKind,
    FindingTally,
    RecordView,
    Surveyor,
    SurveySettlement,
    SurveyState,
    SurveyView,
    Verdict,
)
from cityloop.assets.models import Survey, SurveyFinding, SurveyRecord, SurveySeat
from cityloop.assets.queries.imports import step_of_work
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

# A survey is seen wherever its ground and the area that is asked for overlap.
LISTED = """
SELECT s.id FROM assets_survey s
 WHERE (%(state)s::text IS NULL OR s.state = %(state)s)
   AND (jsonb_array_length(s.area_codes) = 0 OR EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(s.area_codes) code
         WHERE starts_with(code, %(within)s) OR starts_with(%(within)s, code)))
   AND (%(surveyor)s::uuid IS NULL OR EXISTS (
        SELECT 1 FROM assets_surveyseat seat
         WHERE seat.survey_id = s.id AND seat.account_id = %(surveyor)s::uuid AND seat.is_active))
   AND (%(at)s::timestamptz IS NULL OR (s.planned_at, s.id) < (%(at)s::timestamptz, %(last)s::uuid))
 ORDER BY s.planned_at DESC, s.id DESC
 LIMIT %(limit)s
"""


def survey(survey_id: UUID) -> SurveyView:
    """Return one survey.

    :raises NotFoundError: there is none of this id.
    """
    return survey_view(_row(survey_id))


def surveys(
    *,
    within: str = "",
    state: SurveyState | None = None,
    surveyor_id: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> list[SurveyView]:
    """Return surveys whose ground overlaps an area, the newest first.

    :param surveyor_id: only those in which this account surveys.
    :param after: when the last one that is known was planned, and its id.
    """
    at, last = after or (None, None)
    asked = {"state": state, "within": within, "surveyor": surveyor_id, "at": at, "last": last, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(LISTED, asked)
        ids = [row[0] for row in cursor.fetchall()]
    rows = Survey.objects.in_bulk(ids)
    return survey_views([rows[key] for key in ids])


def survey_view(row: Survey) -> SurveyView:
    """Return a survey as others see it."""
    return survey_views([row])[0]


def survey_views(rows: Sequence[Survey]) -> list[SurveyView]:
    """Return surveys as others see them: three queries, however many."""
    ids = [row.pk for row in rows]
    seats: dict[UUID, list[Surveyor]] = {key: [] for key in ids}
    for seat in SurveySeat.objects.filter(survey__in=ids, is_active=True).order_by("name", "pk"):
        seats[seat.survey_id].append(_surveyor(seat))
    counted = SurveyRecord.objects.filter(survey__in=ids).values("survey").annotate(count=Count("pk"))
    records = {each["survey"]: each["count"] for each in counted}
    tallies = _tallies(ids)
    return [_view(row, tuple(seats[row.pk]), records.get(row.pk, 0), tuple(tallies[row.pk])) for row in rows]


def all_surveyors(row: Survey) -> list[Surveyor]:
    """Return whoever surveys or has surveyed in a survey."""
    return [_surveyor(seat) for seat in row.seats.all()]


def area_of_survey(survey_id: UUID) -> list[str]:
    """Return the areas of a survey; none are the whole city.

    :raises NotFoundError: there is none of this id.
    """
    codes: list[str] = _row(survey_id).area_codes
    return codes


def records(
    *, survey_id: UUID, within: str = "", surveyor_id: UUID | None = None, after: UUID | None = None, limit: int = 50
) -> list[RecordView]:
    """Return records of a survey in order of their ids, above `after`."""
    rows = SurveyRecord.objects.filter(survey=survey_id).order_by("pk")
    rows = rows.filter(grid_code__startswith=within) if within else rows
    rows = rows.filter(surveyor_id=surveyor_id) if surveyor_id else rows
    rows = rows.filter(pk__gt=after) if after else rows
    return [record_view(row) for row in rows[:limit]]


def record_view(row: SurveyRecord) -> RecordView:
    """Return a field record as others see it."""
    return RecordView(
        id=row.pk,
        survey_id=row.survey_id,
        code=row.code,
        class_code=row.class_code,
        longitude=row.position.x,
        latitude=row.position.y,
        grid_code=row.grid_code,
        state=ComponentState(row.state),
        accuracy=AccuracyClass(row.accuracy) if row.accuracy else None,
        attributes=row.attributes,
        photo_ids=tuple(UUID(photo_id) for photo_id in row.photo_ids),
        replaces=row.replaces_id,
        surveyor_id=row.surveyor_id,
        surveyor_name=row.surveyor_name,
        taken_at=row.taken_at,
        received_at=row.received_at,
    )


def _row(survey_id: UUID) -> Survey:
    row = Survey.objects.filter(pk=survey_id).first()
    if row is None:
        message = say("There is no such survey.")
        raise NotFoundError(message, survey_id=str(survey_id))
    return row


def _surveyor(seat: SurveySeat) -> Surveyor:
    return Surveyor(seat.seat_id, seat.account_id, seat.name, seat.body_id)


def _tallies(ids: Sequence[UUID]) -> dict[UUID, list[FindingTally]]:
    found: dict[UUID, list[FindingTally]] = {key: [] for key in ids}
    rows = (
        SurveyFinding.objects.filter(survey__in=ids)
        .values("survey", "kind")
        .annotate(
            count=Count("pk"),
            pending=Count("pk", filter=Q(verdict=Verdict.PENDING)),
            accepted=Count("pk", filter=Q(verdict=Verdict.ACCEPTED)),
            rejected=Count("pk", filter=Q(verdict=Verdict.REJECTED)),
        )
    )
    for row in rows.order_by("kind"):
        kind, key = FindingKind(row["kind"]), row["survey"]
        found[key].append(FindingTally(kind, row["count"], row["pending"], row["accepted"], row["rejected"]))
    return found


def _view(row: Survey, surveyors: tuple[Surveyor, ...], records: int, findings: tuple[FindingTally, ...]) -> SurveyView:
    return SurveyView(
        id=row.pk,
        title=row.title,
        area_codes=tuple(row.area_codes),
        class_edition=row.class_edition,
        class_codes=tuple(row.class_codes),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=SurveyState(row.state),
        version=row.version,
        surveyors=surveyors,
        planned_by=row.planned_by,
        planned_by_name=row.planned_by_name,
        planned_at=row.planned_at,
        closed_at=row.closed_at,
        compared_at=row.compared_at,
        applied_by=row.applied_by,
        applied_by_name=row.applied_by_name,
        applied_at=row.applied_at,
        void_reason=row.void_reason,
        reopen_reason=row.reopen_reason,
        reopened_by_name=row.reopened_by_name,
        reopened_at=row.reopened_at,
        rows_total=row.rows_total,
        rows_done=row.rows_done,
        failure=row.failure or {},
        step=step_of_work(row.pk) if row.state in {SurveyState.COMPARING, SurveyState.APPLYING} else None,
        settlement=SurveySettlement(**row.settlement) if row.settlement else None,
        records=records,
        findings=findings,
    )
