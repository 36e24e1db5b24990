"""The raster over grids: it leaves out no shape that may hold a point, and names none whose box does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from cityloop.territory.domain.cells import MOST, Cells

STEPS = st.integers(min_value=0, max_value=12)
BOXES = st.lists(
    st.tuples(STEPS, STEPS, STEPS, STEPS).map(lambda at: (at[0], at[1], at[0] + at[2], at[1] + at[3])), max_size=30
)
SPOTS = st.lists(
    st.tuples(st.integers(-2, 27), st.integers(-2, 27)).map(lambda at: (at[0] / 2, at[1] / 2)), max_size=20
)


def pairs(cells: Cells, spots: NDArray[np.float64]) -> set[tuple[int, int]]:
    which, shapes = cells.candidates(spots, cells.cells_of(spots))
    found = list(zip(which.tolist(), shapes.tolist(), strict=True))
    assert len(set(found)) == len(found), "no pair twice"
    return set(found)


def within(boxes: NDArray[np.float64], spots: NDArray[np.float64]) -> set[tuple[int, int]]:
    return {
        (place, shape)
        for place, (x, y) in enumerate(spots)
        for shape, (west, south, east, north) in enumerate(boxes)
        if west <= x <= east and south <= y <= north
    }


@given(BOXES, SPOTS)
def test_candidates_are_the_shapes_in_whose_box_a_point_lies(
    boxes: list[tuple[int, int, int, int]], spots: list[tuple[float, float]]
) -> None:
    bounds, points = np.array(boxes, np.float64).reshape(-1, 4), np.array(spots, np.float64).reshape(-1, 2)

    assert pairs(Cells.of(bounds), points) == within(bounds, points)


def test_a_shape_without_a_box_and_a_point_that_is_nowhere_are_in_none() -> None:
    bounds = np.array([[0, 0, 1, 1], [np.nan] * 4, [1, 0, 2, 1]], np.float64)
    spots = np.array([[1, 0.5], [np.nan, 0.5], [np.inf, 0.5], [-np.inf, np.nan], [9, 9]])

    assert pairs(Cells.of(bounds), spots) == {(0, 0), (0, 2)}


def test_shapes_that_all_lie_on_each_other_do_not_fill_the_memory() -> None:
    cells = Cells.of(np.tile([0.0, 0.0, 1.0, 1.0], (2_000, 1)))

    assert len(cells.members) <= MOST * 2_000
    assert len(pairs(cells, np.array([[0.5, 0.5]]))) == 2_000


@pytest.mark.parametrize("count", [0, 1])
def test_there_may_be_no_shapes_or_one(count: int) -> None:
    cells = Cells.of(np.array([[3.0, 3.0, 3.0, 3.0]])[:count])

    assert pairs(cells, np.array([[3.0, 3.0], [4.0, 3.0]])) == {(0, shape) for shape in range(count)}
