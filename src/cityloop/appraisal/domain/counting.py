"""What answers and visits come to: counts are kept, and figures are made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeAlias

from cityloop.kernel.decimals import NOTHING, WORKING

LEVELS = range(1, 6)  # of the five-level scale, the best first
USUAL_MARKS = (Decimal(100), Decimal(75), Decimal(50), Decimal(25), Decimal(0))
PERCENT = Decimal(100)
Levels: TypeAlias = tuple[int, ...]  # how many have given each of the five, the best first
Standards: TypeAlias = tuple[int, int]  # met, looked at


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many have answered a question with a level in an area."""

    area_code: str
    leaf: str
    level: int
    count: int


@dataclass(frozen=True, slots=True)
class StandardCount:
    """How many of the standards that were looked at in an area are met."""

    area_code: str
    leaf: str
    met: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure and how many answers or standards it is made of; None where these are too few."""

    figure: Decimal | None
    of: int


@dataclass(frozen=True, slots=True)
class Asking:
    """What a questionnaire makes of its answers.

    :param marks: what a level gives, from 0 to 100, the best level first.
    :param least: under so many answers a figure is not told: it would say little, and might show who has answered.
    """

    marks: tuple[Decimal, ...]
    least: int

    def tells(self, levels: Levels) -> bool:
        """Return whether there are enough answers to be told."""
        return sum(levels) >= max(self.least, 1)

    def figure(self, levels: Levels) -> Counted:
        """Return the mean mark of the answers to a question."""
        total = sum((mark * count for mark, count in zip(self.marks, levels, strict=True)), NOTHING)
        return _counted(total, sum(levels), self.least)


def levels_within(counts: Iterable[AnswerCount], within: str) -> dict[str, Levels]:
    """Return how many have given each level in an area, by the code of the indicator.

    :param within: the code of an area; "" takes everybody in.
    """
    found: dict[str, list[int]] = {}
    for each in counts:
        if each.area_code.startswith(within):
            found.setdefault(each.leaf, [0] * len(LEVELS))[each.level - 1] += each.count
    return {leaf: tuple(levels) for leaf, levels in found.items()}


def standards_within(counts: Iterable[StandardCount], within: str) -> dict[str, Standards]:
    """Return how many standards are met, and how many were looked at, in an area, by the code of the indicator."""
    seen: dict[str, Standards] = {}
    for each in counts:
        if each.area_code.startswith(within):
            met, looked_at = seen.get(each.leaf, (0, 0))
            seen[each.leaf] = (met + each.met, looked_at + each.looked_at)
    return seen


def share_met(standards: Standards) -> Counted:
    """Return which part in a hundred of the standards that were looked at are met."""
    met, looked_at = standards
    return _counted(PERCENT * met, looked_at, 1)


def _counted(total: Decimal, number: int, least: int) -> Counted:
    if number < max(least, 1):
        return Counted(None, number)
    with localcontext(WORKING):
        return Counted(total / number, number)


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """What the figures of an area are made of, by the code of the indicator."""

    reported: Mapping[str, Decimal]
    visited: Mapping[str, Standards]
    answered: Mapping[str, Levels]

    def figures(self, asking: Asking | None) -> dict[str, Counted]:
        """Return the figures of the area."""
        found = {leaf: Counted(figure, 1) for leaf, figure in self.reported.items()}
        found |= {leaf: share_met(standards) for leaf, standards in self.visited.items()}
        if asking is not None:
            found |= {leaf: asking.figure(levels) for leaf, levels in self.answered.items()}
        return found
