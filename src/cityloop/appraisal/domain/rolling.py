"""From figures to a score: points of each indicator, rolled up, with the part that every node had in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TypeAlias

from cityloop.appraisal.domain.trees import PERCENT, Absence, Node
from cityloop.kernel.decimals import NOTHING, WORKING

Figure: TypeAlias = Decimal | None  # None is undefined: nobody has told, too few have answered, nobody knows the rule


@dataclass(frozen=True, slots=True)
class ScoredNode:
    """What a node has come to.

    :param figure: of an indicator: what was reported, found or answered.
    :param points: of an indicator: from 0 to its full mark.
    :param rate: from 0 to 1; None where it is left out.
    :param reach: how many points of a hundred it could give, once what is left out has passed its weight on.
    """

    node: Node
    figure: Figure
    points: Figure
    rate: Figure
    reach: Decimal
    children: tuple["ScoredNode", ...]

    @property
    def contribution(self) -> Figure:
        """Return how many points of a hundred it gives; those of siblings add up to that of their heading."""
        return None if self.rate is None else WORKING.multiply(self.rate, self.reach)

    def walk(self) -> Iterator["ScoredNode"]:
        """Yield it and all below it, each before what stands under it."""
        yield self
        for child in self.children:
            yield from child.walk()


def roll_up(root: Node, figures: Mapping[str, Decimal]) -> ScoredNode:
    """Return the tree with its scores; the rate of the root is the score as a part of 1.

    A heading's rate is the mean of those under it, by weight. What has no figure is left out of the mean, so that its
    weight passes to its siblings, unless its row says that it gives nothing then. A heading with nothing to count is
    left out itself.

    :param figures: by the code of the indicator; those that are undefined are missing.
    """
    with localcontext(WORKING):
        return _reached(_rated(root, figures), PERCENT)


def coverage(scored: ScoredNode) -> Decimal:
    """Return which part of all weight has been counted, from 0 to 1, however the counted part has scored."""
    with localcontext(WORKING):
        return _covered(scored)


def _rated(node: Node, figures: Mapping[str, Decimal]) -> ScoredNode:
    if node.row is not None and node.is_leaf:
        figure = figures.get(node.row.code)
        points = None if figure is None else node.row.points(figure)
        if points is None and node.row.missing is Absence.ZERO:
            points = NOTHING
        rate = None if points is None else points / node.row.full
        return ScoredNode(node, figure, points, rate, NOTHING, ())
    children = tuple(_rated(child, figures) for child in node.children)
    counted = _counted(children)
    weight = sum((child.node.weight for child, _ in counted), NOTHING)
    rate = sum((rate * child.node.weight for child, rate in counted), NOTHING) / weight if weight else None
    return ScoredNode(node, None, None, rate, NOTHING, children)


def _counted(children: Sequence[ScoredNode]) -> list[tuple[ScoredNode, Decimal]]:
    return [(child, child.rate) for child in children if child.rate is not None]


def _reached(scored: ScoredNode, reach: Decimal) -> ScoredNode:
    weight = sum((child.node.weight for child, _ in _counted(scored.children)), NOTHING)
    children = tuple(
        _reached(child, reach * child.node.weight / weight if child.rate is not None and weight else NOTHING)
        for child in scored.children
    )
    return ScoredNode(scored.node, scored.figure, scored.points, scored.rate, reach, children)


def _covered(scored: ScoredNode) -> Decimal:
    if scored.node.is_leaf:
        return NOTHING if scored.rate is None else Decimal(1)
    whole = sum((child.node.weight for child in scored.children), NOTHING)
    if not whole:
        return NOTHING
    return sum((_covered(child) * child.node.weight for child in scored.children), NOTHING) / whole
