"""Deciding on objections."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.rest.entries import EntryIn
from cityloop.kernel.clock import now
from cityloop.kernel.http import Text, problems, quick

router = Router(tags=["evaluation"], auth=signed_in)


class DecisionIn(Schema):
    """What is said to an objection; if it is upheld, cases are counted again and an entry is corrected."""

    is_upheld: bool
    opinion: Text
    case_ids: Annotated[list[UUID], Field(max_length=500)] = Field([], description="Cases to be counted again.")
    correction: EntryIn | None = None


@router.post(
    "/{uuid:objection_id}/decision",
    response={200: api.ObjectionView, **problems(401, 403, 404, 409, 422)},
    operation_id="decide_objection",
)
def decide_objection(request: ActorRequest, objection_id: UUID, said: DecisionIn) -> HttpResponse:
    """Uphold an objection, which makes another edition of the result, or refuse it."""
    decision = api.Decision(
        is_upheld=said.is_upheld,
        opinion=said.opinion,
        case_ids=tuple(said.case_ids),
        correction=said.correction.draft() if said.correction else None,
    )
    return quick(api.decide_objection(objection_id=objection_id, decision=decision, actor=request.auth, at=now()))
