"""Grids are cut, merged and redrawn without losing or doubling any ground."""

from collections.abc import Mapping

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.reshaping import (
    CutGrid,
    GatherGrids,
    MarkGrids,
    MergeGrids,
    NumberGrids,
    Operation,
    OperationRefusedError,
    RedrawBorder,
    number,
    reshape,
)

HOME = "110101001001"
A, B, C = (f"{HOME}00{place}" for place in (1, 2, 3))
FOREIGN = "110101001002001"
GRIDS = {
    A: shapely.box(0, 0, 100, 100),
    B: shapely.box(100, 0, 200, 100),
    C: shapely.box(200, 0, 300, 100),
    FOREIGN: shapely.box(0, 100, 100, 200),
}


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(points)


def areas(begun: Mapping[str, BaseGeometry]) -> dict[str, float]:
    return {name: round(shape.area, 1) for name, shape in begun.items()}


def test_a_cut_grid_leaves_two_that_know_where_they_come_from() -> None:
    done = reshape(GRIDS, [CutGrid(A, line((30, -10), (30, 110)))])

    assert done.ended == (A,)
    assert areas(done.begun) == {"#1": 3000.0, "#2": 7000.0}
    assert done.heirs == {A: {"#1": 0.3, "#2": 0.7}}


def test_merged_grids_become_one() -> None:
    done = reshape(GRIDS, [MergeGrids((A, B))])

    assert (done.ended, areas(done.begun)) == ((A, B), {"#1": 20_000.0})
    assert done.heirs == {A: {"#1": 1.0}, B: {"#1": 1.0}}


def test_grids_are_numbered_anew_on_the_same_ground() -> None:
    done = reshape(GRIDS, [NumberGrids((B, A))])

    assert (done.ended, areas(done.begun)) == ((A, B), {"#2": 10_000.0, "#1": 10_000.0})
    assert number(done.begun, HOME, 3) == {"#2": f"{HOME}004", "#1": f"{HOME}005"}
    assert done.heirs == {A: {"#2": 1.0}, B: {"#1": 1.0}}


def test_a_mark_goes_over_to_the_pieces_of_the_largest_grid() -> None:
    green, strict = MarkGrids((A, C), {"land_use": "绿地"}), MarkGrids((A,), {"management_level": "一级"})

    cut = reshape(GRIDS, [green, strict, CutGrid(A, line((30, -10), (30, 110)))])
    merged = reshape(GRIDS, [CutGrid(A, line((30, -10), (30, 110))), MarkGrids(("#1",), {"area_level": "B"}), MERGED])

    both = {"land_use": "绿地", "management_level": "一级"}
    assert cut.marks == {C: {"land_use": "绿地"}, "#1": both, "#2": both}
    assert merged.marks == {}


MERGED = MergeGrids(("#1", "#2"))


def test_what_is_gathered_is_one_to_five_grids_in_one_piece_in_the_end() -> None:
    assert reshape(GRIDS, [GatherGrids((A, B)), MergeGrids((A, B))]).gathered == {1: ("#1",)}
    with pytest.raises(OperationRefusedError, match="Operation 1: a duty grid is one to five unit grids that touch"):
        reshape(GRIDS, [GatherGrids((A, C))])


def test_a_border_is_drawn_anew() -> None:
    done = reshape(GRIDS, [RedrawBorder((A, B), line((120, -1), (150, 50), (120, 101)))])

    assert done.ended == (A, B)
    assert sum(areas(done.begun).values()) == 20_000
    assert done.heirs[A] == {"#1": 1.0}
    assert set(done.heirs[B]) == {"#1", "#2"}


def test_operations_build_on_each_other_and_are_numbered_as_read() -> None:
    done = reshape(
        GRIDS, [CutGrid(A, line((-1, 40), (101, 40))), MergeGrids(("#2", B)), CutGrid(C, line((250, -1), (250, 101)))]
    )

    assert done.ended == (A, B, C)
    assert list(done.begun) == ["#1", "#3", "#4", "#5"]
    assert number(done.begun, HOME, 7) == {
        "#1": f"{HOME}008",
        "#3": f"{HOME}009",
        "#4": f"{HOME}010",
        "#5": f"{HOME}011",
    }


@pytest.mark.parametrize(
    ("operations", "place", "why"),
    [
        ([CutGrid(A, line((30, -10), (30, 50)))], 1, "does not go right through"),
        ([CutGrid("110101001001009", line((0, 0), (1, 1)))], 1, "there is no grid 110101001001009"),
        ([MergeGrids((A, B)), CutGrid(A, line((30, -10), (30, 110)))], 2, f"there is no grid {A} any more"),
        ([MergeGrids((A,))], 1, "one grid cannot be merged"),
        ([MergeGrids((A, A))], 1, "a grid is named twice"),
        ([MergeGrids((A, C))], 1, "do not touch"),
        ([MergeGrids((A, FOREIGN))], 1, "different communities"),
        ([RedrawBorder((A, B), line((20, -1), (20, 101), (120, 101), (120, -1)))], 1, "into 3 pieces"),
    ],
)
def test_what_leads_to_no_whole_grids_is_refused_with_its_place(
    operations: list[Operation], place: int, why: str
) -> None:
    with pytest.raises(OperationRefusedError, match=why) as refused:
        reshape(GRIDS, operations)
    assert refused.value.place == place


def test_a_community_has_no_more_than_999_numbers() -> None:
    with pytest.raises(ValueError, match="used up its 999 numbers"):
        number({"#1": GRIDS[A]}, HOME, 999)


@settings(max_examples=80, deadline=None)
@given(x=st.floats(1, 99), slant=st.floats(-40, 40), y=st.floats(1, 99), order=st.permutations([A, B, C, FOREIGN]))
def test_no_ground_is_lost_or_doubled(x: float, slant: float, y: float, order: list[str]) -> None:
    operations: list[Operation] = [
        CutGrid(A, line((x - slant / 10, -5), (x + slant / 10, 105))),
        RedrawBorder((B, C), line((150 + slant, -1), (200, y), (150 + slant, 101))),
    ]

    done = reshape({code: GRIDS[code] for code in order}, operations)

    before = shapely.union_all([GRIDS[code] for code in done.ended])
    after = shapely.union_all(list(done.begun.values()))
    assert before.symmetric_difference(after).area < 0.01
    assert sum(shape.area for shape in done.begun.values()) == pytest.approx(before.area, abs=0.01)
    assert done == reshape(GRIDS, operations)
    for shares in done.heirs.values():
        assert sum(shares.values()) == pytest.approx(1, abs=0.001)
