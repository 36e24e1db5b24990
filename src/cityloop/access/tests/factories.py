"""People to test with. Nothing here is random and nothing reads the clock."""

from datetime import UTC, datetime
from uuid import UUID

from cityloop.access import api
from cityloop.access.models import Account

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
BODY = UUID(int=7)
PASSWORD = "Yun-chuan7"  # noqa: S105 - opens nothing
SYSTEM = api.system_actor("test")


def account(username: str = "zhang", *, password: str | None = None, phone: str = "13812341234") -> api.AccountView:
    """Return a new account, able to sign in at once if it has a password."""
    draft = api.AccountDraft(
        username=username, display_name=f"{username}同志", password=password, phone=phone, must_change_password=False
    )
    return api.create_account(draft=draft, actor=SYSTEM, at=NOON)


def seated(
    username: str = "zhang",
    *,
    post: api.Post = api.Post.ACCEPTOR,
    area_code: str = "",
    password: str | None = None,
    at: datetime = NOON,
) -> api.SeatView:
    """Return a seat of a new account."""
    found = account(username, password=password)
    return api.grant_seat(account_id=found.account_id, post=post, body_id=BODY, area_code=area_code, valid_from=at)


def actor(username: str = "zhang", *, post: api.Post = api.Post.ACCEPTOR, area_code: str = "") -> api.Actor:
    """Return a new account as it acts in a seat."""
    seat = seated(username, post=post, area_code=area_code)
    return api.actor_of(account_id=seat.account_id, seat_id=seat.seat_id, at=NOON)


def stored(account_id: UUID) -> Account:
    """Return the row of an account."""
    return Account.objects.get(pk=account_id)
