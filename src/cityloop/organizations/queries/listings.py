"""Lists of staff, as the one who asks may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.access import api as access
from cityloop.organizations.contracts import MemberView
from cityloop.organizations.policies import visible_bodies


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFilter:
    """Which staff to list: of a body and all below it, in one post."""

    within: UUID | None = None
    post: access.Post | None = None


def members(
    *, actor: access.Actor, wanted: StaffFilter, after: UUID | None, limit: int, at: datetime
) -> list[MemberView]:
    """Return up to `limit` people in posts whose seat comes after `after`, in order of seat; phones are masked."""
    seats = access.seat_page(
        body_ids=visible_bodies(actor, within=wanted.within), post=wanted.post, after=after, limit=limit, at=at
    )
    accounts = access.accounts(account_ids={seat.account_id for seat in seats})
    return [_member(seat, accounts[seat.account_id]) for seat in seats]


def _member(seat: access.SeatView, account: access.AccountView) -> MemberView:
    return MemberView(
        seat_id=seat.seat_id,
        account_id=seat.account_id,
        username=account.username,
        name=account.name,
        phone=account.phone,
        post=seat.post,
        body_id=seat.body_id,
        area_code=seat.area_code,
        valid_from=seat.valid_from,
        valid_until=seat.valid_until,
    )
