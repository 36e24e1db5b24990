"""What formulas come to: over many rows at once, undefined where anything they need is."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import singledispatch
from typing import TypeAlias

from cityloop.evaluation.domain.decimals import KNOWN, WORKING, Column, Figure, half_up
from cityloop.evaluation.domain.formula import Formula
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
from cityloop.evaluation.domain.formula_ratios import ExactSheet, ratios_of
from cityloop.evaluation.domain.ratios import Ratios, TooLargeError

Truths: TypeAlias = list[bool | None]
ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def values_of(formula: Formula, columns: Mapping[str, Column], rows: int) -> Column:
    """Return what the formula comes to for each row; None where it is undefined.

    Columns of ratios are worked out in arrays, as far as figures fit into them, and come back as ratios.

    :param columns: a column of `rows` figures for every name of the formula.
    :source: standards/evaluation.md section 7 (undefined, not 0, for a zero denominator).
    """
    exact = {name: column for name, column in columns.items() if isinstance(column, Ratios)}
    if exact and len(exact) == len(columns):
        try:
            return ratios_of(formula.root, ExactSheet(exact, rows))
        except TooLargeError:
            pass
    with localcontext(WORKING):
        return _figures(formula.root, Sheet({name: [*column] for name, column in columns.items()}, rows))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What names stand for."""

    columns: Mapping[str, list[Figure]]
    rows: int


@singledispatch
def _figures(node: Node, sheet: Sheet) -> list[Figure]:  # noqa: ARG001 - those registered below need it
    message = f"{type(node).__name__} is no figure"
    raise TypeError(message)


@_figures.register
def _(node: Number, sheet: Sheet) -> list[Figure]:
    return [node.value] * sheet.rows


@_figures.register
def _(node: Name, sheet: Sheet) -> list[Figure]:
    return sheet.columns[node.name]


@_figures.register
def _(node: Operation, sheet: Sheet) -> list[Figure]:
    pairs = zip(_figures(node.left, sheet), _figures(node.right, sheet), strict=True)
    if node.sign == "/":
        return [None if first is None or not second else first / second for first, second in pairs]
    operate = ARITHMETIC[node.sign]
    return [None if first is None or second is None else operate(first, second) for first, second in pairs]


@_figures.register
def _(node: Minus, sheet: Sheet) -> list[Figure]:
    return [None if figure is None else -figure for figure in _figures(node.of, sheet)]


@_figures.register
def _(node: Extreme, sheet: Sheet) -> list[Figure]:
    choose: Callable[[list[Decimal]], Decimal] = max if node.is_largest else min
    found: list[Figure] = []
    for row in zip(*(_figures(part, sheet) for part in node.parts), strict=True):
        defined = [figure for figure in row if figure is not None]
        found.append(choose(defined) if len(defined) == len(row) else None)
    return found


@_figures.register
def _(node: Rounded, sheet: Sheet) -> list[Figure]:
    return [None if figure is None else half_up(figure, node.places) for figure in _figures(node.of, sheet)]


@_figures.register
def _(node: Fallback, sheet: Sheet) -> list[Figure]:
    pairs = zip(_figures(node.of, sheet), _figures(node.otherwise, sheet), strict=True)
    return [second if first is None else first for first, second in pairs]


@_figures.register
def _(node: Choice, sheet: Sheet) -> list[Figure]:
    held = _truths(node.condition, sheet)
    chosen = zip(held, _figures(node.then, sheet), _figures(node.otherwise, sheet), strict=True)
    return [None if holds is None else first if holds else second for holds, first, second in chosen]


@_figures.register
def _(node: Tiers, sheet: Sheet) -> list[Figure]:
    """Take the first tier that holds, looked at from above to below."""
    of, found = _figures(node.of, sheet), _figures(node.otherwise, sheet)
    for step in reversed(node.steps):
        held = _compared(step.sign, of, _figures(step.bound, sheet))
        scores = _figures(step.score, sheet)
        found = [score if holds else other for holds, score, other in zip(held, scores, found, strict=True)]
    return [None if figure is None else score for figure, score in zip(of, found, strict=True)]


def _truths(node: Node, sheet: Sheet) -> Truths:
    match node:
        case Comparison(_, sign, left, right):
            return _compared(sign, _figures(left, sheet), _figures(right, sheet))
        case Denial(_, of):
            return [None if holds is None else not holds for holds in _truths(of, sheet)]
        case Both(_, left, right) | Either(_, left, right):
            pairs = zip(_truths(left, sheet), _truths(right, sheet), strict=True)
            # one that holds settles `or`, one that does not settles `and`
            return [_joined(pair, settled=isinstance(node, Either)) for pair in pairs]
        case _:
            message = f"{type(node).__name__} is no condition"
            raise TypeError(message)


def _joined(pair: tuple[bool | None, bool | None], *, settled: bool) -> bool | None:
    if settled in pair:
        return settled
    return None if None in pair else not settled


def _compared(sign: str, left: list[Figure], right: list[Figure]) -> Truths:
    compare = COMPARED[sign]
    return [
        None if first is None or second is None else compare(_believed(first), _believed(second))
        for first, second in zip(left, right, strict=True)
    ]


def _believed(figure: Decimal) -> Decimal:
    """A third of three is three thirds: what lies beyond the digits that are believed makes no difference."""
    return KNOWN.plus(figure)


def single(formula: Formula, figures: Mapping[str, Decimal]) -> Figure:
    """Return what a formula comes to for one row."""
    return values_of(formula, {name: [figure] for name, figure in figures.items()}, 1)[0]
