"""Looking at what changes and its neighbours finds what looking at everything finds."""

from collections.abc import Mapping, Sequence

import pytest
import shapely
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import FaultKind
from cityloop.territory.domain.inspection import Fault, inspect_grids
from cityloop.territory.domain.reinspection import inspect_again, inspect_whole
from cityloop.territory.domain.reshaping import (
    CutGrid,
    MergeGrids,
    NumberGrids,
    Operation,
    OperationRefusedError,
    RedrawBorder,
    reshape,
)
from cityloop.territory.tests.coverages import tiles

HOME = "110101001001"
NOISE_M2 = 0.05  # what two ways of adding up the same ground may differ by


def code(number: int) -> str:
    return f"{HOME}{number:03d}"


def both(
    home: BaseGeometry, grids: Mapping[str, BaseGeometry], ended: set[str], begun: Mapping[str, BaseGeometry]
) -> tuple[list[Fault], list[Fault]]:
    """Return what is found near by, and what is found everywhere."""
    later = {each for each in grids if int(each[-3:]) % 7 == 0}
    after = {**{each: shape for each, shape in grids.items() if each not in ended}, **begun}
    again = inspect_again(inspect_whole(HOME, home, grids, later), ended, begun)
    return again, inspect_grids(after, {HOME: home}, later=later | begun.keys())


def require_same(one: Sequence[Fault], other: Sequence[Fault]) -> None:
    """Hold that the same faults are told of the same ground."""
    assert [fault.kind.is_advice for fault in one] == [fault.kind.is_advice for fault in other]
    mine, theirs = gathered(one), gathered(other)
    assert sorted(mine) == sorted(theirs)
    for key, shapes in mine.items():
        assert len(shapes) == len(theirs[key]), key
        assert shapely.union_all(shapes).symmetric_difference(shapely.union_all(theirs[key])).area < NOISE_M2, key


def gathered(faults: Sequence[Fault]) -> dict[tuple[FaultKind, tuple[str, ...]], list[BaseGeometry]]:
    found: dict[tuple[FaultKind, tuple[str, ...]], list[BaseGeometry]] = {}
    for fault in faults:
        found.setdefault((fault.kind, fault.codes), []).append(shapely.make_valid(fault.shape))
    return found


@st.composite
def towns(draw: st.DrawFn) -> tuple[BaseGeometry, dict[str, BaseGeometry]]:
    """Return a community and grids that mostly cover it: some are moved, turned or gone, some numbers are unread."""
    width, height = draw(st.integers(200, 600)), draw(st.integers(200, 600))
    spot = st.tuples(st.integers(5, width - 5), st.integers(5, height - 5))
    spots = draw(st.lists(spot, min_size=4, max_size=16, unique=True))
    cells = list(tiles(spots, width, height).values())
    home = shapely.union_all(cells)
    numbers = draw(st.permutations(range(1, len(cells) + 1)))
    grids = {code(number): shape for number, shape in zip(numbers, cells, strict=True)}
    for each in draw(st.lists(st.sampled_from(sorted(grids)), max_size=4, unique=True)):
        grids[each] = draw(bent(grids[each]))
    for each in draw(st.lists(st.sampled_from(sorted(grids)), max_size=2, unique=True)):
        del grids[each]
    return home, grids


@st.composite
def bent(draw: st.DrawFn, shape: BaseGeometry) -> BaseGeometry:
    """Return a shape that no longer fits its neighbours."""
    match draw(st.sampled_from(["moved", "turned", "smaller", "crossed"])):
        case "moved":
            return affinity.translate(shape, draw(st.integers(-30, 30)), draw(st.integers(-30, 30)))
        case "turned":
            return affinity.rotate(shape, draw(st.integers(5, 60)))
        case "smaller":
            return affinity.scale(shape, 0.8, 0.8)
        case _:
            west, south, east, north = shape.bounds
            return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


