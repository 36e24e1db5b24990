"""Rules of responsibility, and whose case it would be."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.access import api as access
from cityloop.access.api import ActorRequest, require
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.http import Cursor, IdempotencyKey, Moment, Page, PageSize, idempotent, page, problems, quick
from cityloop.kernel.wording import say
from cityloop.organizations import api
from cityloop.organizations.rest.staff import Area
from cityloop.standards.contracts import MatterKind

rules = Router(tags=["organizations"], auth=access.signed_in)
routing = Router(tags=["organizations"], auth=access.signed_in)

READ = "organizations.read"
BIGGEST_ID = 2**63
ClassPrefix = Annotated[str, Field(pattern=r"^[0-9]{0,12}$")]


class NewRule(Schema):
    """A rule to stand. Left out, kind, class, area and owner mean every one; without `valid_from` it begins now."""

    body_id: UUID
    kind: MatterKind | None = None
    class_code: ClassPrefix = ""
    area_code: Area = ""
    owner_body_id: UUID | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None


@rules.get("", response={200: Page[api.RuleView], **problems(401, 403, 422)}, operation_id="list_responsibility")
def list_rules(
    request: ActorRequest,
    *,
    body_id: UUID | None = None,
    ended: bool = False,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return who answers for what, in order of the rules' numbers; those that have ended only if asked for."""
    require(request.auth, READ)
    rows = api.rules(at=None if ended else now(), body_id=body_id, after=_after(cursor), limit=limit + 1)
    shown = rows[:limit]
    return page(shown, next_cursor=cursors.encode(shown[-1].id) if len(rows) > limit else None)


@rules.post("", response={201: api.RuleView, **problems(401, 403, 409, 422)}, operation_id="assign_responsibility")
def assign(request: ActorRequest, new: NewRule, key: IdempotencyKey) -> HttpResponse:
    """Have a body answer for a class in an area; the rule that said so before ends."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.assign_responsibility(draft=api.RuleDraft(**new.model_dump()), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@rules.post(
    "/{int:rule_id}/end",
    response={200: api.RuleView, **problems(401, 403, 404, 422)},
    operation_id="end_responsibility",
)
def end(request: ActorRequest, rule_id: Annotated[int, Field(ge=1, lt=BIGGEST_ID)]) -> HttpResponse:
    """End a rule now."""
    return quick(api.end_responsibility(rule_id=rule_id, actor=request.auth, at=now()))


@routing.get("", response={200: api.Ruling, **problems(401, 403, 404, 422)}, operation_id="route")
def route(
    request: ActorRequest,
    kind: MatterKind,
    class_code: Annotated[str, Query(pattern=r"^[0-9]{1,12}$")],
    grid_code: Annotated[str, Query(pattern=r"^[0-9]{15}$")],
    owner_body_id: UUID | None = None,
) -> HttpResponse:
    """Return which body would answer for such a matter, and why; 404 if no rule says."""
    require(request.auth, READ)
    ruling = api.responsible_body(
        kind=kind, class_code=class_code, grid_code=grid_code, owner_body_id=owner_body_id, at=now()
    )
    if ruling is None:
        message = say("No rule says which body answers for this.")
        raise NotFoundError(message)
    return quick(ruling)


def _after(cursor: str | None) -> int:
    number = cursors.decode(cursor, length=1)[0] if cursor else 0
    if not isinstance(number, int) or not 0 <= number < BIGGEST_ID:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor")
    return number
