"""Figures worked out in arrays are those of whole fractions, and those that decimals come to, to the last digit."""

import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.decimals import Column, half_up, printed
from cityloop.evaluation.domain.formula import read_formula
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
from cityloop.evaluation.domain.formula_values import values_of
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Unit
from cityloop.evaluation.domain.ratios import MANY, Ratios, TooLargeError, column_of
from cityloop.evaluation.domain.schemes import Subject
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.queries.shipped import shipped_indicators, shipped_schemes

NAMES = ("a", "b", "c")
COUNTS = st.integers(0, 3) | st.integers(0, 10**7)
ROWS = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=1, max_size=5)
LEAVES = st.sampled_from(NAMES) | st.sampled_from(["0", "1", "2", "0.2", "95%", "1.005"])
SIGNS = st.sampled_from([">", ">=", "<", "<=", "==", "!="])


def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.tuples(parts, SIGNS, parts).map(" ".join)
    joined = st.tuples(condition, st.sampled_from(["and", "or"]), condition).map(" ".join)
    held = condition | joined | condition.map(lambda text: f"not ({text})")
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda told: f"({' '.join(told)})"),
        parts.map(lambda part: f"-{part}"),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts, parts).map("{0[0]}({0[1]}, {0[2]}, {0[3]})".format),
        st.tuples(held, parts, parts).map("if({0[0]}, {0[1]}, {0[2]})".format),
        st.tuples(parts, st.integers(0, 3)).map("round({0[0]}, {0[1]})".format),
        st.tuples(parts, parts).map("known({0[0]}, {0[1]})".format),
        st.tuples(parts, parts, parts, parts).map("tiers({0[0]}, >= {0[1]}: {0[2]}, < 2: 7, else: {0[3]})".format),
    )


FORMULAS = st.recursive(LEAVES, larger, max_leaves=7)
ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def truth(node: Node, row: dict[str, Fraction]) -> bool | None:
    """Return whether a condition holds, None where that is not known."""
    match node:
        case Comparison(_, sign, left, right):
            one, two = exactly(left, row), exactly(right, row)
            return None if one is None or two is None else COMPARED[sign](one, two)
        case Denial(_, of):
            held = truth(of, row)
            return None if held is None else not held
        case Both(_, left, right) | Either(_, left, right):
            pair = (truth(left, row), truth(right, row))
            settles = isinstance(node, Either)
            return settles if settles in pair else None if None in pair else not settles
        case _:
            raise AssertionError(node)


def exactly(node: Node, row: dict[str, Fraction]) -> Fraction | None:  # noqa: C901, PLR0911, PLR0912 - every part
    """Work out a formula in whole fractions, one row, one part at a time."""
    match node:
        case Number(_, value):
            return Fraction(value)
        case Name(_, name):
            return row[name]
        case Operation(_, sign, left, right):
            one, two = exactly(left, row), exactly(right, row)
            if one is None or two is None:
                return None
            if sign == "/":
                return one / two if two else None
            return ARITHMETIC[sign](one, two)
        case Minus(_, of):
            found = exactly(of, row)
            return None if found is None else -found
        case Extreme(_, is_largest, parts):
            all_of = [exactly(part, row) for part in parts]
            known = [part for part in all_of if part is not None]
            return (max if is_largest else min)(known) if len(known) == len(all_of) else None
        case Choice(_, condition, then, otherwise):
            held = truth(condition, row)
            return None if held is None else exactly(then if held else otherwise, row)
        case Rounded(_, of, places):
            found = exactly(of, row)
            return None if found is None else rounded(found, places)
        case Fallback(_, of, otherwise):
            found = exactly(of, row)
            return exactly(otherwise, row) if found is None else found
        case Tiers(_, of, steps, otherwise):
            found = exactly(of, row)
            if found is None:
                return None
            for step in steps:
                bound = exactly(step.bound, row)
                if bound is not None and COMPARED[step.sign](found, bound):
                    return exactly(step.score, row)
            return exactly(otherwise, row)
        case _:
            raise AssertionError(node)


def rounded(figure: Fraction, places: int) -> Fraction:
    steps = (abs(figure) * 10**places + Fraction(1, 2)).__floor__()
    return Fraction(steps, 10**places) * (-1 if figure < 0 else 1)


