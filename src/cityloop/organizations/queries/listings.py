"""Lists of staff, as the one who asks may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.access import api as access
from cityloop.organizations.contracts import MemberView
from cityloop.organizations.policies import visible_bodies


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFilter:
    """Which staff to list: of a body and all below it, in one post, by part of a name; with those who have left."""

    within: UUID | None = None
    post: access.Post | None = None
    search: str = ""
    ended: bool = False


def members(
    *, actor: access.Actor, wanted: StaffFilter, after: UUID | None, limit: int, at: datetime
) -> list[MemberView]:
    """Return up to `limit` people in posts whose seat comes after `after`, in order of seat; phones are masked."""
    bodies = visible_bodies(actor, within=wanted.within)
    seats = access.seat_page(
        wanted=access.SeatFilter(
            body_ids=bodies, post=wanted.post, search=wanted.search, at=None if wanted.ended else at
        ),
        after=after,
        limit=limit,
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
        is_active=account.is_active,
        post=seat.post,
        body_id=seat.body_id,
        area_code=seat.area_code,
        valid_from=seat.valid_from,
        valid_until=seat.valid_until,
    )
