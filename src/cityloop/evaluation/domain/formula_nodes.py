"""What a formula is made of, each part with its place in the text."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """Where a part stands: first character and the one after the last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A figure written in the formula."""

    span: Span
    value: Decimal

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return ()


@dataclass(frozen=True, slots=True)
class Name:
    """A base indicator or another indicator."""

    span: Span
    name: str

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return ()


@dataclass(frozen=True, slots=True)
class Operation:
    """Two figures added, subtracted, multiplied or divided."""

    span: Span
    sign: str
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Minus:
    """A figure with its sign turned."""

    span: Span
    of: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The smallest or the largest of several figures."""

    span: Span
    is_largest: bool
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One figure or another, by a condition."""

    span: Span
    condition: "Node"
    then: "Node"
    otherwise: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A figure rounded half-up on the way."""

    span: Span
    of: "Node"
    places: int

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class Fallback:
    """A figure, or another one where it is undefined."""

    span: Span
    of: "Node"
    otherwise: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.of, self.otherwise)


@dataclass(frozen=True, slots=True)
class Tier:
    """From which bound on a figure scores what."""

    sign: str
    bound: "Node"
    score: "Node"


@dataclass(frozen=True, slots=True)
class Tiers:
    """The score of the first tier that holds, from above to below."""

    span: Span
    of: "Node"
    steps: tuple[Tier, ...]
    otherwise: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.of, *(part for step in self.steps for part in (step.bound, step.score)), self.otherwise)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether one figure lies above, below or at another."""

    span: Span
    sign: str
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Both:
    """Whether two conditions hold."""

    span: Span
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Either:
    """Whether one of two conditions holds."""

    span: Span
    left: "Node"
    right: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Denial:
    """Whether a condition does not hold."""

    span: Span
    of: "Node"

    @property
    def parts(self) -> tuple["Node", ...]:
        """Return what it is made of, from left to right."""
        return (self.of,)


Condition: TypeAlias = Comparison | Both | Either | Denial
Value: TypeAlias = Number | Name | Operation | Minus | Extreme | Choice | Rounded | Fallback | Tiers
Node: TypeAlias = Condition | Value
