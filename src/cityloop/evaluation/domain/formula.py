"""Formulas: read with a parser into parts, never run as code; what is wrong is told with its place."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import ClassVar
from unicodedata import east_asian_width

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from cityloop.evaluation.domain.formula_nodes import (
    Both,
    Choice,
    Comparison,
    Condition,
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
    Span,
    Tier,
    Tiers,
)
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import Sentence, say

LONGEST = 2000  # characters
DEEPEST = 60  # parts within parts
LONGEST_NUMBER = 18  # digits: figures stay exact in what is worked with
MOST_PLACES = 12
NARROW = str.maketrans("（），：＋－＊／％×÷＞＜“”　", '(),:+-*/%*/><"" ')  # noqa: RUF001 - as Chinese keyboards write
QUOTES = '"“”'
SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}


class FormulaInvalidError(InvalidInputError):
    """A formula cannot be taken: `facts` hold its text, and line, column and length of the place."""

    slug: ClassVar[str] = "formula-invalid"
    title: ClassVar[Sentence] = say("The formula is wrong")

    def __init__(self, reason: Sentence, *, text: str, span: Span) -> None:
        """Mark the place."""
        line, column = text.count("\n", 0, span.start) + 1, span.start - (text.rfind("\n", 0, span.start) + 1) + 1
        super().__init__(
            say("{reason} (line {line}, column {column})", reason=reason, line=line, column=column),
            field="formula",
            line=line,
            column=column,
            length=max(1, span.end - span.start),
            marked=marked(text, span),
        )
        self.reason, self.text, self.span = reason, text, span


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read: its text, its parts, the names it speaks of."""

    text: str
    root: Node
    names: tuple[Name, ...]


def read_formula(text: str, *, known: Collection[str] | None = None) -> Formula:
    """Return a formula over figures: `+ - * /`, `if(condition, a, b)`, `min`, `max`, `round(a, places)`,
    `known(a, where undefined)`, `tiers(a, >= 90: 100, >= 75: 60, else: 0)`, comparisons, `and`, `or`, `not`, `95%`.

    Names are those of indicators, Chinese or English; one that begins with a digit stands in double quotes.

    :param known: the names there are; any name is taken where it is None.
    :raises FormulaInvalidError: it cannot be read, mixes figures and conditions, or speaks of an unknown name.
    """
    if len(text) > LONGEST:
        raise FormulaInvalidError(
            say("A formula has at most {most} characters.", most=LONGEST), text=text, span=Span(LONGEST, LONGEST + 1)
        )
    root = _Reader(text).figure(_parsed(text))
    names = tuple(_names(root))
    for name in names:
        if known is not None and name.name not in known:
            raise FormulaInvalidError(_unknown(name.name, known), text=text, span=name.span)
    return Formula(text, root, names)


