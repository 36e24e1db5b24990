"""What is looked at: whose facts, of which class, and how a figure moved."""

from dataclasses import dataclass
from decimal import Decimal

from cityloop.evaluation.domain.decimals import HUNDRED, Figure, half_up, printed
from cityloop.evaluation.domain.indicators import Indicator, Unit
from cityloop.evaluation.domain.schemes import Object

GROWTH_PLACES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose facts: those of somebody who is evaluated, or those of a class or family of classes among them."""

    of: Object
    subject_id: str
    kind: str = ""  # COMPONENT or INCIDENT; classes of both may have one code
    class_code: str = ""  # what codes of classes begin with; "" is every class


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAsked:
    """A count of a period, which may be that of one hour (0-23) of the report, or of one weekday (1 is Monday)."""

    key: str
    period: str
    scope: Scope
    hour: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a figure is from another one, in its own unit and as it is printed, and in hundredths of the other.

    `growth` is None for percentages, whose change is in points, and where the other is nothing or undefined.
    """

    change: str | None
    growth: str | None


def moved(indicator: Indicator, now: Figure, then: Figure) -> Drift:
    """Return how far a figure has moved: what is printed is the difference of what is printed.

    :source: standards/evaluation.md section 5 (同比, 环比).
    """
    if now is None or then is None:
        return Drift(None, None)
    change = Decimal(indicator.written(now)) - Decimal(indicator.written(then))
    growth = None
    if indicator.unit is not Unit.PERCENT and then != 0:
        growth = printed((now - then) / abs(then) * HUNDRED, GROWTH_PLACES)
    return Drift(f"{change:f}", growth)


def weight(indicator: Indicator, now: Figure, then: Figure) -> Decimal:
    """Return how much a figure moved, 0 to 1, so that indicators of any unit can be put in order.

    A percentage moved by its points; anything else by its difference over the greater of both, at most 1. What was
    undefined in one of both periods has not moved.
    """
    if now is None or then is None:
        return Decimal(0)
    greatest = Decimal(1) if indicator.unit is Unit.PERCENT else max(abs(now), abs(then))
    return min(half_up(abs(now - then) / greatest, 6), Decimal(1)) if greatest else Decimal(0)
