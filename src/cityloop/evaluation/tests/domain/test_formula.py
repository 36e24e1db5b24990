"""The language of formulas: what it takes, what it comes to, and what it refuses, with the place marked."""

import ast
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.evaluation.domain.decimals import half_up, printed
from cityloop.evaluation.domain.formula import FormulaInvalidError, read_formula
from cityloop.evaluation.domain.formula_values import single, values_of

KNOWN = frozenset({"结案数", "应结案数", "立案数", "a", "b", "12319立案"})
FIGURES = {"结案数": Decimal(911), "应结案数": Decimal(972), "立案数": Decimal(80), "a": Decimal(3), "b": Decimal(0)}
TAKEN = [
    ("结案数 / 应结案数 * 972", "911"),
    ("1 + 2 * 3 - 4 / 2", "5"),
    ("-(1 - 3) * -2", "-4"),
    ("（1＋2）×3÷9", "1"),  # noqa: RUF001 - as Chinese keyboards write
    ("2 - 3 - 4", "-5"),
    ("12 / 3 / 2", "2"),
    ("95% * 200", "190.00"),
    ("min(a, 2, 立案数)", "2"),
    ("max(a, 2，立案数)", "80"),
    ("if(a > 2, 10, 20)", "10"),
    ("if(a > 2 and 立案数 <= 79, 10, 20)", "20"),
    ("if(not a == 3 or 立案数 ≥ 80, 10, 20)", "10"),
    ("if((a != 3) or (a ≤ 3 and not (a ≠ 3)), 1, 0)", "1"),
    ("tiers(立案数, <= 50: 100, <= 100: 90, <= 200: 75, else: 0)", "90"),
    ("tiers(立案数, >= 2001: 100, >= 81: 90, else: 0)", "0"),
    ("tiers(a, > 2: a * 2, else: 0)", "6"),
    ("round(2 / 3, 2)", "0.67"),
    ("round(0.005, 2)", "0.01"),
    ("known(a / b, 7)", "7"),
    ("known(a / 2, 7)", "1.5"),
    ("if(1 / 3 * 3 == 1, 1, 0)", "1"),
    ("\n  结案数\n+ 1 ", "912"),
]
UNDEFINED = [
    "a / b", "1 + a / b", "-(a / b)", "min(1, a / b)", "if(a / b > 1, 1, 2)", "if(a > 1, a / b, 2)",
    "tiers(a / b, > 1: 1, else: 0)", "round(a / b, 2)", "if(a / b > 1 and a > 1, 1, 2)", "if(not a / b > 1, 1, 2)",
]  # fmt: skip
SETTLED = [("if(a > 1 or a / b > 1, 1, 2)", "1"), ("if(a > 5 and a / b > 1, 1, 2)", "2"), ("if(a > 1, 4, a / b)", "4")]

