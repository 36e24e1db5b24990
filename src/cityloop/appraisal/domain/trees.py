"""Trees of indicators (指标体系): headings, and under them indicators that are reported, visited or asked for.

What a file states of a node is a `TreeRow`; rows make a tree of `Node`s. One that only rows below it name has no row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cityloop.kernel.decimals import NOTHING, WORKING, stepped

PERCENT = Decimal(100)
Path = tuple[str, ...]


class ValueSource(StrEnum):
    """Where the figure of an indicator comes from.

    :source: standards/evaluation.md section 3 (CJ/T 551-2023, 6.2 to 6.4).
    """

    REPORT = "REPORT"
    VISIT = "VISIT"
    QUESTIONNAIRE = "QUESTIONNAIRE"


class Scoring(StrEnum):
    """How a figure becomes points: less for each step beyond a threshold, its share of a hundred, or nobody knows."""

    STEPPED = "STEPPED"
    SHARE = "SHARE"
    UNKNOWN = "UNKNOWN"


class Better(StrEnum):
    """Which figures are the better ones."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


class Absence(StrEnum):
    """What becomes of an indicator without a figure: its weight goes to those beside it, or it gives nothing."""

    OUT = "OUT"
    ZERO = "ZERO"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A node as a file states it; a heading has no source. Texts are the city's own.

    :param path: the names of the levels it stands under; a heading's own is the last.
    :param weight: beside those under the same heading; without it, a heading weighs what stands under it.
    """

    code: str
    path: Path
    indicator: str = ""
    weight: Decimal | None = None
    source: ValueSource | None = None
    unit: str = ""
    formula: str = ""
    scoring: str = ""
    question: str = ""
    origin: str = ""
    scorer: Scoring = Scoring.UNKNOWN
    full: Decimal = Decimal(1)
    threshold: Decimal = NOTHING
    lost: Decimal = NOTHING
    step: Decimal = Decimal(1)
    better: Better = Better.HIGHER
    missing: Absence = Absence.OUT

    @property
    def is_heading(self) -> bool:
        """Return whether it has no figure of its own."""
        return self.source is None

    @property
    def place(self) -> Path:
        """Return where it stands, its own name last."""
        return self.path if self.is_heading else (*self.path, self.indicator)

    def points(self, figure: Decimal) -> Decimal | None:
        """Return what a figure gives, from 0 to the full mark; None where nobody knows how it is scored.

        :source: standards/evaluation.md section 3 (full mark at a threshold, minus d per step s, floor 0).
        """
        match self.scorer:
            case Scoring.STEPPED:
                sign = 1 if self.better is Better.HIGHER else -1
                return stepped(
                    sign * figure, threshold=sign * self.threshold, full=self.full, lost=self.lost, step=self.step
                )
            case Scoring.SHARE:
                share = min(max(figure, NOTHING), PERCENT)
                share = share if self.better is Better.HIGHER else PERCENT - share
                return WORKING.divide(WORKING.multiply(self.full, share), PERCENT)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a tree, with what it weighs beside its siblings; `row` is None where only others name it."""

    code: str
    name: str
    weight: Decimal
    row: TreeRow | None
    children: tuple["Node", ...]

    @property
    def is_leaf(self) -> bool:
        """Return whether it is an indicator."""
        return self.row is not None and not self.row.is_heading

    def leaves(self) -> Iterator[TreeRow]:
        """Yield the indicators under it, or itself, in the order of the file."""
        if self.row is not None and self.is_leaf:
            yield self.row
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class _Making:
    """A node while its children are still being gathered."""

    name: str
    row: TreeRow | None = None
    below: dict[str, "_Making"] = field(default_factory=dict)


def tree_of(rows: Iterable[TreeRow]) -> Node:
    """Return the tree that rows make, under one root without a name; siblings stand in the order of the rows."""
    root = _Making("")
    for row in rows:
        found = root
        for name in row.place:
            found = found.below.setdefault(name, _Making(name))
        found.row = row
    return _made(root, ())


def _made(making: _Making, above: Path) -> Node:
    place = (*above, making.name) if making.name else above
    children = tuple(_made(child, place) for child in making.below.values())
    row = making.row
    code = row.code if row is not None else "/".join(place)
    return Node(code, making.name, _weight(row, children), row, children)


def _weight(row: TreeRow | None, children: Sequence[Node]) -> Decimal:
    if row is not None and row.weight is not None:
        return row.weight
    if row is not None and not row.is_heading:
        return row.full
    return sum((child.weight for child in children), NOTHING)


def leaves_by_code(root: Node) -> Mapping[str, TreeRow]:
    """Return the indicators of a tree by their codes."""
    return {row.code: row for row in root.leaves()}
