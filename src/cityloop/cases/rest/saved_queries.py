"""Queries that an account keeps for itself."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import BeforeValidator, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.cases.actions import saved_queries as actions
from cityloop.cases.models import SavedQuery
from cityloop.cases.rest.cases import ListFilters
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Line, idempotent, problems, quick
from cityloop.kernel.wording import say

router = Router(tags=["cases"], auth=signed_in)
NOT_TEXT = {"is_overdue": bool, "is_due_soon": bool, **dict.fromkeys(("west", "south", "east", "north"), int | float)}
Name = Annotated[Line, StringConstraints(max_length=60)]


def _as_json_has_it(value: object) -> object:
    """An address can only hold text, so the filters take "1" for 1; a body can hold numbers, and must."""
    if isinstance(value, ListFilters):
        return value
    if not isinstance(value, dict):
        message = say("must be an object")  # Ninja's schemas read attributes, and every list has none of them
        raise ValueError(message)  # noqa: TRY004 - to pydantic what it should refuse is a ValueError
    for name, kind in NOT_TEXT.items():
        found = value.get(name)
        if found is not None and (not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool)):
            message = say("{name} must not be written as {kind}", name=name, kind=type(found).__name__)
            raise ValueError(message)
    return value


class SavedQueryIn(Schema):
    """A query about to be kept. The filters are those of the list; what is left out narrows nothing."""

    name: Name
    filters: Annotated[ListFilters, BeforeValidator(_as_json_has_it)]


class SavedQueryName(Schema):
    """Another name for a query."""

    name: Name


class SavedQueryOut(Schema):
    """A query that is kept; `filters` holds only what narrows."""

    id: UUID
    name: str
    filters: ListFilters
    created_at: datetime


@router.get("", response={200: list[SavedQueryOut], **problems(401, 403)}, operation_id="list_saved_queries")
def list_queries(request: ActorRequest) -> HttpResponse:
    """Return the queries that the caller's account keeps, by name."""
    require(request.auth, "cases.read")
    found = SavedQuery.objects.filter(account_id=request.auth.account_id).order_by("name")
    return quick([_shown(query) for query in found])


@router.post("", response={201: SavedQueryOut, **problems(401, 403, 422)}, operation_id="save_query")
def save(request: ActorRequest, body: SavedQueryIn, key: IdempotencyKey) -> HttpResponse:
    """Keep a query under a name of one's own."""
    at, filters = now(), body.filters.model_dump(mode="json", exclude_defaults=True)

    def run() -> tuple[int, Any]:
        return 201, _shown(actions.save_query(name=body.name, filters=filters, actor=request.auth, at=at))

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.patch(
    "/{uuid:query_id}", response={200: SavedQueryOut, **problems(401, 403, 404, 422)}, operation_id="rename_query"
)
def rename(request: ActorRequest, query_id: UUID, body: SavedQueryName) -> HttpResponse:
    """Give a query another name."""
    return quick(_shown(actions.rename_query(query_id=query_id, name=body.name, actor=request.auth)))


@router.delete("/{uuid:query_id}", response={204: None, **problems(401, 403, 404)}, operation_id="delete_query")
def delete(request: ActorRequest, query_id: UUID) -> HttpResponse:
    """Forget a query."""
    actions.delete_query(query_id=query_id, actor=request.auth)
    return HttpResponse(status=204)


def _shown(query: SavedQuery) -> dict[str, Any]:
    return {"id": query.pk, "name": query.name, "filters": query.filters, "created_at": query.created_at}
