from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from cityloop.access import api
from cityloop.access.models import Seat
from cityloop.access.tests.factories import BODY, NOON, account, seated
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError, RefusedError

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_seat_makes_an_actor_with_the_permissions_of_its_post() -> None:
    seat = seated(post=api.Post.DISPATCHER, area_code="110101")

    actor = api.actor_of(account_id=seat.account_id, at=NOON)

    assert (actor.post, actor.axis, actor.body_id) == (api.Post.DISPATCHER, api.Axis.EXECUTION, BODY)
    assert (actor.seat_id, actor.area_code, actor.name) == (seat.seat_id, "110101", "zhang同志")
    assert actor.permissions == api.permissions_of(api.Post.DISPATCHER)


def test_an_account_acts_in_its_oldest_seat_unless_it_names_another() -> None:
    older = seated(post=api.Post.ACCEPTOR, at=NOON - DAY)
    newer = api.grant_seat(account_id=older.account_id, post=api.Post.SHIFT_LEADER, valid_from=NOON)

    assert api.actor_of(account_id=older.account_id, at=NOON).seat_id == older.seat_id
    named = api.actor_of(account_id=older.account_id, seat_id=newer.seat_id, at=NOON)
    assert (named.seat_id, named.post) == (newer.seat_id, api.Post.SHIFT_LEADER)


@pytest.mark.parametrize(
    ("from_now", "until", "held"),
    [(timedelta(0), None, True), (DAY, None, False), (-DAY, timedelta(0), False), (-DAY, DAY, True)],
)
def test_a_seat_is_held_from_its_beginning_until_before_its_end(
    from_now: timedelta, until: timedelta | None, *, held: bool
) -> None:
    made = account()
    ends = None if until is None else NOON + until
    api.grant_seat(account_id=made.account_id, post=api.Post.LEADER, valid_from=NOON + from_now, valid_until=ends)

    assert bool(api.seats(at=NOON)) is held
    if not held:
        with pytest.raises(NotPermittedError):
            api.actor_of(account_id=made.account_id, at=NOON)


def test_the_same_seat_is_held_once_at_a_time() -> None:
    seat = seated()
    again = partial(api.grant_seat, account_id=seat.account_id, post=seat.post, body_id=BODY, valid_from=NOON + DAY)

    with pytest.raises(RefusedError, match="already"):
        again()
    api.end_seat(seat_id=seat.seat_id, at=NOON + DAY)
    again()

    assert Seat.objects.count() == 2


def test_a_seat_without_a_body_is_held_once_as_well() -> None:
    made = account()
    api.grant_seat(account_id=made.account_id, post=api.Post.CITIZEN, valid_from=NOON)

    with pytest.raises(RefusedError):
        api.grant_seat(account_id=made.account_id, post=api.Post.CITIZEN, valid_from=NOON)


@pytest.mark.parametrize("area_code", ["11010x", "1" * 16, "\uff11\uff11"])
def test_an_area_is_the_beginning_of_a_code(area_code: str) -> None:
    with pytest.raises(InvalidInputError, match="first digits"):
        api.grant_seat(account_id=account().account_id, post=api.Post.LEADER, area_code=area_code, valid_from=NOON)

    assert not Seat.objects.exists()


def test_a_seat_cannot_end_before_it_begins() -> None:
    made = account()
    with pytest.raises(InvalidInputError, match="before it begins"):
        api.grant_seat(account_id=made.account_id, post=api.Post.LEADER, valid_from=NOON, valid_until=NOON - DAY)


def test_only_a_known_account_sits() -> None:
    with pytest.raises(NotFoundError):
        api.grant_seat(account_id=uuid4(), post=api.Post.LEADER, valid_from=NOON)


def test_ending_a_seat_again_changes_nothing() -> None:
    seat = seated()

    assert api.end_seat(seat_id=seat.seat_id, at=NOON + DAY).valid_until == NOON + DAY
    assert api.end_seat(seat_id=seat.seat_id, at=NOON + 2 * DAY).valid_until == NOON + DAY


def test_a_seat_ended_before_it_begins_is_never_held() -> None:
    seat = seated(at=NOON + DAY)

    assert api.end_seat(seat_id=seat.seat_id, at=NOON).valid_until == NOON + DAY
    assert api.seats(at=NOON + DAY) == []


def test_an_unknown_seat_cannot_end() -> None:
    with pytest.raises(NotFoundError):
        api.end_seat(seat_id=uuid4(), at=NOON)


def test_seats_are_found_by_post_and_body_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    acceptor = seated("li")
    seated("wang", post=api.Post.COLLECTOR)

    with django_assert_num_queries(1):
        found = api.seats(post=api.Post.ACCEPTOR, body_ids=[BODY], at=NOON)

    assert found == [acceptor]
    assert api.seats(body_ids=[], at=NOON) == []


@pytest.mark.parametrize(
    "nonsense", [{"post": "KING"}, {"area_code": "x"}, {"valid_until": NOON - DAY}], ids=lambda n: next(iter(n))
)
def test_the_table_holds_no_nonsense(nonsense: dict[str, object]) -> None:
    made = account()
    sound = {"account_id": made.account_id, "post": "LEADER", "valid_from": NOON}

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(**(sound | nonsense))
    Seat.objects.create(**sound)
