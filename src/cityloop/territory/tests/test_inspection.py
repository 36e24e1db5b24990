"""Every kind of fault is found where it is, and a clean city has none that matters."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import FaultKind
from cityloop.territory.domain.coverage import clean
from cityloop.territory.domain.cutting import Cut, cut
from cityloop.territory.domain.inspection import Fault, inspect_coverage, inspect_grids, width_m
from cityloop.territory.tests.coverages import coverages

HOME = "110101001001"
ELSEWHERE = "110101001002"
COMMUNITIES = {HOME: shapely.box(0, 0, 200, 100), ELSEWHERE: shapely.box(200, 0, 300, 100)}
GRIDS = {
    f"{HOME}001": shapely.box(0, 0, 100, 100),
    f"{HOME}002": shapely.box(100, 0, 200, 100),
    f"{ELSEWHERE}001": shapely.box(200, 0, 300, 100),
}


def told(faults: list[Fault]) -> list[tuple[str, tuple[str, ...], float]]:
    return [(fault.kind.value, fault.codes, fault.area_m2) for fault in faults]


def test_a_clean_coverage_has_no_fault() -> None:
    assert inspect_grids(GRIDS, COMMUNITIES) == []
    assert inspect_coverage({}) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({f"{HOME}002": shapely.box(100, 0, 190, 100)}, [("GAP", (f"{ELSEWHERE}001", f"{HOME}002"), 1000.0)]),
        ({f"{HOME}002": shapely.box(92, 0, 200, 100)}, [("OVERLAP", (f"{HOME}001", f"{HOME}002"), 800.0)]),
        (
            {f"{HOME}002": shapely.box(100, 0, 205, 100)},
            [("CROSSES_BORDER", (f"{HOME}002",), 500.0), ("OVERLAP", (f"{ELSEWHERE}001", f"{HOME}002"), 500.0)],
        ),
        (
            {f"{HOME}001": shapely.box(100, 0, 200, 100), f"{HOME}002": shapely.box(0, 0, 100, 100)},
            [("CODE_ORDER", (f"{HOME}002",), 10_000.0)],
        ),
        (
            {f"{HOME}001": shapely.box(0, 0, 8, 100), f"{HOME}003": shapely.box(8, 0, 100, 100)},
            [
                ("CODE_ORDER", (f"{HOME}003",), 9_200.0),
                ("SIZE", (f"{HOME}001",), 800.0),
                ("SLIVER", (f"{HOME}001",), 800.0),
            ],
        ),
    ],
)
def test_a_fault_is_told_with_its_grids_and_its_area(
    changed: dict[str, BaseGeometry], found: list[tuple[str, tuple[str, ...], float]]
) -> None:
    codes = [(kind, tuple(sorted(codes)), area) for kind, codes, area in found]
    faults = told(inspect_grids(GRIDS | changed, COMMUNITIES))

    assert [(kind, tuple(sorted(codes)), area) for kind, codes, area in faults] == codes


def test_a_border_that_crosses_itself_and_a_grid_in_two_parts_are_told() -> None:
    bow = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    parts = shapely.union(shapely.box(200, 0, 240, 100), shapely.box(250, 0, 300, 100))

    kinds = {fault.kind for fault in inspect_grids(GRIDS | {f"{ELSEWHERE}001": parts}, COMMUNITIES)}
    assert {FaultKind.SEVERAL_PARTS, FaultKind.GAP} <= kinds
    assert FaultKind.INVALID in {fault.kind for fault in inspect_coverage({"a": bow})}


def test_a_code_given_later_stands_in_no_order() -> None:
    later = f"{HOME}009"
    grids = {f"{HOME}002": GRIDS[f"{HOME}002"], later: GRIDS[f"{HOME}001"], f"{ELSEWHERE}001": GRIDS[f"{ELSEWHERE}001"]}

    assert told(inspect_grids(grids, COMMUNITIES)) == [("CODE_ORDER", (later,), 10_000.0)]
    assert inspect_grids(grids, COMMUNITIES, later={later}) == []


def test_what_is_narrower_than_a_hand_is_rounding() -> None:
    near = GRIDS | {f"{HOME}002": shapely.box(100.02, 0, 200, 100)}

    assert inspect_grids(near, COMMUNITIES) == []


def test_a_hole_that_all_enclose_is_a_gap_even_without_a_home() -> None:
    ring = shapely.box(0, 0, 300, 300) - shapely.box(100, 100, 200, 200)
    halves = {"a": ring & shapely.box(0, 0, 150, 300), "b": ring & shapely.box(150, 0, 300, 300)}

    assert told(inspect_coverage(halves)) == [("GAP", ("a", "b"), 10_000.0)]


def test_a_home_without_any_grid_is_a_gap_as_large_as_it_is() -> None:
    homes = dict.fromkeys(GRIDS, shapely.box(0, 0, 300, 200))

    assert told(inspect_coverage(GRIDS, homes)) == [("GAP", tuple(sorted(GRIDS)), 30_000.0)]


@settings(max_examples=40, deadline=None)
@given(city=coverages(), seed=st.integers(0, 2**32 - 1))
def test_what_is_cut_here_has_no_fault_but_size(city: dict[str, BaseGeometry], seed: int) -> None:
    clean_city = clean(city, largest_gap_m2=1e9).shapes
    cells = cut(clean_city, Cut())
    grids = {f"{cell.community}{cell.number:03d}": cell.shape for cell in cells}
    order = np.random.default_rng(seed).permutation(sorted(grids)).tolist()

    faults = inspect_grids({code: grids[code] for code in order}, clean_city)

    assert {fault.kind for fault in faults} <= {FaultKind.SIZE, FaultKind.SLIVER}
    assert faults == inspect_grids(grids, clean_city)


@pytest.mark.parametrize(("shape", "width"), [(shapely.box(0, 0, 5, 200), 4.88), (shapely.Point(0, 0), 0.0)])
def test_the_width_of_a_strip_is_its_width(shape: BaseGeometry, width: float) -> None:
    assert width_m(shape) == pytest.approx(width, abs=0.01)
