"""The tree of bodies."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from cityloop.access import api as access
from cityloop.access.api import ActorRequest, require
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Line, Moment, Page, Text, idempotent, page, problems, quick
from cityloop.organizations import api

router = Router(tags=["organizations"], auth=access.signed_in)
READ = "organizations.read"

Code = Annotated[Line, Field(max_length=40)]
BodyName = Annotated[Line, Field(max_length=100)]
ShortName = Annotated[Text, Field(max_length=40)]
CreditCode = Annotated[Text, Field(max_length=18)]


class NewBody(Schema):
    """A body to be added; without `valid_from` it exists from now on."""

    code: Code
    name: BodyName
    kind: api.BodyKind
    short_name: ShortName = ""
    parent_id: UUID | None = None
    credit_code: CreditCode = ""
    valid_from: Moment | None = None


class BodyChange(Schema):
    """What to change of a body; what is left out stays."""

    name: BodyName | None = None
    short_name: ShortName | None = None
    credit_code: CreditCode | None = None


class NewParent(Schema):
    """Where in the tree a body shall lie; null for the top."""

    parent_id: UUID | None


@router.get("", response={200: Page[api.BodyView], **problems(401, 403, 422)}, operation_id="list_bodies")
def list_bodies(request: ActorRequest, *, ended: bool = False) -> HttpResponse:
    """Return all bodies of the city in order of code, on one page; those that have ended only if asked for."""
    require(request.auth, READ)
    return page(api.bodies(at=None if ended else now()), next_cursor=None)


@router.post("", response={201: api.BodyView, **problems(401, 403, 409, 422)}, operation_id="add_body")
def add_body(request: ActorRequest, new: NewBody, key: IdempotencyKey) -> HttpResponse:
    """Add a body to the tree."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.add_body(draft=api.BodyDraft(**new.model_dump()), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.get("/{uuid:body_id}", response={200: api.BodyView, **problems(401, 403, 404)}, operation_id="get_body")
def get_body(request: ActorRequest, body_id: UUID) -> HttpResponse:
    """Return a body, also one that has ended."""
    require(request.auth, READ)
    return quick(api.body(body_id))


@router.patch(
    "/{uuid:body_id}", response={200: api.BodyView, **problems(401, 403, 404, 422)}, operation_id="change_body"
)
def change_body(request: ActorRequest, body_id: UUID, change: BodyChange) -> HttpResponse:
    """Change what a body is called."""
    return quick(api.change_body(body_id=body_id, actor=request.auth, at=now(), **change.model_dump()))


@router.put(
    "/{uuid:body_id}/parent", response={200: api.BodyView, **problems(401, 403, 404, 422)}, operation_id="move_body"
)
def move_body(request: ActorRequest, body_id: UUID, new: NewParent) -> HttpResponse:
    """Put a body, with all below it, under another parent."""
    return quick(api.move_body(body_id=body_id, parent_id=new.parent_id, actor=request.auth, at=now()))


@router.post(
    "/{uuid:body_id}/end", response={200: api.BodyView, **problems(401, 403, 404, 409)}, operation_id="end_body"
)
def end_body(request: ActorRequest, body_id: UUID) -> HttpResponse:
    """End a body: its staff leave and its rules end with it."""
    return quick(api.end_body(body_id=body_id, actor=request.auth, at=now()))
