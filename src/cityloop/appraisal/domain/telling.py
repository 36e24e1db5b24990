"""Scores as they are told: a head for an area, a line for each node of the tree."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cityloop.appraisal.contracts import AreaScore, NodeScore, ScoreExplained
from cityloop.appraisal.domain.counting import Counted
from cityloop.appraisal.domain.rolling import ScoredNode, coverage, roll_up
from cityloop.appraisal.domain.trees import PERCENT, Node, ValueSource
from cityloop.kernel.decimals import WORKING, half_up

PLACES = 2


def explained(root: Node, figures: Mapping[str, Counted], *, area_code: str, name: str) -> ScoreExplained:
    """Return what an area has come to, with every node of the tree, each before what stands under it.

    :param figures: by the code of the indicator.
    """
    known = {leaf: counted.figure for leaf, counted in figures.items() if counted.figure is not None}
    rolled = roll_up(root, known)
    covered = _percent(coverage(rolled)) or ""
    head = AreaScore(area_code=area_code, name=name, score=_percent(rolled.rate), covered=covered)
    return ScoreExplained(head=head, nodes=tuple(_told(rolled, figures)))


def plain(figure: Decimal) -> str:
    """Return a figure as it is, without noughts at its end."""
    return f"{figure.normalize():f}"


def _told(scored: ScoredNode, figures: Mapping[str, Counted], parent: str = "", level: int = 0) -> Iterator[NodeScore]:
    for child in scored.children:
        node = child.node
        leaf = node.row if node.is_leaf else None
        counted = figures.get(node.code) if leaf is not None else None
        yield NodeScore(
            code=node.code,
            parent_code=parent,
            name=node.name,
            level=level + 1,
            source=leaf.source if leaf is not None else None,
            unit=leaf.unit if leaf is not None else "",
            figure=_figure(child),
            of=counted.of if counted is not None else None,
            points=_printed(child.points),
            full=f"{leaf.full:f}" if leaf is not None else None,
            score=_percent(child.rate),
            contribution=_printed(child.contribution),
            reach=_printed(child.reach) or "",
        )
        yield from _told(child, figures, node.code, level + 1)


def _figure(scored: ScoredNode) -> str | None:
    """Return a figure as it was typed in: whoever changes it begins with all of it. One that was counted is rounded."""
    row = scored.node.row
    if scored.figure is not None and row is not None and row.source is ValueSource.REPORT:
        return plain(scored.figure)
    return _printed(scored.figure)


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else _printed(WORKING.multiply(rate, PERCENT))


def _printed(figure: Decimal | None) -> str | None:
    return None if figure is None else f"{half_up(figure, PLACES):f}"
