"""What surveys bring over HTTP: field records, what the comparison found, what was decided."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import READ, REVIEW, SURVEY, require_somewhere
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import Cursor, IdempotencyKey, Moment, Page, PageSize, Text, idempotent, page, problems, quick
from cityloop.kernel.wording import say

router = Router(tags=["surveys"], auth=signed_in)

MOST_PHOTOS, MOST_DECISIONS, LARGEST_ID = 20, 500, 2**63 - 1
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
Note = Annotated[Text, StringConstraints(max_length=1000)]
Opinion = Annotated[Text, StringConstraints(max_length=500)]


class NewSurveyRecord(Schema):
    """What a surveyor found at one spot. What is null was not looked at.

    With the identity code of the component (its QR label) the class need not be told; without it it must be.
    """

    taken_at: Moment
    longitude: Longitude
    latitude: Latitude
    code: Annotated[str, Field(pattern=r"^([0-9]{16,17})?$", examples=["11010101002000001"])] = ""
    class_code: Annotated[str, Field(pattern=r"^([0-9]{4,5})?$", examples=["03005"])] = ""
    state: api.ComponentState = api.ComponentState.INTACT
    accuracy: api.AccuracyClass | None = None
    name: Name | None = None
    manager_body_id: UUID | None = None
    owner_body_id: UUID | None = None
    keeper_body_id: UUID | None = None
    note: Note | None = None
    photo_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS)
    replaces: UUID | None = Field(default=None, description="An earlier record of one's own that this one corrects.")


class SurveyRecord(Schema):
    """A field record as it was sent in; `attributes` hold what was looked at."""

    id: UUID
    survey_id: UUID
    code: str
    class_code: str
    longitude: float
    latitude: float
    grid_code: str | None
    state: api.ComponentState
    accuracy: api.AccuracyClass | None
    attributes: dict[str, str]
    photo_ids: list[UUID]
    replaces: UUID | None
    surveyor_id: UUID
    surveyor_name: str
    taken_at: AwareDatetime
    received_at: AwareDatetime


class AttributeChange(Schema):
    """What the inventory says of an attribute, and what the field says."""

    attribute: str
    inventory: str
    field: str


class SurveyFinding(Schema):
    """One finding of the comparison, with what was decided about it."""

    id: int
    kind: api.FindingKind
    version: int
    component_id: UUID | None
    component_code: str
    component_name: str
    class_code: str
    grid_code: str | None
    longitude: float | None = Field(description="Where the inventory has it.")
    latitude: float | None
    record: SurveyRecord | None
    distance_m: float | None
    tolerance_m: float | None
    changes: list[AttributeChange]
    may_accept: bool = Field(
        description="False where nothing differs, and for a line or an area that moved: an import draws it anew."
    )
    verdict: api.Verdict
    decided_by: UUID | None
    decided_by_name: str
    decided_at: AwareDatetime | None
    opinion: str


class FindingDecision(Schema):
    """Yes or no to one difference, by somebody who saw this version of it."""

    finding_id: Annotated[int, Field(ge=1, le=LARGEST_ID)]
    version: int
    is_accepted: bool
    opinion: Opinion = ""


class FindingDecisions(Schema):
    """Decisions that are all made, or none."""

    decisions: list[FindingDecision] = Field(min_length=1, max_length=MOST_DECISIONS)


@router.get(
    "/{uuid:survey_id}/records",
    response={200: Page[SurveyRecord], **problems(401, 403, 404, 422)},
    operation_id="list_survey_records",
)
def list_records(
    request: ActorRequest,
    survey_id: UUID,
    surveyor_id: Annotated[UUID | None, Query(description="The account of one surveyor.")] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return the records of a survey that lie in the caller's area."""
    _require_seen(request, survey_id)
    rows = api.records(
        survey_id=survey_id,
        within=request.auth.area_code,
        surveyor_id=surveyor_id,
        after=_record_after(cursor),
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].id) if len(rows) > limit else None)


@router.post(
    "/{uuid:survey_id}/records",
    response={201: SurveyRecord, **problems(401, 403, 404, 409, 422)},
    operation_id="record_component",
)
def record(request: ActorRequest, survey_id: UUID, new: NewSurveyRecord, key: IdempotencyKey) -> HttpResponse:
    """Send in a field record; its key is its id, and the same one again changes nothing, also when all is over."""
    require(request.auth, SURVEY)
    at = now()
    told = new.model_dump() | {"photo_ids": tuple(new.photo_ids)}

    def run() -> tuple[int, Any]:
        return 201, api.record_component(
            survey_id=survey_id, record_id=key, new=api.NewRecord(**told), actor=request.auth, at=at
        )

    return idempotent(request, key=key, scope=f"survey-record:{request.auth.account_id}", at=at, run=run)


@router.get(
    "/{uuid:survey_id}/findings",
    response={200: Page[SurveyFinding], **problems(401, 403, 404, 422)},
    operation_id="list_survey_findings",
)
def list_findings(
    request: ActorRequest,
    survey_id: UUID,
    kind: api.FindingKind | None = None,
    verdict: api.Verdict | None = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return what the comparison found in the caller's area."""
    _require_seen(request, survey_id)
    rows = api.findings(
        survey_id=survey_id,
        within=request.auth.area_code,
        kind=kind,
        verdict=verdict,
        after=_finding_after(cursor),
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].id) if len(rows) > limit else None)


@router.post(
    "/{uuid:survey_id}/decisions",
    response={200: list[SurveyFinding], **problems(401, 403, 404, 409, 422)},
    operation_id="decide_survey_findings",
)
def decide(request: ActorRequest, survey_id: UUID, sent: FindingDecisions) -> HttpResponse:
    """Decide about differences, all of them or none; whoever surveyed, or is of a company that did, may not."""
    require(request.auth, REVIEW)
    decisions = [api.FindingDecision(**each.model_dump()) for each in sent.decisions]
    return quick(api.decide_findings(survey_id=survey_id, decisions=decisions, actor=request.auth, at=now()))


def _require_seen(request: ActorRequest, survey_id: UUID) -> None:
    require(request.auth, READ)
    require_somewhere(request.auth, READ, api.area_of_survey(survey_id))


def _record_after(cursor: str | None) -> UUID | None:
    try:
        return UUID(str(cursors.decode(cursor, length=1)[0])) if cursor is not None else None
    except ValueError as error:
        raise _strange() from error


def _finding_after(cursor: str | None) -> int:
    if cursor is None:
        return 0
    (after,) = cursors.decode(cursor, length=1)
    if not isinstance(after, int) or not 0 <= after <= LARGEST_ID:
        raise _strange()
    return after


def _strange() -> InvalidInputError:
    message = say("The cursor is not one this server gave.")
    return InvalidInputError(message, field="cursor")
