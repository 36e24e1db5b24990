from datetime import datetime, time, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.organizations import api
from cityloop.organizations.models import DutyAssignment, DutyShift
from cityloop.organizations.tests.factories import (
    DUTY_GRID,
    FOUNDED,
    GRID,
    NOON,
    SYSTEM,
    House,
    account,
    actor,
    appointed,
    house,
)
from cityloop.territory import api as territory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHINA = timezone(timedelta(hours=8))
COLLECTOR = access.Post.COLLECTOR


@pytest.fixture
def city() -> House:
    return house()


@pytest.fixture
def in_china() -> None:
    square = MultiPolygon(Polygon.from_bbox((116.0, 39.0, 117.0, 40.0)), srid=4490)
    draft = territory.DivisionDraft("110000", "云川市", territory.DivisionLevel.CITY, None, bytes(square.wkb))
    territory.store_divisions(drafts=[draft], valid_from=NOON, at=NOON)
    territory.store_city(code="110000", timezone="Asia/Shanghai", metric_srid=4526, at=NOON)


def on_duty(*, at: datetime = NOON, grid: str = GRID, duty_grid: str = DUTY_GRID) -> list[str]:
    return [found.name for found in api.candidates(grid_code=grid, duty_grid_code=duty_grid, at=at)]


def test_an_appointment_is_a_seat_in_the_body(city: House) -> None:
    seat = appointed("li", access.Post.HANDLER, city.east, area_code="110101")

    assert access.actor_of(account_id=seat.account_id, at=NOON).body_id == city.east.id
    assert access.seats(body_ids=api.subtree(city.sanitation.id), at=NOON) == [seat]


@pytest.mark.parametrize(
    ("post", "home"),
    [("COLLECTOR", "sanitation"), ("ACCEPTOR", "command"), ("HANDLER", "supervision"), ("DISPATCHER", "collectors")],
)
def test_nobody_sits_on_the_other_side(city: House, post: str, home: str) -> None:
    with pytest.raises(InvalidInputError, match="stands on the side"):
        appointed("li", access.Post(post), getattr(city, home))

    assert access.seats(at=NOON) == []


def test_nobody_is_appointed_to_a_body_that_is_gone(city: House) -> None:
    api.end_body(body_id=city.east.id, actor=SYSTEM, at=NOON)

    with pytest.raises(InvalidInputError, match="does not exist then"):
        appointed("li", access.Post.HANDLER, city.east)


def test_a_dismissed_person_holds_no_seat(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)

    api.dismiss(seat_id=seat.seat_id, actor=SYSTEM, at=NOON + DAY)

    assert on_duty() == ["li同志"]
    assert on_duty(at=NOON + DAY) == []


def test_a_collectors_duty_is_the_whole_area_until_it_is_assigned(city: House) -> None:
    appointed("li", COLLECTOR, city.collectors, area_code="110101")
    appointed("wang", COLLECTOR, city.collectors, area_code="110102")
    appointed("zhao", COLLECTOR, city.collectors)
    appointed("sun", access.Post.ACCEPTOR, city.supervision)

    assert on_duty() == ["li同志", "zhao同志"]


@pytest.mark.parametrize(
    ("codes", "here"),
    [
        ([DUTY_GRID], True),
        ([GRID[:12]], True),
        ([GRID[:9], "110101006"], True),
        (["110101006"], False),
        ([GRID], False),  # fifteen digits name a duty grid, and this one is another
        ([], False),
    ],
)
def test_a_collector_is_on_duty_where_assigned(city: House, codes: list[str], *, here: bool) -> None:
    seat = appointed("li", COLLECTOR, city.collectors, area_code="110101")

    api.assign_duty(seat_id=seat.seat_id, area_codes=codes, actor=SYSTEM, at=NOON + DAY)

    assert on_duty() == ["li同志"]
    assert bool(on_duty(at=NOON + DAY)) is here


def test_who_is_on_duty_costs_two_queries_and_names_each_once(city: House, django_assert_num_queries: Any) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)
    api.assign_duty(seat_id=seat.seat_id, area_codes=[DUTY_GRID, GRID[:9]], actor=SYSTEM, at=NOON)

    with django_assert_num_queries(2):
        (found,) = api.candidates(grid_code=GRID, duty_grid_code=DUTY_GRID, at=NOON)

    assert found == api.CollectorCandidate(seat.account_id, "li同志", city.collectors.id, seat.seat_id)


def test_a_grid_without_a_duty_grid_is_looked_up_and_answered_by_area(city: House) -> None:
    appointed("li", COLLECTOR, city.collectors)

    assert [found.name for found in api.candidates(grid_code=GRID, at=NOON)] == ["li同志"]


def test_a_closed_account_is_not_on_duty(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)
    access.close_account(account_id=seat.account_id, actor=SYSTEM, at=NOON)

    assert on_duty() == []


