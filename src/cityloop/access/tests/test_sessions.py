from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from cityloop.access import api
from cityloop.access.actions.sessions import digest_of, note_use
from cityloop.access.models import AuditEntry, Session, Token
from cityloop.access.queries.people import Caller, caller_by_session, caller_by_token
from cityloop.access.tests.factories import NOON, PASSWORD, SYSTEM, account, seated
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def open_session(account_id: Any, *, at: datetime = NOON) -> str:
    return api.open_session(account_id=account_id, at=at, address="10.0.0.1", program="Firefox")[0]


def token(seat: api.SeatView, *, lifetime: timedelta = 30 * DAY) -> api.IssuedToken:
    actor = api.actor_of(account_id=seat.account_id, seat_id=seat.seat_id, at=NOON)
    return api.issue_token(name="gateway", seat_id=seat.seat_id, expires_at=NOON + lifetime, actor=actor, at=NOON)


def used_every(step: timedelta, secret: str, *, until: datetime) -> Iterator[Caller | None]:
    at = NOON
    while at < until:
        at += step
        caller = caller_by_session(digest_of(secret), at=at)
        if caller is not None:
            note_use(caller, at=at)
        yield caller


def test_a_secret_has_256_bits_and_only_its_digest_is_kept() -> None:
    secret = open_session(account().account_id)

    row = Session.objects.get()
    assert len(secret) == 43
    assert bytes(row.digest) == sha256(secret.encode()).digest()
    assert secret not in str(Session.objects.values().get())


def test_beginning_a_session_is_recorded() -> None:
    made = account()
    open_session(made.account_id)

    entry = AuditEntry.objects.get(action="access.sign_in")
    assert (entry.account_id, entry.address, entry.at) == (made.account_id, "10.0.0.1", NOON)


def test_who_is_asking_costs_one_query(django_assert_num_queries: Any) -> None:
    seat = seated()
    api.grant_seat(account_id=seat.account_id, post=api.Post.SHIFT_LEADER, valid_from=NOON)
    secret, issued = open_session(seat.account_id), token(seat)

    with django_assert_num_queries(1):
        by_session = api.actor_from_headers({}, {"cityloop_session": secret}, at=NOON)
    with django_assert_num_queries(1):
        by_token = api.actor_from_headers({"Authorization": f"Bearer {issued.secret}"}, {}, at=NOON)

    assert by_session == by_token == api.actor_of(account_id=seat.account_id, at=NOON)


def test_a_session_ends_when_it_is_left_idle() -> None:
    secret = open_session(seated().account_id)

    assert caller_by_session(digest_of(secret), at=NOON + 30 * MINUTE - MINUTE)
    assert caller_by_session(digest_of(secret), at=NOON + 30 * MINUTE) is None


def test_a_session_in_use_ends_after_twelve_hours() -> None:
    secret = open_session(seated().account_id)

    lived = [caller is not None for caller in used_every(20 * MINUTE, secret, until=NOON + 13 * HOUR)]

    assert lived == [True] * 35 + [False] * 4


def test_use_is_written_at_most_once_a_minute(django_assert_num_queries: Any) -> None:
    secret = open_session(seated().account_id)
    for seconds, writes in ((59, 0), (60, 1), (61, 0), (119, 0), (120, 1)):
        at = NOON + timedelta(seconds=seconds)
        caller = caller_by_session(digest_of(secret), at=at)
        assert caller is not None
        with django_assert_num_queries(writes):
            note_use(caller, at=at)

    assert Session.objects.get().last_seen_at == NOON + 2 * MINUTE


def test_a_tokens_use_is_written_at_most_once_a_minute(django_assert_num_queries: Any) -> None:
    issued = token(seated())
    for seconds, writes in ((0, 1), (59, 0), (60, 1)):
        at = NOON + timedelta(seconds=seconds)
        caller = caller_by_token(digest_of(issued.secret), at=at)
        assert caller is not None
        with django_assert_num_queries(writes):
            note_use(caller, at=at)

    assert Token.objects.get().last_used_at == NOON + MINUTE


def test_one_ends_ones_own_sessions_only() -> None:
    mine, other = account("li"), account("wang")
    open_session(mine.account_id)
    open_session(other.account_id)
    (session,) = api.sessions_of(account_id=mine.account_id, at=NOON)

    with pytest.raises(NotFoundError):
        api.end_session(account_id=other.account_id, session_id=session.session_id, at=NOON)
    assert api.sessions_of(account_id=mine.account_id, at=NOON) == [session]

    for _ in range(2):
        api.end_session(account_id=mine.account_id, session_id=session.session_id, at=NOON)
    assert api.sessions_of(account_id=mine.account_id, at=NOON) == []


