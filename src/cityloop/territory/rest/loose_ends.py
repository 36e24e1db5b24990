"""What changes to the grids have left undecided, over HTTP."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.kernel.clock import now
from cityloop.kernel.http import Text, problems, quick
from cityloop.territory import api
from cityloop.territory.policies import MANAGE, area_within
from cityloop.territory.rest.faults import Within

router = Router(tags=["territory"], auth=signed_in)


class LooseEnd(Schema):
    """Something that no rule decides; `subject` tells which thing it is, `label` how people call it."""

    id: UUID
    change_id: UUID
    kind: api.LooseEndKind
    subject: str
    label: str
    code: str = Field(description="The grid or duty grid that ended, or the duty grid that lacks somebody.")
    codes: list[str] = Field(description="The grids that it may go over to.")
    raised_at: AwareDatetime
    settled_at: AwareDatetime | None
    settled_by: UUID | None
    remark: str


class Settlement(Schema):
    """What was decided."""

    remark: Annotated[Text, StringConstraints(max_length=500)] = ""


@router.get("", response={200: list[LooseEnd], **problems(401, 403, 422)}, operation_id="list_loose_ends")
def list_loose_ends(request: ActorRequest, within: Within = "", *, is_settled: bool = False) -> HttpResponse:
    """Return what changes to the grids have left to be decided, the newest first, 500 at most."""
    return quick(api.loose_ends(within=area_within(request.auth, MANAGE, within), is_settled=is_settled))


@router.post(
    "/{uuid:end_id}/settle", response={200: LooseEnd, **problems(401, 403, 404, 422)}, operation_id="settle_loose_end"
)
def settle(request: ActorRequest, end_id: UUID, settlement: Settlement) -> HttpResponse:
    """Say that it has been decided, and how; saying it again changes nothing."""
    return quick(api.settle_loose_end(end_id=end_id, remark=settlement.remark, actor=request.auth, at=now()))