def test_assigning_the_same_duty_again_changes_nothing(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)
    first = api.assign_duty(seat_id=seat.seat_id, area_codes=[DUTY_GRID], actor=SYSTEM, at=NOON + DAY)

    again = api.assign_duty(seat_id=seat.seat_id, area_codes=[DUTY_GRID], actor=SYSTEM, at=NOON + 2 * DAY)

    assert again == first == api.duties(seat_ids=[seat.seat_id], at=NOON + 2 * DAY)
    assert DutyAssignment.objects.count() == 2


def test_duty_lies_within_the_seats_area(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors, area_code="110101")

    with pytest.raises(InvalidInputError, match="within 110101"):
        api.assign_duty(seat_id=seat.seat_id, area_codes=["110102001001001"], actor=SYSTEM, at=NOON)

    assert on_duty() == ["li同志"]


def test_only_collectors_have_a_duty(city: House) -> None:
    seat = appointed("li", access.Post.HANDLER, city.east)
    for seat_id in (seat.seat_id, uuid4()):
        with pytest.raises(NotFoundError):
            api.assign_duty(seat_id=seat_id, area_codes=[], actor=SYSTEM, at=NOON)


@pytest.mark.usefixtures("in_china")
@pytest.mark.parametrize(
    ("local", "open_then"),
    [
        ("2026-03-06T08:59", False),  # a Friday
        ("2026-03-06T09:00", True),
        ("2026-03-06T16:59", True),
        ("2026-03-06T17:00", False),
        ("2026-03-07T12:00", False),
        ("2026-03-08T22:00", True),  # Sunday night, past the end of the week
        ("2026-03-09T05:59", True),
        ("2026-03-09T06:00", False),
        ("2026-03-02T05:00", True),
    ],
)
def test_a_roster_counts_in_local_time(city: House, local: str, *, open_then: bool) -> None:
    seat = appointed("li", COLLECTOR, city.collectors, at=FOUNDED)
    shifts = [api.Shift(5, time(9), time(17)), api.Shift(7, time(22), time(6))]

    api.set_roster(seat_id=seat.seat_id, shifts=shifts, actor=SYSTEM, at=NOON)

    at = datetime.fromisoformat(local).replace(tzinfo=CHINA)
    assert bool(on_duty(at=at)) is open_then


@pytest.mark.usefixtures("in_china")
def test_a_roster_reads_as_it_was_set_in_the_order_of_the_week(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)
    shifts = [api.Shift(1, time(8), time(12)), api.Shift(7, time(22, 30), time(6)), api.Shift(7, time(23), time(23))]

    api.set_roster(seat_id=seat.seat_id, shifts=shifts[::-1], actor=SYSTEM, at=NOON)

    assert api.roster(seat_id=seat.seat_id) == shifts


@pytest.mark.usefixtures("in_china")
def test_without_a_roster_a_collector_is_always_on_duty(city: House) -> None:
    seat = appointed("li", COLLECTOR, city.collectors)
    api.set_roster(seat_id=seat.seat_id, shifts=[api.Shift(1, time(9), time(10))], actor=SYSTEM, at=NOON)
    assert on_duty() == []

    api.set_roster(seat_id=seat.seat_id, shifts=[], actor=SYSTEM, at=NOON)

    assert on_duty() == ["li同志"]
    assert not DutyShift.objects.exists()


def test_only_administrators_appoint(city: House) -> None:
    stranger, seat = actor("li", access.Post.LEADER, city.government), appointed("wang", COLLECTOR, city.collectors)
    draft = api.AppointmentDraft(account_id=account("zhao"), post=COLLECTOR, body_id=city.collectors.id)

    with pytest.raises(NotPermittedError):
        api.appoint(draft=draft, actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.dismiss(seat_id=seat.seat_id, actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.assign_duty(seat_id=seat.seat_id, area_codes=[], actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.set_roster(seat_id=seat.seat_id, shifts=[], actor=stranger, at=NOON)

    assert [held.name for held in access.seats(at=NOON + DAY)] == ["li同志", "wang同志"]
    assert on_duty() == ["wang同志"]


def test_whoever_executes_sees_only_those_who_execute(city: House) -> None:
    handler = actor("li", access.Post.HANDLER, city.east)
    acceptor = actor("wang", access.Post.ACCEPTOR, city.supervision)

    def seen(who: access.Actor, **wanted: Any) -> list[str]:
        found = api.members(actor=who, wanted=api.StaffFilter(**wanted), after=None, limit=10, at=NOON)
        return [member.username for member in found]

    assert seen(handler) == ["li"]
    assert seen(acceptor) == ["li", "wang"]
    assert seen(acceptor, within=city.sanitation.id) == ["li"]
    assert seen(acceptor, post=access.Post.ACCEPTOR) == ["wang"]
    assert seen(handler, within=city.supervision.id) == []