def marked(text: str, span: Span) -> str:
    """Return the line of the place and below it a mark; Chinese characters are as wide as two others."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    line = text[start : len(text) if end < 0 else end]
    before, within = text[start : span.start], text[span.start : min(span.end, start + len(line))]
    return f"{line}\n{' ' * _width(before)}{'^' * max(1, _width(within))}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


@cache
def _parser() -> Lark:
    grammar = files("cityloop.evaluation.domain").joinpath("formula.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=False)


def _parsed(text: str) -> "Tree[Token]":
    try:
        tree = _parser().parse(text.translate(NARROW))
    except UnexpectedInput as unexpected:
        raise _unreadable(unexpected, text) from unexpected
    depths: dict[int, int] = {}
    for part in tree.iter_subtrees():  # the innermost first
        depth = 1 + max((depths[id(child)] for child in part.children if isinstance(child, Tree)), default=0)
        if depth > DEEPEST:
            raise FormulaInvalidError(say("The formula is nested too deeply."), text=text, span=_span(part))
        depths[id(part)] = depth
    only = tree.children[0]
    assert isinstance(only, Tree)  # noqa: S101 - the grammar says so
    return only


def _unreadable(unexpected: UnexpectedInput, text: str) -> FormulaInvalidError:
    match unexpected:
        case UnexpectedToken(token=Token(type="$END")) | UnexpectedEOF():
            end = len(text.rstrip())
            return FormulaInvalidError(say("The formula breaks off here."), text=text, span=Span(end, end + 1))
        case UnexpectedToken(token=token):
            reason = say("{text!r} cannot stand here.", text=str(token))
            return FormulaInvalidError(reason, text=text, span=_token_span(token))
        case UnexpectedCharacters(line=line, column=column):
            place = sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1
            sign = text[place : place + 1]
            reason = (
                say("A name that begins with a digit stands in double quotes, and a number is only digits and a point.")
                if sign.isdigit()
                else say("{text!r} cannot stand here.", text=sign)
            )
            return FormulaInvalidError(reason, text=text, span=Span(place, place + 1))
        case _:
            return FormulaInvalidError(say("The formula cannot be read."), text=text, span=Span(0, len(text)))


def _span(tree: "Tree[Token]") -> Span:
    return Span(tree.meta.start_pos, tree.meta.end_pos)


def _unknown(name: str, known: Collection[str]) -> Sentence:
    close = get_close_matches(name, known, n=3, cutoff=0.5)
    if close:
        return say("There is no indicator {name!r}; is it one of {close}?", name=name, close=close)
    return say("There is no indicator {name!r}.", name=name)


def _names(node: Node) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    for part in node.parts:
        yield from _names(part)


class _Reader:
    """Turns the parser's tree into parts, and sees to it that figures and conditions stand where they belong."""

    def __init__(self, text: str) -> None:
        self.text = text

    def figure(self, tree: "Tree[Token]") -> Node:
        """Return a part that is a figure."""
        node = self.node(tree)
        if isinstance(node, Condition):
            raise self.wrong(say("A figure has to stand here, not a condition."), node.span)
        return node

    def condition(self, tree: "Tree[Token]") -> Node:
        """Return a part that holds or does not."""
        node = self.node(tree)
        if not isinstance(node, Condition):
            raise self.wrong(say("A condition has to stand here, such as `结案率 >= 90%`."), node.span)
        return node

    def wrong(self, reason: Sentence, span: Span) -> FormulaInvalidError:
        """Return the refusal."""
        return FormulaInvalidError(reason, text=self.text, span=span)

    def node(self, tree: "Tree[Token]") -> Node:
        """Return the part that a rule of the grammar has found."""
        rule = str(tree.data)
        return self.node(_tree(tree.children[0])) if rule == "inside" else MADE[rule](self, tree)

    def number(self, tree: "Tree[Token]") -> Node:
        """Read a figure; `95%` is 0.95."""
        written = str(tree.children[0])
        if len(written) > LONGEST_NUMBER:
            raise self.wrong(say("A number has at most {most} digits.", most=LONGEST_NUMBER), _span(tree))
        value = Decimal(written)
        return Number(_span(tree), value.scaleb(-2) if tree.data == "percent" else value)

    def name(self, tree: "Tree[Token]") -> Node:
        """Read a name, with or without quotes."""
        span = _span(tree)
        return Name(span, self.text[span.start : span.end].strip(QUOTES))

    def operation(self, tree: "Tree[Token]") -> Node:
        """Read a sum, difference, product or quotient."""
        left, sign, right = tree.children
        return Operation(_span(tree), str(sign), self.figure(_tree(left)), self.figure(_tree(right)))

    def minus(self, tree: "Tree[Token]") -> Node:
        """Read a turned sign."""
        return Minus(_span(tree), self.figure(_tree(tree.children[-1])))

    def extreme(self, tree: "Tree[Token]") -> Node:
        """Read `min` and `max`."""
        parts = tuple(self.figure(_tree(child)) for child in tree.children)
        return Extreme(_span(tree), tree.data == "largest", parts)

    def choice(self, tree: "Tree[Token]") -> Node:
        """Read `if`."""
        condition, then, otherwise = (_tree(child) for child in tree.children)
        return Choice(_span(tree), self.condition(condition), self.figure(then), self.figure(otherwise))

    def rounded(self, tree: "Tree[Token]") -> Node:
        """Read `round`."""
        of, places = tree.children
        if not str(places).isdigit() or int(str(places)) > MOST_PLACES:
            reason = say("The number of places is a whole number up to {most}.", most=MOST_PLACES)
            raise self.wrong(reason, _token_span(places))
        return Rounded(_span(tree), self.figure(_tree(of)), int(str(places)))

    def fallback(self, tree: "Tree[Token]") -> Node:
        """Read `known`."""
        of, otherwise = (self.figure(_tree(child)) for child in tree.children)
        return Fallback(_span(tree), of, otherwise)

    def tiers(self, tree: "Tree[Token]") -> Node:
        """Read `tiers`."""
        of, *steps, otherwise = (_tree(child) for child in tree.children)
        read = []
        for step in steps:
            sign, bound, score = step.children
            read.append(Tier(_sign(sign), self.figure(_tree(bound)), self.figure(_tree(score))))
        return Tiers(_span(tree), self.figure(of), tuple(read), self.figure(otherwise))

    def comparison(self, tree: "Tree[Token]") -> Node:
        """Read a comparison."""
        left, sign, right = tree.children
        return Comparison(_span(tree), _sign(sign), self.figure(_tree(left)), self.figure(_tree(right)))

    def both(self, tree: "Tree[Token]") -> Node:
        """Read `and`."""
        left, right = (self.condition(_tree(child)) for child in tree.children)
        return Both(_span(tree), left, right)

    def either(self, tree: "Tree[Token]") -> Node:
        """Read `or`."""
        left, right = (self.condition(_tree(child)) for child in tree.children)
        return Either(_span(tree), left, right)

    def denial(self, tree: "Tree[Token]") -> Node:
        """Read `not`."""
        return Denial(_span(tree), self.condition(_tree(tree.children[0])))


MADE: Mapping[str, Callable[[_Reader, "Tree[Token]"], Node]] = {
    "number": _Reader.number, "percent": _Reader.number, "name": _Reader.name, "quoted": _Reader.name,
    "operation": _Reader.operation, "minus": _Reader.minus, "smallest": _Reader.extreme, "largest": _Reader.extreme,
    "choice": _Reader.choice, "rounded": _Reader.rounded, "fallback": _Reader.fallback, "tiers": _Reader.tiers,
    "compared": _Reader.comparison, "both": _Reader.both, "either": _Reader.either, "denial": _Reader.denial,
}  # fmt: skip


def _tree(child: "Tree[Token] | Token") -> "Tree[Token]":
    assert isinstance(child, Tree)  # noqa: S101 - the grammar says so
    return child


def _token_span(token: "Tree[Token] | Token") -> Span:
    assert isinstance(token, Token)  # noqa: S101 - the grammar says so
    return Span(token.start_pos or 0, token.end_pos or 0)


def _sign(token: object) -> str:
    return SIGNS.get(str(token), str(token))
