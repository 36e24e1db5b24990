import re
from collections.abc import Mapping

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import DivisionLevel
from cityloop.territory.domain.codes import number_children
from cityloop.territory.domain.planes import Plane
from cityloop.territory.domain.survey import Orders, duty_grids, survey
from cityloop.territory.tests.coverages import community, coverages

PLANE = Plane(32650)
OFFSET = np.array([500_000, 4_300_000])


def wkb(city: Mapping[str, BaseGeometry]) -> dict[str, bytes]:
    flat = PLANE.unflatten(np.array(list(city.values())))
    return dict(zip(city, shapely.to_wkb(flat), strict=True))


@settings(max_examples=60, deadline=None)
@given(city=coverages())
def test_grids_tile_the_city_also_in_degrees(city: dict[str, BaseGeometry]) -> None:
    result = survey(wkb(city), Orders(PLANE))
    shapes = shapely.from_wkb([grid.geometry for grid in result.unit_grids])
    outlines = shapely.from_wkb(list(result.communities.values()))

    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_is_valid(outlines)
    assert shapely.equals(shapely.coverage_union_all(shapes), shapely.coverage_union_all(outlines))
    for grid, shape in zip(result.unit_grids, shapes, strict=True):
        outline = shapely.from_wkb(result.communities[grid.code[:12]])
        assert shapely.covers(outline, shape.representative_point())
        assert grid.area_m2 == pytest.approx(PLANE.flatten(np.array([shape]))[0].area, abs=0.1)


@settings(max_examples=40, deadline=None)
@given(city=coverages(), size=st.integers(1, 5))
def test_codes_have_the_form_of_the_standard(city: dict[str, BaseGeometry], size: int) -> None:
    grids = survey(wkb(city), Orders(PLANE)).unit_grids
    duties = duty_grids(grids, PLANE, size)

    codes = [grid.code for grid in grids]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d{6}\d{3}\d{3}(?!000)\d{3}", code) for code in codes)
    assert sorted(code for duty in duties for code in duty.grid_codes) == sorted(codes)
    assert len({duty.code for duty in duties}) == len(duties)
    assert all(code[:12] == duty.code[:12] for duty in duties for code in duty.grid_codes)


def test_area_levels_follow_the_community() -> None:
    city = {community(0): shapely.box(0, 0, 100, 100), community(1): shapely.box(100, 0, 200, 100)}
    moved = {key: shapely.transform(shape, lambda xy: xy + OFFSET) for key, shape in city.items()}

    grids = survey(wkb(moved), Orders(PLANE, area_levels={community(1): "B"})).unit_grids

    assert {(grid.code[:12], grid.area_level) for grid in grids} == {(community(0), "A"), (community(1), "B")}


def test_divisions_are_numbered_in_order_of_their_source() -> None:
    codes = number_children("110101", DivisionLevel.STREET, ["b", "a", "c"], {})

    assert codes == {"a": "110101001", "b": "110101002", "c": "110101003"}


def test_a_known_division_keeps_its_code_and_a_lost_one_is_not_given_again() -> None:
    known = {"b": "110101001", "gone": "110101007"}

    codes = number_children("110101", DivisionLevel.STREET, ["a", "b"], known)

    assert codes == {"b": "110101001", "a": "110101008"}


def test_more_divisions_than_digits_are_refused() -> None:
    with pytest.raises(ValueError, match="more divisions under 84011 than 1 digits can number"):
        number_children("84011", DivisionLevel.DISTRICT, [str(n) for n in range(10)], {})
