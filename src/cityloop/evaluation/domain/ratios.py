"""Exact figures of many rows at once: whole numbers above and below a line, in arrays."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

from cityloop.evaluation.domain.decimals import WORKING, Column, Figure

Whole: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
MANY = 50  # rows; of fewer, decimals are as soon at hand
USUAL_PLACES = 3
LIMIT = 1 << 62  # what is added to what fits in it fits into 64 bits
COMPARED: Mapping[str, Callable[[Whole, Whole], Mask]] = {
    ">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal,
    "==": np.equal, "!=": np.not_equal,
}  # fmt: skip


class TooLargeError(ArithmeticError):
    """Figures do not fit into arrays of whole numbers; decimals have no such bound."""


class Ratios(Sequence[Figure]):
    """A column of exact figures `above / below`, int64 of shape (n,); undefined where both are 0.

    Nothing is rounded here, so what comes out is what 60 digits come to, to every digit that is believed.
    """

    def __init__(self, above: Whole, below: Whole) -> None:
        """Take both arrays; `below` is never negative."""
        self.above, self.below = above, below

    @classmethod
    def of(cls, column: Column) -> "Ratios":
        """Return a column of decimals as ratios.

        :raises TooLargeError: a figure has too many digits.
        """
        if isinstance(column, Ratios):
            return column
        pairs = [(0, 0) if figure is None else figure.as_integer_ratio() for figure in column]
        return cls(_array(above for above, _ in pairs), _array(below for _, below in pairs))

    @classmethod
    def counts(cls, figures: Iterable[int] | Whole) -> "Ratios":
        """Return whole numbers as ratios.

        :raises TooLargeError: one of them has too many digits.
        """
        above = _array(figures)
        return cls(above, np.ones_like(above))

    @classmethod
    def constant(cls, figure: Decimal, rows: int) -> "Ratios":
        """Return one figure for each row.

        :raises TooLargeError: it has too many digits.
        """
        above, below = figure.as_integer_ratio()
        if max(abs(above), below) > LIMIT:
            raise TooLargeError
        return cls(np.full(rows, above, np.int64), np.full(rows, below, np.int64))

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.above)

    @overload
    def __getitem__(self, place: int) -> Figure: ...
    @overload
    def __getitem__(self, place: slice) -> "Ratios": ...
    def __getitem__(self, place: int | slice) -> "Figure | Ratios":
        """Return the figure of a row, or some of the rows."""
        if isinstance(place, slice):
            return Ratios(self.above[place], self.below[place])
        return _figure(int(self.above[place]), int(self.below[place]))

    def __iter__(self) -> Iterator[Figure]:
        """Yield the figures as decimals of 60 digits."""
        return iter(list(map(_figure, self.above.tolist(), self.below.tolist())))

    @property
    def is_defined(self) -> Mask:
        """Return where there is a figure."""
        return self.below > 0

    @cached_property
    def top(self) -> int:
        """Return the largest number above, whatever its sign."""
        return int(np.abs(self.above).max(initial=0))

    @cached_property
    def bottom(self) -> int:
        """Return the largest number below."""
        return int(self.below.max(initial=0))

    def plus(self, other: "Ratios") -> "Ratios":
        """Return the sum."""
        if np.array_equal(self.below, other.below):
            _fit(self.top + other.top)
            return Ratios(self.above + other.above, self.below)
        one, two = _fitting(self, other, _summed)
        return Ratios(one.above * two.below + two.above * one.below, one.below * two.below)

    def minus(self, other: "Ratios") -> "Ratios":
        """Return the difference."""
        return self.plus(other.turned())

    def turned(self) -> "Ratios":
        """Return the same with the other sign."""
        return Ratios(-self.above, self.below)

    def times(self, other: "Ratios") -> "Ratios":
        """Return the product."""
        one, two = _fitting(self, other, _multiplied)
        return Ratios(one.above * two.above, one.below * two.below)

    def over(self, other: "Ratios") -> "Ratios":
        """Return the quotient, undefined where the other is 0."""
        one, two = _fitting(self, other, _crossed)
        below = one.below * two.above
        above = one.above * two.below * np.sign(below)  # nothing where there is nothing below
        return Ratios(above, np.abs(below))

    def compared(self, sign: str, other: "Ratios") -> Mask:
        """Return where a comparison holds; it does not where one of both is undefined."""
        one, two = _fitting(self, other, _crossed)
        holds = COMPARED[sign](one.above * two.below, two.above * one.below)
        return holds & self.is_defined & other.is_defined

    def rounded(self, places: int) -> "Ratios":
        """Return the figures rounded half-up to so many places, away from nothing."""
        scale: int = 10**places
        own = self if 2 * self.top * scale + self.bottom <= LIMIT else self.reduced()
        _fit(2 * own.top * scale + own.bottom)
        below = np.maximum(own.below, 1)
        steps = (2 * np.abs(own.above) * scale + below) // (2 * below)
        return Ratios(np.sign(own.above) * steps, np.where(own.is_defined, np.int64(scale), np.int64(0)))

    def printed(self, places: int, undefined: str = "-") -> list[str]:
        """Return the figures as they are published: all their places, no minus before nothing.

        :raises TooLargeError: they have too many digits.
        """
        steps, defined = self.rounded(places).above, self.is_defined
        whole, rest = np.divmod(np.abs(steps), 10**places)
        told = zip(whole.tolist(), rest.tolist(), strict=True)
        if places <= USUAL_PLACES:
            tails = _tails(places)
            texts = [f"{one}{tails[two]}" for one, two in told]
        else:
            texts = [f"{one}.{two:0{places}d}" for one, two in told]
        for row in np.flatnonzero(steps < 0).tolist():
            texts[row] = f"-{texts[row]}"
        for row in np.flatnonzero(~defined).tolist():
            texts[row] = undefined
        return texts

    def where(self, mask: Mask, other: "Ratios") -> "Ratios":
        """Return these figures where the mask is set, and those elsewhere."""
        return Ratios(np.where(mask, self.above, other.above), np.where(mask, self.below, other.below))

    def only(self, mask: Mask) -> "Ratios":
        """Return these figures where the mask is set, undefined elsewhere."""
        return Ratios(np.where(mask, self.above, 0), np.where(mask, self.below, 0))

    def reduced(self) -> "Ratios":
        """Return the same in lowest terms."""
        common = np.maximum(np.gcd(self.above, self.below), 1)
        return Ratios(self.above // common, self.below // common)


def column_of(figures: Sequence[int] | Whole) -> Column:
    """Return whole numbers as a column of figures."""
    if len(figures) >= MANY:
        try:
            return Ratios.counts(figures)
        except TooLargeError:
            pass
    return [Decimal(int(figure)) for figure in figures]


def exact(column: Column, rows: int) -> Column:
    """Return a column as ratios where that pays and they fit; as it is otherwise."""
    if rows < MANY:
        return column
    try:
        return Ratios.of(column)
    except TooLargeError:
        return column


@cache
def _tails(places: int) -> tuple[str, ...]:
    """Return all that can stand behind the whole number: writing it out one by one is what takes long."""
    return tuple(f".{rest:0{places}d}" for rest in range(10**places)) if places else ("",)


def _figure(above: int, below: int) -> Figure:
    if below == 0:
        return None
    return Decimal(above) if below == 1 else WORKING.divide(above, below)


def _summed(one: Ratios, two: Ratios) -> int:
    return max(one.top * two.bottom + two.top * one.bottom, one.bottom * two.bottom)


def _multiplied(one: Ratios, two: Ratios) -> int:
    return max(one.top * two.top, one.bottom * two.bottom)


def _crossed(one: Ratios, two: Ratios) -> int:
    return max(one.top * two.bottom, one.bottom * two.top)


def _fitting(one: Ratios, two: Ratios, needed: Callable[[Ratios, Ratios], int]) -> tuple[Ratios, Ratios]:
    """Return both in terms that are low enough for what is to be done with them."""
    if needed(one, two) > LIMIT:
        one, two = one.reduced(), two.reduced()
        _fit(needed(one, two))
    return one, two


def _fit(figure: int) -> None:
    if figure > LIMIT:
        raise TooLargeError


def _array(figures: Iterable[int] | Whole) -> Whole:
    try:
        found = figures if isinstance(figures, np.ndarray) else np.fromiter(figures, np.int64)
    except OverflowError as error:
        raise TooLargeError from error
    if int(np.abs(found).max(initial=0)) > LIMIT:
        raise TooLargeError
    return found
