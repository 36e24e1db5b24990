import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.coverage import clean
from cityloop.territory.tests.coverages import coverages


def square(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west, south, east, north)


def test_a_clean_coverage_is_left_alone() -> None:
    given_shapes = {"a": square(0, 0, 100, 100), "b": square(100, 0, 200, 100)}

    result = clean(given_shapes, largest_gap_m2=100)

    assert result.repairs == ()
    assert all(shapely.equals(result.shapes[key], shape) for key, shape in given_shapes.items())


def test_what_two_claim_goes_to_the_lower_id() -> None:
    result = clean({"b": square(0, 0, 110, 100), "a": square(100, 0, 200, 100)}, largest_gap_m2=100)

    assert [(repair.kind, repair.area_m2, repair.claimed_by, repair.given_to) for repair in result.repairs] == [
        ("overlap", 1000.0, ("a", "b"), "a")
    ]
    assert result.shapes["a"].area == 10_000
    assert result.shapes["b"].area == 10_000


def test_an_enclosed_gap_goes_to_the_longest_border() -> None:
    frame = square(0, 0, 100, 100)
    hole = square(40, 40, 60, 55)  # 40 m of border with the east, 30 m with the west
    west = shapely.difference(shapely.intersection(frame, square(0, 0, 50, 100)), hole)
    east = shapely.difference(square(50, 0, 100, 100), shapely.union(hole, square(50, 40, 60, 60)))
    east = shapely.union(east, square(50, 55, 60, 60))

    result = clean({"w": shapely.difference(west, square(0, 0, 45, 10)), "e": east}, largest_gap_m2=400)

    gap = next(repair for repair in result.repairs if repair.kind == "gap")
    assert (gap.area_m2, gap.given_to) == (300.0, "e")
    assert shapely.coverage_is_valid(list(result.shapes.values()))


def test_a_gap_above_the_threshold_stays_and_is_reported() -> None:
    ring = shapely.difference(square(0, 0, 100, 100), square(40, 40, 60, 60))

    result = clean({"a": ring}, largest_gap_m2=399)

    assert [(repair.kind, repair.area_m2, repair.given_to) for repair in result.repairs] == [("gap", 400.0, None)]
    assert result.shapes["a"].area == 9_600


def test_a_community_without_ground_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="The community b has no ground of its own"):
        clean({"a": square(0, 0, 100, 100), "b": square(20, 20, 80, 80)}, largest_gap_m2=0)


@settings(max_examples=60, deadline=None)
@given(city=coverages(), data=st.data())
def test_disturbed_communities_come_out_as_a_coverage(city: dict[str, BaseGeometry], data: st.DataObject) -> None:
    moved = {
        key: affinity.scale(shape, data.draw(st.floats(0.97, 1.03)), data.draw(st.floats(0.97, 1.03)))
        for key, shape in city.items()
    }

    result = clean(moved, largest_gap_m2=1e9)

    shapes = list(result.shapes.values())
    assert shapely.coverage_is_valid(shapes)
    enclosed = shapely.union_all([shapely.polygons(shapely.get_exterior_ring(part)) for part in _parts(moved)])
    missing = shapely.difference(enclosed, shapely.union_all(shapes)).area
    assert missing <= 0.02 * shapely.length(enclosed)  # a centimetre either side of the border
    assert {repair.given_to for repair in result.repairs} <= set(city)


def _parts(shapes: dict[str, BaseGeometry]) -> list[BaseGeometry]:
    return list(shapely.get_parts(shapely.union_all(list(shapes.values()))))
