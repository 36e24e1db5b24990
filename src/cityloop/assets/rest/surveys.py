"""Surveys over HTTP: planned, changed, closed, compared, applied, given up."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import READ, require_somewhere
from cityloop.assets.rest.components import Within
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import (
    Cursor,
    Day,
    IdempotencyKey,
    Line,
    Page,
    PageSize,
    Text,
    idempotent,
    page,
    problems,
    quick,
)
from cityloop.kernel.wording import say
from cityloop.territory.api import area_within

router = Router(tags=["surveys"], auth=signed_in)

MOST_AREAS, MOST_CLASSES, MOST_SURVEYORS = 200, 200, 200
Title = Annotated[Line, StringConstraints(max_length=100, min_length=1)]
Reason = Annotated[Text, StringConstraints(max_length=500)]
AreaCode = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15})$",
        description="A district, street, community or unit grid.",
        examples=["110101001"],
    ),
]
SurveyedClass = Annotated[str, Field(pattern=r"^[0-9]{4,5}$", examples=["03005"])]


class SurveyTerms(Schema):
    """What of a survey may be changed while it runs; `ends_on` is its last day."""

    title: Title
    starts_on: Day
    ends_on: Day
    seat_ids: list[UUID] = Field(default=[], max_length=MOST_SURVEYORS)


class NewSurvey(SurveyTerms):
    """A survey to plan. No area is the whole city, no class is every class of the edition."""

    area_codes: list[AreaCode] = Field(default=[], max_length=MOST_AREAS)
    class_codes: list[SurveyedClass] = Field(default=[], max_length=MOST_CLASSES)
    class_edition: Annotated[Text, StringConstraints(max_length=40)] = Field(
        default="", description="Empty is the edition that the city uses."
    )


class ChangedSurvey(SurveyTerms):
    """A survey with other terms, and which version of it the caller saw."""

    version: int


class SeenSurvey(Schema):
    """Which version of the survey the caller saw."""

    version: int


class VoidedSurvey(SeenSurvey):
    """Why a survey is given up."""

    reason: Reason = ""


class ReopenedSurvey(SeenSurvey):
    """Why a survey is given back to the field."""

    reason: Annotated[Reason, StringConstraints(min_length=1)]


class SurveySurveyor(Schema):
    """Somebody who surveys, in a seat."""

    seat_id: UUID
    account_id: UUID
    name: str
    body_id: UUID | None


class FindingTally(Schema):
    """How many findings of a kind there are, and how many of them are decided in which way."""

    kind: api.FindingKind
    count: int
    pending: int
    accepted: int
    rejected: int


class SurveySettlement(Schema):
    """What applying a survey did; `looked_at` components of the inventory were come by, besides those added."""

    added: int
    moved: int
    changed: int
    lost: int
    looked_at: int


class Survey(Schema):
    """A survey: where, what, when and by whom, and how far it has come.

    While it is `COMPARING` or `APPLYING` the worker has it: ask again until it is not.
    """

    id: UUID
    title: str
    area_codes: list[str]
    class_edition: str
    class_codes: list[str]
    starts_on: date
    ends_on: date
    state: api.SurveyState
    version: int
    surveyors: list[SurveySurveyor]
    planned_by: UUID
    planned_by_name: str
    planned_at: AwareDatetime
    closed_at: AwareDatetime | None
    compared_at: AwareDatetime | None
    applied_by: UUID | None
    applied_by_name: str
    applied_at: AwareDatetime | None
    void_reason: str
    reopen_reason: str = Field(description="Why its reviewer gave it back to the field the last time.")
    reopened_by_name: str
    reopened_at: AwareDatetime | None
    rows_total: int | None = Field(description="How many components the worker looks at, null where nobody knows yet.")
    rows_done: int
    failure: dict[str, str] = Field(description="By language, why what was decided could not be applied; else empty.")
    step: api.WorkStep | None = Field(description="What the worker is at once it writes; null where nobody is.")
    settlement: SurveySettlement | None
    records: int
    findings: list[FindingTally]


CURSOR: TypeAdapter[tuple[datetime, UUID]] = TypeAdapter(tuple[AwareDatetime, UUID])


@router.get("", response={200: Page[Survey], **problems(401, 403, 422)}, operation_id="list_surveys")
def list_surveys(
    request: ActorRequest,
    within: Within = "",
    state: api.SurveyState | None = None,
    mine: Annotated[bool, Query(description="Only those in which I survey.")] = False,  # noqa: FBT002 - a query flag
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return the surveys whose ground overlaps the caller's area, the newest first."""
    rows = api.surveys(
        within=area_within(request.auth, READ, within),
        state=state,
        surveyor_id=request.auth.account_id if mine else None,
        after=_after(cursor),
        limit=limit + 1,
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return page(rows[:limit], next_cursor=cursors.encode(last.planned_at.isoformat(), last.id) if last else None)


@router.post("", response={201: Survey, **problems(401, 403, 409, 422)}, operation_id="plan_survey")
def plan(request: ActorRequest, new: NewSurvey, key: IdempotencyKey) -> HttpResponse:
    """Plan a survey of components; from its first day on its surveyors may send in records."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.plan_survey(plan=api.SurveyPlan(**_tupled(new)), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=f"survey:{request.auth.account_id}", at=at, run=run)


@router.get("/{uuid:survey_id}", response={200: Survey, **problems(401, 403, 404)}, operation_id="read_survey")
def read(request: ActorRequest, survey_id: UUID) -> HttpResponse:
    """Return one survey."""
    require(request.auth, READ)
    found = api.survey(survey_id)
    require_somewhere(request.auth, READ, found.area_codes)
    return quick(found)


@router.put(
    "/{uuid:survey_id}", response={200: Survey, **problems(401, 403, 404, 409, 422)}, operation_id="change_survey"
)
def change(request: ActorRequest, survey_id: UUID, changed: ChangedSurvey) -> HttpResponse:
    """Give a survey that runs another title, other days or other surveyors."""
    told = _tupled(changed)
    version = told.pop("version")
    terms = api.SurveyTerms(**told)
    return quick(api.change_survey(survey_id=survey_id, version=version, terms=terms, actor=request.auth, at=now()))


@router.post(
    "/{uuid:survey_id}/close", response={202: Survey, **problems(401, 403, 404, 409, 422)}, operation_id="close_survey"
)
def close(request: ActorRequest, survey_id: UUID, seen: SeenSurvey) -> HttpResponse:
    """End the field work; the worker compares what was found with the inventory, ask how far it is."""
    closed = api.close_survey(survey_id=survey_id, version=seen.version, actor=request.auth, at=now())
    return quick(closed, status=202)


@router.post(
    "/{uuid:survey_id}/compare",
    response={202: Survey, **problems(401, 403, 404, 409, 422)},
    operation_id="compare_survey",
)
def compare(request: ActorRequest, survey_id: UUID, seen: SeenSurvey) -> HttpResponse:
    """Have a closed survey compared with the inventory once more; decisions about what is still so stand.

    A comparison that stands still is taken up again.
    """
    waiting = api.compare_survey(survey_id=survey_id, version=seen.version, actor=request.auth, at=now())
    return quick(waiting, status=202)


@router.post(
    "/{uuid:survey_id}/apply",
    response={202: Survey, **problems(401, 403, 404, 409, 422)},
    operation_id="apply_survey",
)
def apply(request: ActorRequest, survey_id: UUID, seen: SeenSurvey) -> HttpResponse:
    """Have all that was accepted brought into the inventory, in one transaction; ask how far the worker is.

    If a component was changed after the comparison nothing is applied: the survey is under review again then, and its
    `failure` says why. One whose applying stands still is taken up again.
    """
    waiting = api.apply_survey(survey_id=survey_id, version=seen.version, actor=request.auth, at=now())
    return quick(waiting, status=202)


@router.post(
    "/{uuid:survey_id}/reopen",
    response={200: Survey, **problems(401, 403, 404, 409, 422)},
    operation_id="reopen_survey",
)
def reopen(request: ActorRequest, survey_id: UUID, reopened: ReopenedSurvey) -> HttpResponse:
    """Give a survey under review back to the field, with the reason; whoever surveyed may not."""
    seen, reason = reopened.version, reopened.reason
    return quick(api.reopen_survey(survey_id=survey_id, version=seen, reason=reason, actor=request.auth, at=now()))


@router.post(
    "/{uuid:survey_id}/void", response={200: Survey, **problems(401, 403, 404, 409, 422)}, operation_id="void_survey"
)
def void(request: ActorRequest, survey_id: UUID, voided: VoidedSurvey) -> HttpResponse:
    """Give a survey up; its records stay, the inventory is not touched."""
    return quick(
        api.void_survey(survey_id=survey_id, version=voided.version, reason=voided.reason, actor=request.auth, at=now())
    )


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        return CURSOR.validate_python(tuple(cursors.decode(cursor, length=2)))
    except ValidationError as error:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor") from error


def _tupled(sent: Schema) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in sent.model_dump().items()}
