"""Staff: who holds which post in which body, and where and when collectors are on duty."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say
from cityloop.organizations.actions.bodies import MANAGE
from cityloop.organizations.contracts import AppointmentDraft, DutyView, Shift
from cityloop.organizations.domain.standing import fits
from cityloop.organizations.models import DutyAssignment, DutyShift
from cityloop.organizations.queries.answers import body, duty_view, exists_at
from cityloop.territory import api as territory

HOUR = 60
DAY = 24 * HOUR


@transaction.atomic
def appoint(*, draft: AppointmentDraft, actor: access.Actor, at: datetime) -> access.SeatView:
    """Appoint an account to a post in a body; a collector's duty is the seat's whole area until `assign_duty`.

    :raises InvalidInputError: the post stands on another side than the body, or the body does not exist by then.
    :raises NotFoundError: there is no such body or account.
    :raises RefusedError: the account holds this seat already.
    """
    access.require(actor, MANAGE, grid=draft.area_code)
    begins = draft.valid_from or at
    home = body(draft.body_id)
    if not fits(draft.post, home.axis):
        message = say(
            "A {post} cannot sit in {name}, which stands on the side {axis}.",
            post=draft.post,
            name=home.name,
            axis=home.axis,
        )
        raise InvalidInputError(message, field="post", body_axis=str(home.axis))
    if not exists_at(home, begins):
        message = say("{name} does not exist then.", name=home.name)
        raise InvalidInputError(message, field="body_id")
    seat = access.grant_seat(
        account_id=draft.account_id,
        post=draft.post,
        body_id=draft.body_id,
        area_code=draft.area_code,
        valid_from=begins,
        valid_until=draft.valid_until,
    )
    if seat.post is access.Post.COLLECTOR:
        DutyAssignment.objects.create(
            seat_id=seat.seat_id, area_code=seat.area_code, valid_from=begins, valid_until=seat.valid_until
        )
    facts = {"account_id": str(seat.account_id), "post": str(seat.post), "body_id": str(seat.body_id)}
    access.audit(actor, "organizations.appoint", f"seat:{seat.seat_id}", at, **facts)
    return seat


@transaction.atomic
def dismiss(*, seat_id: UUID, actor: access.Actor, at: datetime) -> access.SeatView:
    """End an appointment now.

    :raises NotFoundError: there is no such seat.
    """
    access.require(actor, MANAGE)
    seat = access.end_seat(seat_id=seat_id, at=at)
    access.require(actor, MANAGE, grid=seat.area_code)
    access.audit(actor, "organizations.dismiss", f"seat:{seat_id}", at)
    return seat


@transaction.atomic
def assign_duty(
    *, seat_id: UUID, area_codes: Iterable[str], actor: access.Actor, at: datetime, valid_from: datetime | None = None
) -> list[DutyView]:
    """Say where a collector's duty lies from a moment on: in duty grids (15 digits) or areas (6, 9 or 12).

    :raises NotFoundError: no collector holds this seat then.
    :raises InvalidInputError: a code lies outside the seat's area.
    """
    begins = valid_from or at
    seat = _collector(seat_id, begins)
    access.require(actor, MANAGE, grid=seat.area_code)
    wanted = sorted(set(area_codes))
    for code in wanted:
        if not (code.isascii() and code.isdigit() and len(code) <= 15 and code.startswith(seat.area_code)):
            message = say(
                "{code} is no duty grid or area within {area}.", code=code, area=seat.area_code or say("the city")
            )
            raise InvalidInputError(message, field="area_codes", code=code)
    standing = DutyAssignment.objects.select_for_update().filter(valid_at(begins), seat_id=seat_id)
    kept = {duty.area_code: duty for duty in standing if duty.area_code in wanted}
    standing.exclude(pk__in=[duty.pk for duty in kept.values()]).update(valid_until=begins)
    added = DutyAssignment.objects.bulk_create(
        DutyAssignment(seat_id=seat_id, area_code=code, valid_from=begins, valid_until=seat.valid_until)
        for code in wanted
        if code not in kept
    )
    access.audit(actor, "organizations.assign_duty", f"seat:{seat_id}", at, area_codes=wanted)
    return sorted((duty_view(duty) for duty in (*kept.values(), *added)), key=lambda duty: duty.area_code)


@transaction.atomic
def set_roster(*, seat_id: UUID, shifts: Sequence[Shift], actor: access.Actor, at: datetime) -> None:
    """Replace a collector's weekly slots, in the city's local time; without any the collector is always on duty.

    :raises NotFoundError: no collector holds this seat, or no city has been loaded.
    """
    access.require(actor, MANAGE, grid=_collector(seat_id, at).area_code)
    zone = territory.city().timezone
    DutyShift.objects.filter(seat_id=seat_id).delete()
    DutyShift.objects.bulk_create(_slot(seat_id, zone, shift) for shift in shifts)
    access.audit(actor, "organizations.set_roster", f"seat:{seat_id}", at, shifts=len(shifts))


def _collector(seat_id: UUID, at: datetime) -> access.SeatView:
    for seat in access.seats(seat_id=seat_id, post=access.Post.COLLECTOR, at=at):
        return seat
    message = say("No collector holds this seat then.")
    raise NotFoundError(message, seat_id=str(seat_id))


def _slot(seat_id: UUID, zone: str, shift: Shift) -> DutyShift:
    opens = shift.opens.hour * HOUR + shift.opens.minute
    closes = shift.closes.hour * HOUR + shift.closes.minute
    length = (closes - opens) % DAY or DAY
    begins = (shift.weekday - 1) * DAY + opens
    return DutyShift(seat_id=seat_id, zone=zone, opens_minute=begins, closes_minute=begins + length)
