"""Staff, their seats, and where and when collectors are on duty."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.access import api as access
from cityloop.access.api import ActorRequest, require
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import Cursor, IdempotencyKey, Moment, Page, PageSize, Text, idempotent, page, problems, quick
from cityloop.kernel.wording import say
from cityloop.organizations import api

staff = Router(tags=["organizations"], auth=access.signed_in)
seats = Router(tags=["organizations"], auth=access.signed_in)

Area = Annotated[str, Field(pattern=r"^([0-9]{6}([0-9]{3}){0,3})?$", description="First digits of grid codes.")]


class Wanted(Schema):
    """Which staff are wanted: by part of a name; those who have left and closed accounts only if asked for."""

    body_id: UUID | None = None
    post: access.Post | None = None
    search: Annotated[Text, Field(max_length=64)] = ""
    ended: bool = False


class NewSeat(Schema):
    """An appointment. Without `valid_from` it begins now."""

    account_id: UUID
    post: access.Post
    body_id: UUID
    area_code: Area = ""
    valid_from: Moment | None = None
    valid_until: Moment | None = None


class Duty(Schema):
    """Where a collector's duty shall lie: duty grids (15 digits) or areas (6, 9 or 12); none at all is allowed."""

    area_codes: list[Area] = Field(max_length=500)


class Slot(Schema):
    """A weekly slot in local time; one that closes no later than it opens runs past midnight."""

    weekday: int = Field(ge=1, le=7, description="1 is Monday.")
    opens: time
    closes: time


class Roster(Schema):
    """A collector's weekly slots; without any the collector is always on duty."""

    shifts: list[Slot] = Field(max_length=50)


@staff.get("", response={200: Page[api.MemberView], **problems(401, 403, 422)}, operation_id="list_staff")
def list_staff(
    request: ActorRequest, asked: Query[Wanted], cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return who holds which post in a body and below it; whoever executes sees only those who execute.

    Those who have left, and closed accounts, are told only to whoever may manage staff.
    """
    require(request.auth, "organizations.manage" if asked.ended else "organizations.read")
    wanted = api.StaffFilter(within=asked.body_id, post=asked.post, search=asked.search, ended=asked.ended)
    rows = api.members(actor=request.auth, wanted=wanted, after=_after(cursor), limit=limit + 1, at=now())
    shown = rows[:limit]
    return page(shown, next_cursor=cursors.encode(str(shown[-1].seat_id)) if len(rows) > limit else None)


@seats.post("", response={201: access.SeatView, **problems(401, 403, 404, 409, 422)}, operation_id="appoint")
def appoint(request: ActorRequest, new: NewSeat, key: IdempotencyKey) -> HttpResponse:
    """Appoint an account to a post in a body."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.appoint(draft=api.AppointmentDraft(**new.model_dump()), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@seats.post("/{uuid:seat_id}/end", response={200: access.SeatView, **problems(401, 403, 404)}, operation_id="dismiss")
def dismiss(request: ActorRequest, seat_id: UUID) -> HttpResponse:
    """End an appointment now."""
    return quick(api.dismiss(seat_id=seat_id, actor=request.auth, at=now()))


@seats.get(
    "/{uuid:seat_id}/duty", response={200: list[api.DutyView], **problems(401, 403, 404)}, operation_id="get_duty"
)
def get_duty(request: ActorRequest, seat_id: UUID) -> HttpResponse:
    """Return where a collector's duty lies now."""
    if request.auth.seat_id != seat_id:
        require(request.auth, "organizations.manage")
    return quick(api.duties(seat_ids=[seat_id], at=now()))


@seats.put(
    "/{uuid:seat_id}/duty",
    response={200: list[api.DutyView], **problems(401, 403, 404, 422)},
    operation_id="assign_duty",
)
def assign_duty(request: ActorRequest, seat_id: UUID, duty: Duty) -> HttpResponse:
    """Say where a collector's duty lies from now on, instead of before."""
    return quick(api.assign_duty(seat_id=seat_id, area_codes=duty.area_codes, actor=request.auth, at=now()))


@seats.get("/{uuid:seat_id}/roster", response={200: Roster, **problems(401, 403, 404)}, operation_id="get_roster")
def get_roster(request: ActorRequest, seat_id: UUID) -> HttpResponse:
    """Return a collector's weekly slots; without any the collector is always on duty."""
    if request.auth.seat_id != seat_id:
        require(request.auth, "organizations.manage")
    return quick({"shifts": api.roster(seat_id=seat_id)})


@seats.put(
    "/{uuid:seat_id}/roster", response={204: None, **problems(401, 403, 404, 409, 422)}, operation_id="set_roster"
)
def set_roster(request: ActorRequest, seat_id: UUID, roster: Roster) -> HttpResponse:
    """Replace a collector's weekly slots."""
    shifts = [api.Shift(**slot.model_dump()) for slot in roster.shifts]
    api.set_roster(seat_id=seat_id, shifts=shifts, actor=request.auth, at=now())
    return HttpResponse(status=204)


def _after(cursor: str | None) -> UUID | None:
    if cursor is None:
        return None
    try:
        return UUID(str(cursors.decode(cursor, length=1)[0]))
    except ValueError as error:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor") from error
