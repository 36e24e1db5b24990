"""Changes to the unit grids over HTTP: read the request, call the door, write the answer."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Line, Text, idempotent, problems, quick
from cityloop.territory import api
from cityloop.territory.policies import READ, area_within
from cityloop.territory.rest.faults import Fault
from cityloop.territory.rest.ground import DutyGrid, Geometry, Heir

router = Router(tags=["territory"], auth=signed_in)

MOST_OPERATIONS, MOST_GRIDS, MOST_POINTS = 200, 50, 500
CommunityCode = Annotated[str, Field(pattern=r"^[0-9]{12}$", examples=["110101001001"])]
GridName = Annotated[str, Field(pattern=r"^([0-9]{15}|#[0-9]{1,4})$", description="A code, or #1 for what was made.")]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Spot = Annotated[list[Degrees], Field(min_length=2, max_length=2, description="Longitude and latitude.")]
AreaLevel = Literal["A", "B", "C"]
Attribute = Annotated[Line, StringConstraints(max_length=30)]
Title = Annotated[Line, StringConstraints(max_length=100, min_length=1)]
Opinion = Annotated[Text, StringConstraints(max_length=500)]
Within = Annotated[str, Query(pattern=r"^[0-9]{0,12}$", description="The beginning of the codes of communities.")]


class OperationIn(Schema):
    """Cut a grid, merge grids that touch, draw the border of two anew, number or mark grids, form a duty grid."""

    kind: Literal["CUT", "MERGE", "BORDER", "NUMBER", "MARK", "DUTY"]
    grids: list[GridName] = Field(min_length=1, max_length=MOST_GRIDS)
    line: list[Spot] = Field(default=[], max_length=MOST_POINTS)
    area_level: AreaLevel | None = Field(default=None, description="Given by MARK; what is not said stays.")
    land_use: Attribute | None = None
    management_level: Attribute | None = None


Operations = Annotated[list[OperationIn], Field(max_length=MOST_OPERATIONS)]


class Drawing(Schema):
    """Operations on the grids of one community, to be tried out."""

    community_code: CommunityCode
    operations: Operations


class NewChange(Drawing):
    """A change to keep as a draft."""

    title: Title


class Redrawn(Schema):
    """A draft with other operations."""

    version: int
    title: Title
    operations: Operations


class Seen(Schema):
    """Which version of the change the caller saw."""

    version: int


class Decision(Seen):
    """Yes or no to a change."""

    approved: bool
    opinion: Opinion = ""


class BegunGrid(Schema):
    """A unit grid that the change makes, with the code that it would get now."""

    name: str
    code: str
    area_m2: float
    area_level: str
    land_use: str
    management_level: str
    duty_grid_code: str | None
    geometry: Geometry
    forebears: list[Heir]


class MarkedGrid(Schema):
    """A unit grid that stands on as something else."""

    code: str
    area_level: str
    land_use: str
    management_level: str


class Outcome(Schema):
    """What the change would do, and what would be wrong with its community then."""

    ended: list[str]
    begun: list[BegunGrid]
    marked: list[MarkedGrid]
    ended_duty_grids: list[str]
    begun_duty_grids: list[DutyGrid]
    without_duty_grid: list[str] = Field(description="Unit grids that would lose their duty grid.")
    faults: list[Fault]


class GridChange(Schema):
    """A change to the unit grids of one community."""

    id: UUID
    title: str
    community_code: str
    operations: list[OperationIn]
    state: api.ChangeState
    version: int
    author_id: UUID
    created_at: AwareDatetime
    submitted_at: AwareDatetime | None
    decided_by: UUID | None
    decided_at: AwareDatetime | None
    opinion: str


@router.get("", response={200: list[GridChange], **problems(401, 403, 422)}, operation_id="list_grid_changes")
def list_changes(request: ActorRequest, within: Within = "", state: api.ChangeState | None = None) -> HttpResponse:
    """Return the changes in the caller's area, the newest first, 200 at most."""
    return quick(api.grid_changes(within=area_within(request.auth, READ, within)[:12], state=state))


@router.post("/preview", response={200: Outcome, **problems(401, 403, 404, 422)}, operation_id="preview_grid_change")
def preview(request: ActorRequest, drawing: Drawing) -> HttpResponse:
    """Return what operations would do to the grids as they are; nothing is kept."""
    return quick(
        api.preview_change(
            community=drawing.community_code, operations=_kept(drawing.operations), actor=request.auth, at=now()
        )
    )


@router.post("", response={201: GridChange, **problems(401, 403, 404, 422)}, operation_id="draw_grid_change")
def draw(request: ActorRequest, new: NewChange, key: IdempotencyKey) -> HttpResponse:
    """Keep a change as a draft of the caller's."""
    at = now()

    def run() -> tuple[int, Any]:
        operations = _kept(new.operations)
        return 201, api.draw_change(
            title=new.title, community=new.community_code, operations=operations, actor=request.auth, at=at
        )

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.get("/{uuid:change_id}", response={200: GridChange, **problems(401, 403, 404)}, operation_id="read_grid_change")
def read(request: ActorRequest, change_id: UUID) -> HttpResponse:
    """Return one change."""
    change = api.grid_change(change_id)
    require(request.auth, READ, grid=change.community_code)
    return quick(change)


@router.put(
    "/{uuid:change_id}",
    response={200: GridChange, **problems(401, 403, 404, 409, 422)},
    operation_id="redraw_grid_change",
)
def redraw(request: ActorRequest, change_id: UUID, redrawn: Redrawn) -> HttpResponse:
    """Give a draft other operations."""
    return quick(
        api.redraw_change(
            change_id=change_id,
            version=redrawn.version,
            title=redrawn.title,
            operations=_kept(redrawn.operations),
            actor=request.auth,
            at=now(),
        )
    )


@router.post(
    "/{uuid:change_id}/submit",
    response={200: GridChange, **problems(401, 403, 404, 409, 422)},
    operation_id="submit_grid_change",
)
def submit(request: ActorRequest, change_id: UUID, seen: Seen) -> HttpResponse:
    """Hand a draft in to be decided."""
    return quick(api.submit_change(change_id=change_id, version=seen.version, actor=request.auth, at=now()))


@router.post(
    "/{uuid:change_id}/withdraw",
    response={200: GridChange, **problems(401, 403, 404, 409, 422)},
    operation_id="withdraw_grid_change",
)
def withdraw(request: ActorRequest, change_id: UUID, seen: Seen) -> HttpResponse:
    """Take a change back while nobody has decided it."""
    return quick(api.withdraw_change(change_id=change_id, version=seen.version, actor=request.auth, at=now()))


@router.post(
    "/{uuid:change_id}/decide",
    response={200: GridChange, **problems(401, 403, 404, 409, 422)},
    operation_id="decide_grid_change",
)
def decide(request: ActorRequest, change_id: UUID, decision: Decision) -> HttpResponse:
    """Say yes or no to a change; yes ends the old grids and begins the new ones at this moment."""
    return quick(
        api.decide_change(
            change_id=change_id,
            version=decision.version,
            approved=decision.approved,
            opinion=decision.opinion,
            actor=request.auth,
            at=now(),
        )
    )


def _kept(operations: list[OperationIn]) -> list[Mapping[str, Any]]:
    return [operation.model_dump(mode="json", exclude_none=True) for operation in operations]
