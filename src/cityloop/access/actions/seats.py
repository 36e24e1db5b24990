"""Seats: who holds which post, where, and for how long."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cityloop.access.contracts import Post, SeatView
from cityloop.access.models import Account, Seat
from cityloop.access.queries.people import seat_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.wording import say


@transaction.atomic
def grant_seat(
    *,
    account_id: UUID,
    post: Post,
    body_id: UUID | None = None,
    area_code: str = "",
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> SeatView:
    """Give an account a post in a body over an area, from a moment until before another.

    :raises NotFoundError: there is no such account.
    :raises InvalidInputError: the area is no prefix of grid codes, or the end lies before the beginning.
    :raises RefusedError: it holds the same seat at that time already.
    """
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        message = say("There is no such account.")
        raise NotFoundError(message)
    if len(area_code) > 15 or not (area_code == "" or (area_code.isascii() and area_code.isdigit())):
        message = say(
            "An area is named by the first digits of its unit grids' codes, or by nothing for the whole city."
        )
        raise InvalidInputError(message, field="area_code")
    if valid_until is not None and valid_until < valid_from:
        message = say("A seat cannot end before it begins.")
        raise InvalidInputError(message, field="valid_until")
    seat = Seat(
        account=account,
        post=post,
        body_id=body_id,
        area_code=area_code,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as error:
        message = say("The account holds this seat at that time already.")
        raise RefusedError(message) from error
    return seat_view(seat)


@transaction.atomic
def end_seat(*, seat_id: UUID, at: datetime) -> SeatView:
    """End a seat now; one that would have begun later never does, one that has ended stays as it is.

    :raises NotFoundError: there is no such seat.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("account").filter(pk=seat_id).first()
    if seat is None:
        message = say("There is no such seat.")
        raise NotFoundError(message)
    if seat.valid_until is None or seat.valid_until > at:
        seat.valid_until = max(at, seat.valid_from)
        seat.save(update_fields=["valid_until"])
    return seat_view(seat)
