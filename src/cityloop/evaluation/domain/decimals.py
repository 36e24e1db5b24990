"""Figures to the last digit: exact enough in between, rounded half-up once, at the end."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from cityloop.kernel.decimals import KNOWN, WORKING, half_up

__all__ = ["HUNDRED", "KNOWN", "WORKING", "Column", "Figure", "capped", "half_up", "printed"]

Figure: TypeAlias = Decimal | None  # None is undefined: a zero denominator, or something made of one
Column: TypeAlias = Sequence[Figure]

HUNDRED = Decimal(100)


def capped(figure: Decimal, cap: Decimal | None) -> Decimal:
    """Return the figure, or the cap where it lies above: a closing rate of 500 % is published as 100 %."""
    return figure if cap is None else min(figure, cap)


def printed(figure: Figure, places: int, undefined: str = "-") -> str:
    """Return a figure as it is published: all its places, no exponent, no minus before nothing."""
    if figure is None:
        return undefined
    rounded = half_up(figure, places)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"
