"""Possible duplicates: the same class family, near, recent, open."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases import api
from cityloop.cases.tests.factories import MINUTE, Walk
from tests.support.desk import Desk
from tests.support.town import EAST_SPOT, Town, position

pytestmark = pytest.mark.django_db
LONGITUDE, LATITUDE = position(*EAST_SPOT)


def alike(town: Town, who: str = "acceptor", *, minutes: int = 5, class_code: str = "06010") -> list[api.Lookalike]:
    return api.lookalikes(
        actor=town[who], class_code=class_code, longitude=LONGITUDE, latitude=LATITUDE, at=Walk.at + minutes * MINUTE
    )


def beside(metres: float) -> tuple[float, float]:
    return EAST_SPOT[0] + metres / 100, EAST_SPOT[1]


def test_the_nearest_comes_first_with_its_distance(town: Town) -> None:
    far, near = Walk(town, "far", spot=beside(40)), Walk(town, "near", spot=beside(10))

    found = alike(town)

    assert [one.case_id for one in found] == [near.id, far.id]
    assert [one.distance_m for one in found] == pytest.approx([10, 40], abs=0.3)
    assert found[0].number == near.view.number


@pytest.mark.parametrize(("metres", "is_found"), [(49, True), (51.5, False)])
def test_within_fifty_metres(town: Town, metres: float, is_found: bool) -> None:  # noqa: FBT001 - a column
    Walk(town, spot=beside(metres))

    assert bool(alike(town)) is is_found


@pytest.mark.parametrize(("hours", "is_found"), [(24, True), (24.1, False)])
def test_within_a_day(town: Town, hours: float, is_found: bool) -> None:  # noqa: FBT001 - a column
    Walk(town)

    assert bool(alike(town, minutes=int(hours * 60))) is is_found


def test_of_the_same_major_class(town: Town) -> None:
    Walk(town)

    assert len(alike(town, class_code="06011")) == 1
    assert alike(town, class_code="07001") == []


def test_what_is_closed_void_or_merged_is_no_lookalike(town: Town) -> None:
    main = Walk(town, "main", spot=(8.0, 0.6))
    Walk(town, "void").refuse()
    Walk(town, "merged").merge(main.id)
    Walk(town, "closed").to("CLOSED")

    assert alike(town, minutes=60) == []


def test_what_one_may_not_see_is_no_lookalike(town: Town) -> None:
    Walk(town)

    assert alike(town, "acceptor_west") == []
    assert alike(town, "citizen_other") == []
    assert alike(town, "handler") == []


def test_it_shows_the_first_photograph(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    photo = walk.photo("handler_other")
    walk.go("handler_other", "feed_back", photo_ids=(photo,))

    assert alike(town, minutes=30)[0].photo_id == photo


def test_it_costs_one_query(town: Town) -> None:
    for number in range(4):
        Walk(town, f"case {number}")

    with CaptureQueriesContext(connection) as queries:
        assert len(alike(town)) == 4

    assert len(queries) == 1


def test_over_http(town: Town) -> None:
    walk = Walk(town)

    told = Desk(town, "acceptor").get(
        "/cases/lookalikes", at=walk.at, class_code="06010", longitude=LONGITUDE, latitude=LATITUDE
    )

    assert [row["case_id"] for row in told] == [str(walk.id)]


def test_the_nearest_of_a_class_for_those_who_merge(town: Town) -> None:
    near, void = Walk(town, "near", spot=beside(20)), Walk(town, "void", spot=beside(5))
    void.refuse()

    found = api.nearest_of_class(
        class_code="06010", longitude=LONGITUDE, latitude=LATITUDE, before=Walk.at + timedelta(days=400), radius_m=50
    )

    assert found is not None
    assert found.case_id == near.id
    none = api.nearest_of_class(class_code="06011", longitude=LONGITUDE, latitude=LATITUDE, before=Walk.at, radius_m=50)
    assert none is None
