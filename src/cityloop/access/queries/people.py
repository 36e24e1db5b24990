"""Reads of `access`. Who is asking costs one query, written out because every request pays for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from cityloop.access.contracts import AccountView, Actor, Post, SeatView
from cityloop.access.domain.masking import masked_phone
from cityloop.access.domain.passwords import is_outworn
from cityloop.access.domain.permissions import permissions_of
from cityloop.access.domain.usernames import normal_username
from cityloop.access.models import Account, Seat, Session, Token
from cityloop.kernel.errors import NotFoundError, NotPermittedError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say

_SEATS_NOW = """
  LEFT JOIN access_seat s ON s.account_id = a.id AND s.valid_from <= %(at)s
    AND (s.valid_until IS NULL OR s.valid_until > %(at)s)
"""
_BY_SESSION = f"""
SELECT c.id, c.last_seen_at, a.id, a.username, a.display_name, a.must_change_password, a.password_changed_at,
       s.id, s.post, s.body_id, s.area_code
  FROM access_session c
  JOIN access_account a ON a.id = c.account_id AND a.is_active
{_SEATS_NOW}
 WHERE c.digest = %(digest)s AND c.ended_at IS NULL AND c.expires_at > %(at)s AND c.last_seen_at > %(idle_since)s
 ORDER BY s.valid_from, s.id
"""  # noqa: S608 - put together from constants
_BY_TOKEN = f"""
SELECT c.id, c.last_used_at, a.id, a.username, a.display_name, false, a.password_changed_at,
       s.id, s.post, s.body_id, s.area_code
  FROM access_token c
  JOIN access_account a ON a.id = c.account_id AND a.is_active
{_SEATS_NOW} AND s.id = c.seat_id
 WHERE c.digest = %(digest)s AND c.ended_at IS NULL AND c.expires_at > %(at)s
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat of the account that is asking."""

    seat_id: UUID
    post: Post
    body_id: UUID | None
    area_code: str


@dataclass(frozen=True, slots=True)
class Caller:
    """An account that has proved who it is, with the seats it holds now; it has not yet chosen one."""

    credential: type[Session] | type[Token]
    credential_id: UUID
    seen_at: datetime | None
    account_id: UUID
    username: str
    name: str
    must_change_password: bool
    seats: tuple[HeldSeat, ...]
    address: str | None = None

    def actor(self, seat_id: UUID | None = None) -> Actor:
        """Return the account as it acts in the seat named, or in its oldest one.

        :raises NotPermittedError: it holds no seat, or not this one.
        """
        for seat in self.seats:
            if seat_id in (None, seat.seat_id):
                return _actor(self.account_id, self.name, seat, self.address)
        message = say("You hold no seat now.") if seat_id is None else say("You do not hold this seat now.")
        raise NotPermittedError(message)


def caller_by_session(digest: bytes, *, at: datetime, address: str | None = None) -> Caller | None:
    """Return whoever this session belongs to, if it still lives. One query."""
    idle_since = at - settings.ACCESS_SESSION_IDLE_LIMIT
    rows = _rows(_BY_SESSION, {"digest": digest, "at": at, "idle_since": idle_since})
    return _caller(Session, rows, at=at, address=address, maximum_age=settings.ACCESS_PASSWORD_MAXIMUM_AGE)


def caller_by_token(digest: bytes, *, at: datetime, address: str | None = None) -> Caller | None:
    """Return whoever this token belongs to, if it still holds; the only seat is the token's own. One query."""
    return _caller(Token, _rows(_BY_TOKEN, {"digest": digest, "at": at}), at=at, address=address, maximum_age=None)


def actor_of(*, account_id: UUID, seat_id: UUID | None = None, at: datetime) -> Actor:
    """Return an account as it acts in one of its seats; without a choice the oldest.

    :raises NotFoundError: there is no such active account.
    :raises NotPermittedError: it does not hold the seat at that moment.
    """
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        message = say("There is no such active account.")
        raise NotFoundError(message)
    held = seats_now(at).filter(account_id=account_id).order_by("valid_from", "id")
    for seat in held:
        if seat_id in (None, seat.pk):
            return _actor(account.pk, account.display_name, _held(seat), None)
    message = say("The account does not hold this seat.")
    raise NotPermittedError(message)


