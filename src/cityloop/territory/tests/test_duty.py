import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.coverage import clean
from cityloop.territory.domain.cutting import Cut, cut
from cityloop.territory.domain.duty import gather, in_one_piece
from cityloop.territory.tests.coverages import coverages


@settings(max_examples=60, deadline=None)
@given(city=coverages(), size=st.integers(1, 5))
def test_every_unit_grid_falls_to_one_duty_grid_in_one_piece(city: dict[str, BaseGeometry], size: int) -> None:
    cells = cut(clean(city, largest_gap_m2=1e9).shapes, Cut())
    shapes = np.array([cell.shape for cell in cells])

    groups = list(gather(shapes, [cell.community for cell in cells], size))

    assert sorted(place for group in groups for place in group) == list(range(len(cells)))
    for group in groups:
        assert len(group) <= size
        assert len({cells[place].community for place in group}) == 1
        assert in_one_piece(shapes[group])


@pytest.mark.parametrize("size", [0, 6])
def test_a_duty_grid_of_none_or_six_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="has 1 to 5 unit grids"):
        list(gather(np.array([shapely.box(0, 0, 1, 1)]), ["a"], size))


def test_a_shared_corner_is_no_neighbourhood() -> None:
    three = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 100, 200, 200), shapely.box(100, 0, 200, 100)])
    corner = three[:2]

    assert not in_one_piece(corner)
    assert in_one_piece(three)
    assert [sorted(group) for group in gather(corner, ["a", "a"], 5)] == [[0], [1]]
