"""Figures to the last digit: exact enough in between, rounded half-up once, at the end."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

Figure: TypeAlias = Decimal | None  # None is undefined: a zero denominator, or something made of one
Column: TypeAlias = Sequence[Figure]

WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)
KNOWN = Context(prec=40, rounding=ROUND_HALF_EVEN)
HUNDRED = Decimal(100)


def half_up(figure: Decimal, places: int) -> Decimal:
    """Return the figure rounded half-up to this many places after the point.

    A third of three is 0.999… in digits: 60 are worked with and 40 believed, so that what is exactly between two
    figures in truth is so here, too, as long as denominators have fewer than 19 digits.

    :source: standards/evaluation.md section 1.4 (percentages are rounded half-up).
    """
    return KNOWN.plus(figure).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=WORKING)


def capped(figure: Decimal, cap: Decimal | None) -> Decimal:
    """Return the figure, or the cap where it lies above: a closing rate of 500 % is published as 100 %."""
    return figure if cap is None else min(figure, cap)


def printed(figure: Figure, places: int, undefined: str = "-") -> str:
    """Return a figure as it is published: all its places, no exponent, no minus before nothing."""
    if figure is None:
        return undefined
    rounded = half_up(figure, places)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"
