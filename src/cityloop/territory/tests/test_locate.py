from datetime import timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from cityloop.kernel.errors import InvalidInputError
from cityloop.territory import api
from cityloop.territory.models import UnitGrid
from tests.support.small_city import FOUNDED, NOON, found_city, position

pytestmark = pytest.mark.django_db


def test_a_point_is_in_its_grid(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found_city()
    longitude, latitude = position(2.5, 1.5)

    with django_assert_num_queries(1):
        place = api.locate(longitude=longitude, latitude=latitude, at=NOON)

    assert place == api.GridPlace(
        grid_code="110101001001001",
        community_code="110101001001",
        street_code="110101001",
        district_code="110101",
        area_level="A",
        duty_grid_code="110101001001001",
    )


def test_one_by_one_and_many_at_once_agree_also_on_borders() -> None:
    found_city()
    spots = [position(east / 4, north / 4) for east, north in product(range(-1, 26), range(-1, 10))]

    many = api.locator(NOON).locate_many([x for x, _ in spots], [y for _, y in spots])

    singly = [api.locate(longitude=x, latitude=y, at=NOON) for x, y in spots]
    assert list(many) == singly
    assert sum(place is not None for place in many) > 150


def test_a_corner_of_four_grids_belongs_to_the_lowest_code() -> None:
    found_city()
    longitude, latitude = position(3, 1)

    place = api.locate(longitude=longitude, latitude=latitude, at=NOON)

    assert place is not None
    assert place.grid_code == "110101001001001"


@pytest.mark.parametrize(
    ("metres", "tolerance_m", "grid_code"), [(4.0, 5.0, "110102001001002"), (6.0, 5.0, None), (4.0, 0.0, None)]
)
def test_a_point_off_the_edge_is_caught_within_the_tolerance(
    metres: float, tolerance_m: float, grid_code: str | None
) -> None:
    found_city()
    longitude, latitude = position(1.5, 2 + metres / 100)

    single = api.locate(longitude=longitude, latitude=latitude, at=NOON, tolerance_m=tolerance_m)
    many = api.locator(NOON).locate_many([longitude], [latitude], tolerance_m=tolerance_m)

    assert list(many) == [single]
    assert (single.grid_code if single else None) == grid_code


def test_before_a_grid_began_and_after_it_ended_it_holds_nothing() -> None:
    found_city()
    UnitGrid.objects.filter(code="110102001001001").update(valid_until=NOON)
    x, y = position(0.5, 1.5)

    for at in (FOUNDED - timedelta(seconds=1), NOON):
        assert api.locate(longitude=x, latitude=y, at=at) is None
        assert list(api.locator(at).locate_many([x], [y])) == [None]
    assert api.locate(longitude=x, latitude=y, at=NOON - timedelta(seconds=1)) is not None


def test_the_locator_reads_the_grids_once_until_the_ground_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    small = found_city()
    api.locator(NOON)

    with django_assert_num_queries(1):
        api.locator(NOON + timedelta(days=1))

    first = small.survey.unit_grids[0]
    changed = api.UnitGridDraft(first.code, first.geometry, first.area_m2, "C")
    api.store_unit_grids(drafts=[changed], valid_from=FOUNDED, at=NOON)
    x, y = position(2.5, 1.5)
    place = api.locator(NOON).locate_many([x], [y])[0]
    assert place is not None
    assert place.area_level == "C"


@pytest.mark.parametrize(("x", "y"), [(181.0, 0.0), (0.0, 91.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_a_point_off_the_globe_is_refused(x: float, y: float) -> None:
    with pytest.raises(InvalidInputError, match="Longitude must lie"):
        api.locate(longitude=x, latitude=y, at=NOON)
