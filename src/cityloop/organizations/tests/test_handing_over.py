"""Whose rule a new grid takes, and for which time."""

from datetime import timedelta
from uuid import UUID

import pytest

from cityloop.organizations.domain.following import Hold, Span, heir_of, stretches, uncovered
from cityloop.organizations.tests.factories import NOON

A, B = UUID(int=1), UUID(int=2)
DAYS = [NOON + timedelta(days=number) for number in range(5)]


@pytest.mark.parametrize(
    ("holds", "heir", "doubtful"),
    [
        ([Hold("1", 1.0, A)], "1", ()),
        ([Hold("1", 0.4, A), Hold("2", 0.6, A)], "2", ()),
        ([Hold("1", 0.4, A), Hold("2", 0.35, B), Hold("3", 0.25, B)], "2", ("1",)),
        ([Hold("1", 0.7, None), Hold("2", 0.3, B)], "1", ("2",)),
        ([Hold("1", 0.998, A), Hold("2", 0.002, B)], "1", ()),
        ([Hold("2", 0.5, B), Hold("1", 0.5, A)], "1", ("2",)),
    ],
)
def test_most_of_the_ground_decides(holds: list[Hold], heir: str, doubtful: tuple[str, ...]) -> None:
    assert heir_of(holds) == (heir, doubtful)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(1, 4)]),
        ([(1, 4)], []),
        ([(0, None)], []),
        ([(2, 3)], [(1, 2), (3, 4)]),
        ([(3, None), (0, 2)], [(2, 3)]),
        ([(0, 1), (4, None)], [(1, 4)]),
    ],
)
def test_what_nobody_has_taken_is_left(taken: list[tuple[int, int | None]], left: list[tuple[int, int]]) -> None:
    assert uncovered(span(1, 4), [span(*each) for each in taken]) == [span(*each) for each in left]


def test_time_is_divided_where_anything_begins_or_ends() -> None:
    assert stretches([span(0, 2), span(1, None), span(2, 3)]) == [span(0, 1), span(1, 2), span(2, 3), span(3, None)]
    assert stretches([span(0, 1)]) == [span(0, 1)]
    assert stretches([]) == []


def span(begins: int, ends: int | None) -> Span:
    return DAYS[begins], None if ends is None else DAYS[ends]
