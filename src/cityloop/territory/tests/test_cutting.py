from collections.abc import Mapping
from itertools import pairwise
from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.coverage import clean
from cityloop.territory.domain.cutting import MOST_CELLS, Cell, Cut, cut
from cityloop.territory.domain.faces import Touch, touches
from cityloop.territory.tests.coverages import community, coverages, tiles

HOW = Cut(side_m=100.0)
LONE = community(0)


def cells_of(city: Mapping[str, BaseGeometry], how: Cut = HOW) -> list[Cell]:
    return cut(clean(city, largest_gap_m2=1e9).shapes, how)


def test_a_square_on_the_lattice_is_numbered_as_one_reads() -> None:
    cells = cells_of({LONE: shapely.box(1000, 2000, 1200, 2200)})

    assert [(cell.number, cell.shape.bounds) for cell in cells] == [
        (1, (1000, 2100, 1100, 2200)),
        (2, (1100, 2100, 1200, 2200)),
        (3, (1000, 2000, 1100, 2100)),
        (4, (1100, 2000, 1200, 2100)),
    ]


def test_a_sliver_joins_the_neighbour_with_the_longest_border() -> None:
    cells = cells_of({LONE: shapely.box(1000, 2000, 1230, 2100)})

    assert [cell.shape.bounds for cell in cells] == [(1000, 2000, 1100, 2100), (1100, 2000, 1230, 2100)]


def test_a_sliver_never_crosses_into_another_community() -> None:
    city = {community(0): shapely.box(1000, 2000, 1010, 2010), community(1): shapely.box(1010, 2000, 1200, 2100)}

    cells = cells_of(city)

    assert [cell.shape.area for cell in cells if cell.community == community(0)] == [100.0]


def test_pieces_of_one_square_that_do_not_touch_are_cells_of_their_own() -> None:
    two_legs = shapely.union(shapely.box(1000, 2000, 1045, 2100), shapely.box(1055, 2000, 1100, 2100))

    assert len(cells_of({LONE: two_legs})) == 2


def test_a_large_community_gets_a_coarser_lattice() -> None:
    cells = cells_of({LONE: shapely.box(0, 0, 4000, 3000), community(1): shapely.box(4000, 0, 4200, 200)})

    large = [cell for cell in cells if cell.community == LONE]
    assert len(large) == 300
    assert {cell.shape.area for cell in large} == {40_000.0}
    assert {cell.shape.area for cell in cells if cell.community != LONE} == {10_000.0}
    assert shapely.coverage_is_valid([cell.shape for cell in cells])


def test_a_community_in_too_many_parts_is_refused() -> None:
    stripes = shapely.union_all([shapely.box(x, 0, x + 45, 95) for x in range(0, 60_000, 60)])

    with pytest.raises(ValueError, match="lies in 1000 parts apart; at most 999"):
        cells_of({LONE: stripes})


def test_scattered_parts_are_cut_coarsely_until_they_can_be_numbered() -> None:
    stripes = shapely.union_all([shapely.box(x, 0, x + 45, 195) for x in range(0, 36_000, 60)])

    assert len(cells_of({LONE: stripes})) == 600


@settings(max_examples=80, deadline=None)
@given(city=coverages(), side=st.sampled_from([60.0, 100.0, 130.0]))
def test_cells_tile_their_communities(city: dict[str, BaseGeometry], side: float) -> None:
    communities = clean(city, largest_gap_m2=1e9).shapes
    cells = cut(communities, Cut(side_m=side))
    shapes = np.array([cell.shape for cell in cells])

    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) == {shapely.GeometryType.POLYGON}
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(list(communities.values()))
    assert shapely.symmetric_difference(shapely.union_all(shapes), whole).area <= 0.02 * shapely.length(whole)
    for cell in cells:
        outside = shapely.difference(cell.shape, communities[cell.community]).area
        assert outside <= 0.02 * shapely.length(cell.shape)


@settings(max_examples=80, deadline=None)
@given(city=coverages())
def test_numbers_are_unique_and_run_without_holes(city: dict[str, BaseGeometry]) -> None:
    cells = cells_of(city)

    for key in city:
        numbers = [cell.number for cell in cells if cell.community == key]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) <= MOST_CELLS


@settings(max_examples=60, deadline=None)
@given(city=coverages(), random=st.randoms(use_true_random=False))
def test_any_order_of_input_gives_the_same_codes(city: dict[str, BaseGeometry], random: Random) -> None:
    keys = list(city)
    random.shuffle(keys)
    turned = {key: shapely.reverse(city[key]) for key in keys}

    one, other = cells_of(city), cells_of(turned)

    assert [(c.community, c.number) for c in one] == [(c.community, c.number) for c in other]
    assert all(a.shape.equals_exact(b.shape, 0.0) for a, b in zip(one, other, strict=True))


@settings(max_examples=60, deadline=None)
@given(city=coverages(most=3))
def test_slivers_are_left_only_where_no_neighbour_is(city: dict[str, BaseGeometry]) -> None:
    cells = cells_of(city)
    shapes = np.array([cell.shape for cell in cells])
    beside = {place for touch in touches(shapes) for place in (touch.one, touch.other) if _same(cells, touch)}

    slivers = {place for place, cell in enumerate(cells) if cell.shape.area < HOW.smallest_m2}

    assert not slivers & beside


def test_rows_run_from_the_north() -> None:
    cells = cells_of(tiles([(400, 300)], 800, 600))
    middles = [cell.shape.centroid for cell in cells]

    assert all(a.y > b.y + 50 or (abs(a.y - b.y) < 50 and a.x < b.x) for a, b in pairwise(middles))


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_equal_ground_under_another_name_is_cut_equally(factor: int) -> None:
    ground = shapely.box(10_037, 20_011, 10_037 + 250 * factor, 20_011 + 333 * factor)

    one, other = cells_of({community(3): ground}), cells_of({community(7): ground})

    assert [(cell.number, cell.shape.wkb) for cell in one] == [(cell.number, cell.shape.wkb) for cell in other]


def _same(cells: list[Cell], touch: Touch) -> bool:
    return cells[touch.one].community == cells[touch.other].community