def test_sessions_long_over_are_forgotten() -> None:
    made = account()
    open_session(made.account_id)
    open_session(made.account_id, at=NOON + timedelta(seconds=1))

    assert api.forget_sessions(at=NOON + 12 * HOUR + 90 * DAY + timedelta(seconds=1)) == 1
    assert Session.objects.get().started_at == NOON + timedelta(seconds=1)


def test_a_token_acts_in_its_own_seat_only() -> None:
    seat = seated()
    other = api.grant_seat(account_id=seat.account_id, post=api.Post.SHIFT_LEADER, valid_from=NOON)
    headers = {"Authorization": f"bearer {token(seat).secret}"}

    actor = api.actor_from_headers(headers, {}, at=NOON)
    assert actor is not None
    assert actor.seat_id == seat.seat_id
    with pytest.raises(NotPermittedError, match="do not hold this seat"):
        api.actor_from_headers(headers | {"X-CityLoop-Seat": str(other.seat_id)}, {}, at=NOON)


@pytest.mark.parametrize("ended", ["expiry", "token", "seat", "account"])
def test_a_token_that_no_longer_holds_knows_nobody(ended: str) -> None:
    seat = seated()
    issued, at = token(seat), NOON
    match ended:
        case "expiry":
            at = NOON + 30 * DAY
        case "token":
            api.end_token(token_id=issued.token_id, actor=SYSTEM, at=NOON)
        case "account":
            api.close_account(account_id=seat.account_id, actor=SYSTEM, at=NOON)
        case _:
            api.end_seat(seat_id=seat.seat_id, at=NOON)
    headers = {"Authorization": f"Bearer {issued.secret}"}

    if ended == "seat":
        with pytest.raises(NotPermittedError, match="no seat"):
            api.actor_from_headers(headers, {}, at=at)
    else:
        assert api.actor_from_headers(headers, {}, at=at) is None


@pytest.mark.parametrize("lifetime", [timedelta(0), -DAY, 367 * DAY])
def test_a_token_lives_for_a_year_at_most(lifetime: timedelta) -> None:
    with pytest.raises(InvalidInputError, match="366 days"):
        token(seated(), lifetime=lifetime)

    assert not Token.objects.exists()


def test_one_gives_away_ones_own_seats_only() -> None:
    mine, other = seated("li"), seated("wang")
    actor = api.actor_of(account_id=mine.account_id, at=NOON)

    with pytest.raises(NotFoundError, match="no such seat"):
        api.issue_token(name="x", seat_id=other.seat_id, expires_at=NOON + DAY, actor=actor, at=NOON)
    assert not Token.objects.exists()


def test_one_ends_ones_own_tokens_only() -> None:
    issued, other = token(seated("li")), seated("wang")

    with pytest.raises(NotFoundError, match="no such token"):
        api.end_token(token_id=issued.token_id, actor=api.actor_of(account_id=other.account_id, at=NOON), at=NOON)
    assert Token.objects.get().ended_at is None


def test_a_password_that_must_be_changed_stops_everything_else() -> None:
    seat = seated(password=PASSWORD)
    api.reset_password(account_id=seat.account_id, new="First-again1", actor=SYSTEM, at=NOON)
    secret = open_session(seat.account_id)

    with pytest.raises(api.PasswordChangeRequiredError):
        api.actor_from_headers({}, {"cityloop_session": secret}, at=NOON)


def test_a_password_wears_out_after_ninety_days() -> None:
    seat = seated(password=PASSWORD)
    at = NOON + 90 * DAY
    secret = open_session(seat.account_id, at=at)

    with pytest.raises(api.PasswordChangeRequiredError):
        api.actor_from_headers({}, {"cityloop_session": secret}, at=at)


@pytest.mark.parametrize(
    ("headers", "cookies"),
    [
        ({}, {}),
        ({"Authorization": "Bearer nobody"}, {}),
        ({"Authorization": "Basic eDp5"}, {}),
        ({"Authorization": ""}, {}),
        ({}, {"cityloop_session": "nobody"}),
    ],
)
def test_a_stranger_is_nobody(headers: dict[str, str], cookies: dict[str, str]) -> None:
    assert api.actor_from_headers(headers, cookies, at=NOON) is None
