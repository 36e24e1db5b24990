from math import inf, nan

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from cityloop.territory.domain.locating import GridIndex

# Two rows of three squares of 0.001 degrees, numbered out of order on purpose.
SQUARES = {
    f"g{number}": shapely.box(117 + column / 1000, 40 + row / 1000, 117 + (column + 1) / 1000, 40 + (row + 1) / 1000)
    for number, (row, column) in enumerate([(1, 2), (0, 0), (1, 0), (0, 2), (0, 1), (1, 1)])
}
INDEX = GridIndex.of([(code, shape, 0.0, inf) for code, shape in SQUARES.items()])
METRE_NORTH = 1 / 111_320


def find(x: float, y: float, tolerance_m: float = 0.0, at: float = 1.0) -> str | None:
    place = INDEX.find([x], [y], at=at, tolerance_m=tolerance_m)[0]
    return INDEX.codes[place] if place >= 0 else None


@settings(max_examples=200, deadline=None)
@given(x=st.floats(116.999, 117.004), y=st.floats(39.999, 40.003))
def test_equals_trying_every_grid(x: float, y: float) -> None:
    holders = [code for code, shape in SQUARES.items() if shapely.intersects_xy(shape, x, y)]

    assert find(x, y) == min(holders, default=None)


def test_a_point_on_a_corner_belongs_to_the_lowest_code() -> None:
    assert find(117.001, 40.001) == "g1"
    assert find(117.002, 40.001) == "g0"


@pytest.mark.parametrize(("metres", "tolerance_m", "found"), [(4, 5, "g2"), (6, 5, None), (4, 0, None)])
def test_a_point_just_outside_goes_to_the_nearest_within_the_tolerance(
    metres: float, tolerance_m: float, found: str | None
) -> None:
    assert find(117.0005, 40.002 + metres * METRE_NORTH, tolerance_m) == found


@pytest.mark.parametrize(("x", "y"), [(nan, 40.0), (117.0, nan), (inf, inf), (0.0, 0.0)])
def test_what_is_nowhere_is_in_no_grid(x: float, y: float) -> None:
    assert find(x, y, 50.0) is None


def test_a_grid_holds_from_its_start_until_its_end_excluded() -> None:
    index = GridIndex.of([("old", SQUARES["g0"], 10.0, 20.0), ("new", SQUARES["g0"], 20.0, inf)])
    point = shapely.centroid(SQUARES["g0"])

    def at(moment: float) -> int:
        return int(index.find([point.x], [point.y], at=moment)[0])

    assert [at(9.0), at(10.0), at(19.9), at(20.0)] == [-1, 1, 1, 0]
    assert index.codes == ("new", "old")


def test_no_grids_hold_nothing() -> None:
    assert GridIndex.of([]).find([117.0], [40.0], at=0.0, tolerance_m=9.0).tolist() == [-1]