REACHING = [
    "__import__('os')", "__import__('os').system('id')", "().__class__", "a.__class__", "a.b", "a[0]", "[1]", "{}",
    "{1: 2}", "lambda: 1", "lambda a: a", "open('x')", "eval('1')", "exec('1')", "print(1)", "getattr(a, 'b')",
    "globals()", "a := 1", "a = 1", "1; 2", "import os", "f'{a}'", "'a'", "b'a'", "`a`", "a if a else b", "a ** 2",
    "a // 2", "a % 2", "a @ b", "a & b", "a | b", "a ^ b", "~a", "a << 1", "a >> 1", "a < b < 3", "a is b", "a in b",
    "not a", "True", "None", "1_000", "0x10", "1e9", "1j", "1.", ".5", "\\x41", "a\\\nb", "#", "a # b", "$a", "@a",
    "a?b:c", "a && b", "a || b", "!a", "SELECT 1", "1; DROP TABLE cases", "a -- b c", "/* a */ 1", "${a}", "{{ a }}",
    "{% a %}", "<script>", "a::int", "a'", "it's", "a;", "yield a", "await a", "del a", "pass", "class A: pass",
    "def f(): 1", "*a", "**a", "a, b", "(a, b)", "...", "a!", "\0",
]  # fmt: skip
MALFORMED = [
    "", " ", "\n", "(", ")", "()", "(a", "a)", "((a)", "(a))", "+", "-", "*", "/", "a +", "a -", "a *", "a /", "+ a",
    "* a", "/ a", "a b", "a a", "1 2", "a 1", "1a", "12319立案", "a + + b", "a * / b", "a / / b", "a,", ",a", "a:",
    "95%%", "%", "a%", "%95", "1..2", "1.2.3", "if", "if(", "if()", "if(a)", "if(a > 1)", "if(a > 1, 2)",
    "if(a > 1, 2, 3, 4)", "if a > 1, 2, 3", "min", "min()", "min(a)", "min(a,)", "min(,a)", "max()", "max(a)",
    "round(a)", "round(a, )", "round(a, b)", "round(a, -1)", "round(a, 1.5)", "round(a, 13)", "round(, 1)", "known(a)",
    "known(a, b, 1)", "tiers(a)", "tiers(a, 1: 2)", "tiers(a, > 1: 2)", "tiers(a, > 1, else: 0)", "tiers(a, else: 0)",
    "tiers(a, > : 2, else: 0)", "tiers(a, > 1: , else: 0)", "tiers(a, > 1: 2, else)", "tiers(a, > 1: 2, else: )",
    "tiers(a, else: 0, > 1: 2)", "tiers(> 1: 2, else: 0)", "else", "and", "or", "a and", "or a", '"', '"a', 'a"', '""',
    "1" * 19, "1 + " * 1000 + "1", "(" * 100 + "a" + ")" * 100, "-" * 100 + "a", "a" * 2001,
]  # fmt: skip
MISPLACED = [
    "a > b", "a == b", "not a > b", "a > b and b > a", "1 + (a > b)", "(a > b) * 2", "-(a > b)", "min(a > b, 1)",
    "max(1, a > b)", "if(a, 1, 2)", "if(1, 1, 2)", "if(a + b, 1, 2)", "if(a > b, a > b, 2)", "if(a > b, 1, a > b)",
    "if(not a, 1, 2)", "if(a and b, 1, 2)", "if(a > b or b, 1, 2)", "if((a > b) > 1, 1, 2)", "round(a > b, 1)",
    "known(a > b, 1)", "known(a, a > b)", "tiers(a > b, > 1: 2, else: 0)", "tiers(a, > (a > b): 2, else: 0)",
    "tiers(a, > 1: a > b, else: 0)", "tiers(a, > 1: 2, else: a > b)", "(a > b) and (b > a)",
]  # fmt: skip
UNKNOWN = [
    "c",
    "结案率",
    "结案",
    "a + c",
    "min(a, c)",
    "if(c > 1, 1, 2)",
    "tiers(c, > 1: 2, else: 0)",
    '"c d"',
    "A",
    "os",
]
REFUSED = [*REACHING, *MALFORMED, *MISPLACED, *UNKNOWN]


@pytest.mark.parametrize(("text", "value"), TAKEN + SETTLED)
def test_a_formula_comes_to_its_value(text: str, value: str) -> None:
    assert single(read_formula(text, known=KNOWN), FIGURES) == Decimal(value)


@pytest.mark.parametrize("text", UNDEFINED)
def test_what_needs_a_zero_denominator_is_undefined(text: str) -> None:
    assert single(read_formula(text, known=KNOWN), FIGURES) is None