@given(FORMULAS, ROWS)
def test_formulas_in_arrays_come_to_whole_fractions(text: str, rows: list[tuple[int, int, int]]) -> None:
    formula = read_formula(text)
    columns: dict[str, Column] = {name: Ratios.counts(row[place] for row in rows) for place, name in enumerate(NAMES)}
    wanted = [exactly(formula.root, dict(zip(NAMES, map(Fraction, row), strict=True))) for row in rows]

    found = values_of(formula, columns, len(rows))

    if isinstance(found, Ratios):
        told = zip(found.above.tolist(), found.below.tolist(), strict=True)
        assert [Fraction(above, below) if below else None for above, below in told] == wanted
        assert all(above == 0 for above, below in zip(found.above, found.below, strict=True) if below == 0)


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**6)), max_size=6), st.integers(0, 4))
def test_they_are_rounded_and_printed_as_decimals_are(pairs: list[tuple[int, int]], places: int) -> None:
    column = Ratios.counts(above for above, _ in pairs).over(Ratios.counts(below for _, below in pairs))

    assert column.printed(places) == [printed(figure, places) for figure in column]
    assert [*column.rounded(places)] == [None if each is None else half_up(each, places) for each in column]


def test_what_lies_between_two_figures_goes_away_from_nothing() -> None:
    column = Ratios.counts([125, -125, 375, -1, 0]).over(Ratios.constant(Decimal(1000), 5))

    assert column.printed(2) == ["0.13", "-0.13", "0.38", "0.00", "0.00"]
    assert column.printed(0) == ["0", "0", "0", "0", "0"]
    assert [column[0], column[-1], *column[1:2]] == [Decimal("0.125"), Decimal(0), Decimal("-0.125")]


def test_figures_that_do_not_fit_are_worked_out_in_decimals() -> None:
    large = 10**17
    formula = read_formula("a * a * b / (a * a)")
    columns: dict[str, Column] = {"a": Ratios.counts([large, 2]), "b": Ratios.counts([3, 0])}

    assert [*values_of(formula, columns, 2)] == [Decimal(3), Decimal(0)]
    with pytest.raises(TooLargeError):
        Ratios.counts([1 << 63])
    with pytest.raises(TooLargeError):
        Ratios.of([Decimal(1).scaleb(-30)])
    indicator = Indicator(key="x", zh="x", en="x", formula="", unit=Unit.COUNT, places=12)
    assert indicator.all_written(column_of([large] * MANY)) == [f"{large}.{'0' * 12}"] * MANY


def test_low_terms_keep_figures_small() -> None:
    third = Ratios.counts([10**12]).over(Ratios.counts([3 * 10**12]))

    assert [*third.times(third).times(third).rounded(4)] == [
        (Decimal(1) / 27).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    ]


def counts_of(chance: Random, rows: int, names: list[str]) -> dict[str, list[int]]:
    return {name: [chance.choice((0, 1, 3, chance.randrange(10**6))) for _ in range(rows)] for name in names}


@pytest.mark.parametrize("seed", range(3))
def test_all_indicators_of_many_are_those_of_each_alone(seed: int) -> None:
    rows, indicators = MANY + 3, Indicators(shipped_indicators())
    counts = counts_of(Random(seed), rows, [*BY_KEY])  # noqa: S311 - the same counts every time
    wanted = [each.key for each in indicators]

    many = indicators.values({key: column_of(column) for key, column in counts.items()}, rows, wanted)

    assert all(isinstance(column, Ratios) for column in many.values())
    for row in range(rows):
        alone = indicators.values({key: [Decimal(column[row])] for key, column in counts.items()}, 1, wanted)
        for key in wanted:
            indicator = indicators.indicator(key)
            assert indicator.all_written(many[key])[row] == indicator.written(alone[key][0]), key
            assert indicator.written(many[key][row], places=12) == indicator.written(alone[key][0], places=12), key


@pytest.mark.parametrize("scheme", shipped_schemes(), ids=lambda scheme: scheme.key)
def test_scores_of_many_are_those_of_each_alone(scheme: object) -> None:
    scorer = Scorer(next(each for each in shipped_schemes() if each == scheme), shipped_indicators())
    rows, chance = MANY + 3, Random(7)  # noqa: S311 - the same counts every time
    counts = counts_of(chance, rows, sorted(scorer.needs()))
    given = {name: Decimal("1.05") for name in scorer.scheme.parameters}
    who = [Subject(id=str(row), area_class=chance.choice("ABC"), given=given if row % 3 else {}) for row in range(rows)]

    many = scorer.score(who, {name: column_of(column) for name, column in counts.items()})

    for row, found in enumerate(many):
        (alone,) = scorer.score([who[row]], {name: [Decimal(column[row])] for name, column in counts.items()})
        assert (found.total, found.grade, found.group) == (alone.total, alone.grade, alone.group)
        assert [printed(part.points, 4) for part in found.parts] == [printed(part.points, 4) for part in alone.parts]
