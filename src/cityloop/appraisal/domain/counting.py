"""What answers and visits come to: counts are kept, and figures are made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cityloop.kernel.decimals import NOTHING, WORKING

LEVELS = range(1, 6)  # of the five-level scale, the best first
USUAL_MARKS = (Decimal(100), Decimal(75), Decimal(50), Decimal(25), Decimal(0))
PERCENT = Decimal(100)


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


def answered(
    counts: Iterable[AnswerCount], *, marks: tuple[Decimal, ...], least: int, within: str
) -> Mapping[str, Counted]:
    """Return the mean mark of each question in an area, by the code of the indicator.

    :param marks: what a level gives, from 0 to 100, the best level first.
    :param least: under so many answers a figure is not told: it would say little, and might show who has answered.
    :param within: the code of an area; "" takes everybody in.
    """
    numbers: dict[str, int] = {}
    sums: dict[str, Decimal] = {}
    for each in counts:
        if each.area_code.startswith(within):
            numbers[each.leaf] = numbers.get(each.leaf, 0) + each.count
            sums[each.leaf] = sums.get(each.leaf, NOTHING) + marks[each.level - 1] * each.count
    return {leaf: _counted(sums[leaf], number, least) for leaf, number in numbers.items()}


def visited(counts: Iterable[StandardCount], *, within: str) -> Mapping[str, Counted]:
    """Return which part in a hundred of the standards looked at in an area are met, by the code of the indicator."""
    seen: dict[str, tuple[int, int]] = {}
    for each in counts:
        if each.area_code.startswith(within):
            met, looked_at = seen.get(each.leaf, (0, 0))
            seen[each.leaf] = (met + each.met, looked_at + each.looked_at)
    return {leaf: _counted(PERCENT * met, looked_at, 1) for leaf, (met, looked_at) in seen.items()}


def _counted(total: Decimal, number: int, least: int) -> Counted:
    if number < max(least, 1):
        return Counted(None, number)
    with localcontext(WORKING):
        return Counted(total / number, number)