@settings(max_examples=150, deadline=None)
@given(data=st.data(), town=towns())
def test_whatever_takes_the_place_of_grids_the_faults_are_those_of_all(
    data: st.DataObject, town: tuple[BaseGeometry, dict[str, BaseGeometry]]
) -> None:
    home, grids = town
    ended = set(data.draw(st.lists(st.sampled_from(sorted(grids)), min_size=1, max_size=3, unique=True)))
    shapes = [grids[each] for each in sorted(ended)]
    begun = {
        code(900 + place): data.draw(st.one_of(st.just(shape), bent(shape)))
        for place, shape in enumerate(shapes[: data.draw(st.integers(0, len(shapes)))])
    }

    require_same(*both(home, grids, ended, begun))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), town=towns())
def test_after_real_operations_the_faults_are_those_of_all(
    data: st.DataObject, town: tuple[BaseGeometry, dict[str, BaseGeometry]]
) -> None:
    home, grids = town
    named = sorted(each for each, shape in grids.items() if shape.is_valid)
    assume(named)
    first = data.draw(st.sampled_from(named))
    west, south, east, north = grids[first].bounds
    share = data.draw(st.floats(0.2, 0.8))
    across = west + (east - west) * share
    operations: list[Operation] = [
        CutGrid(first, shapely.LineString([(across, south - 50), (across + 7, north + 50)])),
        NumberGrids(tuple(each for each in named[:2] if each != first)),
    ]
    try:
        done = reshape(grids, operations)
    except OperationRefusedError:
        reject()
    codes = {name: code(900 + place) for place, name in enumerate(done.begun)}

    require_same(*both(home, grids, set(done.ended), {codes[name]: shape for name, shape in done.begun.items()}))


A, B, C, D = (code(number) for number in (1, 2, 3, 4))
ROW: dict[str, BaseGeometry] = {
    each: shapely.box(place * 100, 0, place * 100 + 100, 100) for place, each in enumerate((A, B, C, D))
}
FRAME = shapely.box(0, 0, 400, 100)


@pytest.mark.parametrize(
    "operation",
    [
        MergeGrids((B, C)),
        CutGrid(C, shapely.LineString([(250, -9), (250, 109)])),
        CutGrid(C, shapely.LineString([(190, 50), (310, 50)])),
        RedrawBorder((B, C), shapely.LineString([(180, -9), (230, 109)])),
        NumberGrids((A, D)),
    ],
)
@pytest.mark.parametrize("gap_m", [0, 0.03, 0.2, 30])
def test_a_gap_beside_what_changes_is_told_with_its_new_neighbours(operation: Operation, gap_m: float) -> None:
    grids = ROW | {D: shapely.box(300 + gap_m, 0, 400, 100)}
    done = reshape(grids, [operation])
    begun = {code(900 + place): shape for place, shape in enumerate(done.begun.values())}

    again, whole = both(FRAME, grids, set(done.ended), begun)
    require_same(again, whole)
    assert (FaultKind.GAP in {fault.kind for fault in again}) is (gap_m > 0.05)


def test_a_fault_far_away_is_still_told() -> None:
    grids = ROW | {D: shapely.box(300, 0, 395, 100)}
    again, whole = both(FRAME, grids, {A}, {code(900): grids[A]})

    assert (FaultKind.GAP, (D,)) in {(fault.kind, fault.codes) for fault in again}
    require_same(again, whole)


def test_a_number_is_read_again_once_the_one_before_it_has_ended() -> None:
    grids = {A: ROW[B], B: ROW[A], C: ROW[C], D: ROW[D]}
    again, whole = both(FRAME, grids, {A}, {code(900): grids[A]})

    assert FaultKind.CODE_ORDER not in {fault.kind for fault in again}
    require_same(again, whole)


def test_nothing_that_changes_leaves_what_was_found() -> None:
    found = inspect_whole(HOME, FRAME, ROW, ())

    assert inspect_again(found, (), {}) == list(found.faults)
    assert inspect_again(found, set(ROW), {}) == []