def seats(
    *,
    post: Post | None = None,
    body_ids: Iterable[UUID] | None = None,
    account_id: UUID | None = None,
    seat_id: UUID | None = None,
    area_codes: Iterable[str] | None = None,
    at: datetime,
) -> list[SeatView]:
    """Return the seats held at a moment by active accounts, over exactly one of these areas if any. One query."""
    found = seats_now(at).filter(account__is_active=True).select_related("account")
    wanted = {
        "post": post,
        "body_id__in": None if body_ids is None else list(body_ids),
        "account_id": account_id,
        "pk": seat_id,
        "area_code__in": None if area_codes is None else list(area_codes),
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    return [seat_view(seat) for seat in found.order_by("valid_from", "id")]


def seats_ever(*, post: Post, account_ids: Iterable[UUID] | None = None) -> list[SeatView]:
    """Return every seat that these accounts (any, if None) have held at a post, ended ones too. One query.

    The earliest come first.
    """
    found = Seat.objects.filter(post=post).select_related("account")
    found = found if account_ids is None else found.filter(account_id__in=list(account_ids))
    return [seat_view(seat) for seat in found.order_by("valid_from", "id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFilter:
    """Which seats to list: in these bodies, in one post, by part of a name; without a moment also those that ended."""

    body_ids: Iterable[UUID]
    post: Post | None = None
    search: str = ""
    at: datetime | None


def seat_page(*, wanted: SeatFilter, after: UUID | None, limit: int) -> list[SeatView]:
    """Return up to `limit` of these seats whose identifier is above `after`, in its order. One query."""
    found = Seat.objects.filter(body_id__in=list(wanted.body_ids)).select_related("account")
    if wanted.at is not None:
        found = found.filter(valid_at(wanted.at), account__is_active=True)
    if wanted.search:
        found = found.filter(_named(wanted.search, "account__"))
    found = found.filter(post=wanted.post) if wanted.post else found
    found = found.filter(pk__gt=after) if after else found
    return [seat_view(seat) for seat in found.order_by("pk")[:limit]]


def seats_now(at: datetime) -> QuerySet[Seat]:
    """Return the seats that are valid at a moment."""
    return Seat.objects.filter(valid_at(at))


def seat_view(seat: Seat) -> SeatView:
    """Return a seat as others see it."""
    return SeatView(
        seat_id=seat.pk,
        account_id=seat.account_id,
        name=seat.account.display_name,
        post=Post(seat.post),
        body_id=seat.body_id,
        area_code=seat.area_code,
        valid_from=seat.valid_from,
        valid_until=seat.valid_until,
    )


def locked_until(*, username: str, at: datetime) -> datetime:
    """Return when a name that too many attempts have locked is open again: when enough of them are old."""
    failures = 0
    for attempt in AccessAttempt.objects.filter(username=username).order_by("-attempt_time"):
        failures += attempt.failures_since_start
        if failures >= settings.AXES_FAILURE_LIMIT:
            begun: datetime = attempt.attempt_time
            return max(at, begun + settings.AXES_COOLOFF_TIME)
    return at


def account_view(account: Account) -> AccountView:
    """Return an account as others see it."""
    return AccountView(
        account_id=account.pk,
        username=account.username,
        name=account.display_name,
        phone=masked_phone(account.phone),
        is_active=account.is_active,
        must_change_password=account.must_change_password,
    )


def account(*, account_id: UUID) -> AccountView:
    """Return an account.

    :raises NotFoundError: there is none.
    """
    found = Account.objects.filter(pk=account_id).first()
    if found is None:
        message = say("There is no such account.")
        raise NotFoundError(message)
    return account_view(found)


def accounts(*, account_ids: Iterable[UUID]) -> dict[UUID, AccountView]:
    """Return these accounts by identifier; unknown ones are left out. One query."""
    return {found.pk: account_view(found) for found in Account.objects.filter(pk__in=list(account_ids))}


def account_page(*, search: str, after: str, limit: int) -> list[AccountView]:
    """Return up to `limit` accounts, closed ones too, whose username follows `after`; by part of a name. One query."""
    found = Account.objects.filter(username__gt=after)
    found = found.filter(_named(search)) if search else found
    return [account_view(row) for row in found.order_by("username")[:limit]]


def account_by_username(*, username: str) -> AccountView | None:
    """Return the account with this name, if there is one."""
    found = Account.objects.filter(username=normal_username(username)).first()
    return account_view(found) if found else None


def _named(words: str, of: str = "") -> Q:
    return Q(**{f"{of}display_name__icontains": words}) | Q(**{f"{of}username__icontains": words})


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _caller(
    credential: type[Session] | type[Token],
    rows: list[tuple[Any, ...]],
    *,
    at: datetime,
    address: str | None,
    maximum_age: timedelta | None,
) -> Caller | None:
    if not rows:
        return None
    credential_id, seen_at, account_id, username, name, must_change, changed_at = rows[0][:7]
    return Caller(
        credential=credential,
        credential_id=credential_id,
        seen_at=seen_at,
        account_id=account_id,
        username=username,
        name=name,
        must_change_password=must_change or is_outworn(changed_at=changed_at, at=at, maximum_age=maximum_age),
        seats=tuple(HeldSeat(row[7], Post(row[8]), row[9], row[10]) for row in rows if row[7] is not None),
        address=address,
    )


def _held(seat: Seat) -> HeldSeat:
    return HeldSeat(seat.pk, Post(seat.post), seat.body_id, seat.area_code)


def _actor(account_id: UUID, name: str, seat: HeldSeat, address: str | None) -> Actor:
    return Actor(
        account_id=account_id,
        name=name,
        post=seat.post,
        axis=seat.post.axis,
        seat_id=seat.seat_id,
        body_id=seat.body_id,
        area_code=seat.area_code,
        permissions=permissions_of(seat.post),
        address=address,
    )
