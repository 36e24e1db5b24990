"""What formulas come to in arrays of exact figures: the same as in decimals (`formula_values`), many rows sooner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce, singledispatch

from cityloop.evaluation.domain.formula_nodes import (
    Both,
    Choice,
    Comparison,
    Denial,
    Either,
    Extreme,
    Fallback,
    Minus,
    Name,
    Node,
    Number,
    Operation,
    Rounded,
    Tiers,
)
from cityloop.evaluation.domain.ratios import Mask, Ratios

OPERATIONS: Mapping[str, Callable[[Ratios, Ratios], Ratios]] = {
    "+": Ratios.plus, "-": Ratios.minus, "*": Ratios.times, "/": Ratios.over,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExactSheet:
    """What names stand for."""

    columns: Mapping[str, Ratios]
    rows: int


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a condition holds, and where that is known at all; where it is not, it does not hold."""

    holds: Mask
    is_known: Mask


@singledispatch
def ratios_of(node: Node, sheet: ExactSheet) -> Ratios:  # noqa: ARG001 - those registered below need it
    """Return what a part of a formula comes to for each row.

    :raises TooLargeError: figures on the way do not fit into arrays.
    """
    message = f"{type(node).__name__} is no figure"
    raise TypeError(message)


@ratios_of.register
def _(node: Number, sheet: ExactSheet) -> Ratios:
    return Ratios.constant(node.value, sheet.rows)


@ratios_of.register
def _(node: Name, sheet: ExactSheet) -> Ratios:
    return sheet.columns[node.name]


@ratios_of.register
def _(node: Operation, sheet: ExactSheet) -> Ratios:
    return OPERATIONS[node.sign](ratios_of(node.left, sheet), ratios_of(node.right, sheet))


@ratios_of.register
def _(node: Minus, sheet: ExactSheet) -> Ratios:
    return ratios_of(node.of, sheet).turned()


@ratios_of.register
def _(node: Extreme, sheet: ExactSheet) -> Ratios:
    sign = ">=" if node.is_largest else "<="

    def outermost(one: Ratios, two: Ratios) -> Ratios:
        return one.where(one.compared(sign, two), two).only(one.is_defined & two.is_defined)

    return reduce(outermost, (ratios_of(part, sheet) for part in node.parts))


@ratios_of.register
def _(node: Rounded, sheet: ExactSheet) -> Ratios:
    return ratios_of(node.of, sheet).rounded(node.places)


@ratios_of.register
def _(node: Fallback, sheet: ExactSheet) -> Ratios:
    found = ratios_of(node.of, sheet)
    return found.where(found.is_defined, ratios_of(node.otherwise, sheet))


@ratios_of.register
def _(node: Choice, sheet: ExactSheet) -> Ratios:
    truth = _truth(node.condition, sheet)
    return ratios_of(node.then, sheet).where(truth.holds, ratios_of(node.otherwise, sheet)).only(truth.is_known)


@ratios_of.register
def _(node: Tiers, sheet: ExactSheet) -> Ratios:
    """Take the first tier that holds, looked at from above to below."""
    of, found = ratios_of(node.of, sheet), ratios_of(node.otherwise, sheet)
    for step in reversed(node.steps):
        found = ratios_of(step.score, sheet).where(of.compared(step.sign, ratios_of(step.bound, sheet)), found)
    return found.only(of.is_defined)


def _truth(node: Node, sheet: ExactSheet) -> Truth:
    match node:
        case Comparison(_, sign, left, right):
            one, two = ratios_of(left, sheet), ratios_of(right, sheet)
            return Truth(one.compared(sign, two), one.is_defined & two.is_defined)
        case Denial(_, of):
            return _denied(_truth(of, sheet))
        case Both(_, left, right):
            return _both(_truth(left, sheet), _truth(right, sheet))
        case Either(_, left, right):
            # one of both holds unless both do not
            neither = _both(_denied(_truth(left, sheet)), _denied(_truth(right, sheet)))
            return _denied(neither)
        case _:
            message = f"{type(node).__name__} is no condition"
            raise TypeError(message)


def _both(one: Truth, two: Truth) -> Truth:
    """One that is known not to hold settles it."""
    settled = (one.is_known & ~one.holds) | (two.is_known & ~two.holds)
    return Truth(one.holds & two.holds, (one.is_known & two.is_known) | settled)


def _denied(truth: Truth) -> Truth:
    return Truth(truth.is_known & ~truth.holds, truth.is_known)
