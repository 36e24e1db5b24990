"""House numbers (门牌号) as keys: a number to order by and a tail to tell neighbours apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cityloop.places.contracts import AddressParts
from cityloop.places.domain.parsing import parse

WIDEST_GAP = 40  # numbers between two plates, at most, for a place between them to be told


@lru_cache(maxsize=10_000)
def number_of(text: str) -> tuple[int | None, str]:
    """Return the number of a door plate and what else stands on it: 12号 is (12, ""), 12-3号 (12, "3")."""
    parts = parse(f"路{text}")
    number, tail = key_of(parts)
    return number, tail[:20]


def key_of(parts: AddressParts) -> tuple[int | None, str]:
    """Return the same for an address: of a lane (361弄12号) the lane is the number and the house the tail."""
    if parts.lane is not None:
        return parts.lane, f"{parts.number or ''}{parts.annex}弄"
    return parts.number, parts.annex


@dataclass(frozen=True, slots=True)
class Door:
    """Where a house number lies: on a door plate (`row`), between two of them, or at the nearest one."""

    x: float
    y: float
    row: int | None
    off: int  # by how much the plate's number differs; 0 for the number itself or between neighbours


@dataclass(frozen=True, slots=True)
class DoorTable:
    """Door plates in order of road and number; those of road r are the rows `starts[r]` to `starts[r + 1]`."""

    starts: NDArray[np.int64]
    numbers: NDArray[np.int32]
    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    codes: NDArray[np.int64]
    grids: NDArray[np.int64]
    tails: Mapping[int, str]

    def count(self, road: int) -> int:
        """Return how many doors a road has."""
        return int(self.starts[road + 1] - self.starts[road])

    def middle(self, road: int) -> tuple[float, float]:
        """Return the door in the middle of a road that has some."""
        row = int(self.starts[road] + self.starts[road + 1]) // 2
        return float(self.xs[row]), float(self.ys[row])

    def find(self, road: int, number: int, tail: str = "") -> Door | None:
        """Return where a number of a road lies; None if the road has no doors.

        Between plates of the same side (odd or even) whose numbers are at most 40 apart the place is interpolated.
        """
        first, last = int(self.starts[road]), int(self.starts[road + 1])
        if first == last:
            return None
        numbers = self.numbers[first:last]
        place = int(np.searchsorted(numbers, number))
        row = self._exact(first + place, last, number, tail)
        if row is not None:
            return Door(float(self.xs[row]), float(self.ys[row]), row, 0)
        below = self._same_side(numbers, range(place - 1, max(place - 14, -1), -1), number)
        above = self._same_side(numbers, range(place, min(place + 14, last - first)), number)
        if below is not None and above is not None and numbers[above] - numbers[below] <= WIDEST_GAP:
            return self._between(first + below, first + above, number)
        nearest = min(
            (each for each in (below, above, place - 1, place) if each is not None and 0 <= each < last - first),
            key=lambda each: abs(int(numbers[each]) - number),
        )
        row = first + nearest
        return Door(float(self.xs[row]), float(self.ys[row]), row, abs(int(self.numbers[row]) - number))

    def _exact(self, row: int, last: int, number: int, tail: str) -> int | None:
        """Return the plate of this number and tail; of this number alone where no plate has the tail."""
        same = []
        while row < last and self.numbers[row] == number:
            same.append(row)
            row += 1
        return next((each for each in same if self.tails.get(each, "") == tail), same[0] if same else None)

    @staticmethod
    def _same_side(numbers: NDArray[np.int32], places: range, number: int) -> int | None:
        return next((place for place in places if (int(numbers[place]) - number) % 2 == 0), None)

    def _between(self, below: int, above: int, number: int) -> Door:
        low, high = int(self.numbers[below]), int(self.numbers[above])
        share = (number - low) / (high - low)
        x = float(self.xs[below] + share * (self.xs[above] - self.xs[below]))
        y = float(self.ys[below] + share * (self.ys[above] - self.ys[below]))
        return Door(x, y, None, 0)
