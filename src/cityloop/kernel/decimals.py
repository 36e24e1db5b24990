"""Decimals that are published: exact enough in between, rounded half-up once, at the end."""

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import cache

WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)
KNOWN = Context(prec=40, rounding=ROUND_HALF_EVEN)
NOTHING = Decimal(0)


def half_up(figure: Decimal, places: int) -> Decimal:
    """Return the figure rounded half-up to this many places after the point.

    A third of three is 0.999… in digits: 60 are worked with and 40 believed, so that what is exactly between two
    figures in truth is so here, too, as long as denominators have fewer than 19 digits.

    :source: standards/evaluation.md section 1.4 (percentages are rounded half-up).
    """
    believed = KNOWN.plus(figure)
    try:
        return believed.quantize(_step(places), rounding=ROUND_HALF_UP, context=WORKING)
    except InvalidOperation:  # it has more digits than are worked with; those before the point are never cut off
        wide = Context(prec=believed.adjusted() + places + 2)
        return believed.quantize(_step(places), rounding=ROUND_HALF_UP, context=wide)


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def stepped(figure: Decimal, *, threshold: Decimal, full: Decimal, lost: Decimal, step: Decimal) -> Decimal:
    """Return the full mark at the threshold, less `lost` for every begun `step` below it, never below 0.

    :source: standards/evaluation.md section 3 (from 70 % on 1, less 0.2 for each 10 points below).
    """
    with localcontext(WORKING):
        if figure >= threshold:
            return full
        steps = ((threshold - figure) / step).to_integral_value(rounding=ROUND_CEILING)
        return max(NOTHING, full - lost * steps)