def test_there_are_two_hundred_that_are_refused() -> None:
    assert len(set(REFUSED)) == len(REFUSED) >= 200


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text)[:40])
def test_what_is_no_formula_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(FormulaInvalidError) as refusal:
        read_formula(text, known=KNOWN)

    facts, lines = refusal.value.facts, text.split("\n")
    line, mark = facts["marked"].split("\n")
    assert line == lines[facts["line"] - 1]
    assert 1 <= facts["column"] <= len(line) + 1
    assert set(mark.strip()) == {"^"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("结案数 / 应结案", "结案数 / 应结案\n         ^^^^^^"),
        ("1 +\n  结案率 * 2", "  结案率 * 2\n  ^^^^^^"),
        ("a.b", "a.b\n ^"),
        ("if(a + b, 1, 2)", "if(a + b, 1, 2)\n   ^^^^^"),
        ("结案数 /", "结案数 /\n        ^"),
    ],
)
def test_the_mark_stands_below_the_place(text: str, marked: str) -> None:
    with pytest.raises(FormulaInvalidError) as refusal:
        read_formula(text, known=KNOWN)

    assert refusal.value.facts["marked"] == marked


def test_a_name_that_is_nearly_right_is_answered_with_those_it_may_mean() -> None:
    with pytest.raises(FormulaInvalidError, match="is it one of 应结案数"):
        read_formula("应结案 / 2", known=KNOWN)


@pytest.mark.parametrize(
    ("figure", "places", "text"),
    [
        ("0.125", 2, "0.13"), ("0.375", 2, "0.38"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("-0.001", 2, "0.00"),
        ("1E+3", 1, "1000.0"), ("0." + "4" * 2 + "4" + "9" * 50, 2, "0.45"), ("0." + "4" * 30, 2, "0.44"),
    ],
)  # fmt: skip
def test_figures_are_rounded_half_up(figure: str, places: int, text: str) -> None:
    assert printed(Decimal(figure), places) == text


def test_an_undefined_figure_is_printed_as_such() -> None:
    assert printed(None, 2) == "-"


NUMBERS = st.integers(min_value=0, max_value=10**7)


def sums(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda given: f"({given[0]} {given[1]} {given[2]})")
    return two | parts.map(lambda part: f"-{part}")


EXPRESSIONS = st.recursive(st.sampled_from(["a", "b", "c"]) | NUMBERS.map(str), sums, max_leaves=6)


WHOLE: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def exactly(node: ast.expr, figures: dict[str, int]) -> Fraction:
    """Compute an expression in whole fractions, by the grammar of Python: an independent second way."""
    match node:
        case ast.BinOp(left, sign, right):
            return WHOLE[type(sign)](exactly(left, figures), exactly(right, figures))
        case ast.UnaryOp(_, operand):
            return -exactly(operand, figures)
        case ast.Name(name):
            return Fraction(figures[name])
        case ast.Constant(int() as number):
            return Fraction(number)
        case _:
            raise AssertionError(node)


@given(EXPRESSIONS, st.fixed_dictionaries({"a": NUMBERS, "b": NUMBERS, "c": NUMBERS}))
def test_figures_are_those_of_whole_fractions_to_the_last_digit(text: str, figures: dict[str, int]) -> None:
    found = single(read_formula(text, known={"a", "b", "c"}), {name: Decimal(of) for name, of in figures.items()})

    try:
        exact = exactly(ast.parse(text, mode="eval").body, figures)
    except ZeroDivisionError:
        assert found is None
        return
    assert found is not None
    if exact.denominator < 10**19 and abs(exact) < 10**15:
        hundredths = abs(exact) * 100 + Fraction(1, 2)
        assert abs(half_up(found, 2)) * 100 == hundredths.numerator // hundredths.denominator


def test_many_rows_come_to_the_same_as_one_by_one() -> None:
    formula = read_formula("if(a > b, tiers(a / b, > 2: 1, else: 0), min(a, 2) - 1)", known=KNOWN)
    rows = [(Decimal(a), Decimal(b)) for a, b in product(range(5), range(5))]

    columns = values_of(formula, {"a": [a for a, _ in rows], "b": [b for _, b in rows]}, len(rows))

    assert columns == [single(formula, {"a": a, "b": b}) for a, b in rows]
