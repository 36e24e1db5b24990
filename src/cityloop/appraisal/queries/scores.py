"""What the city and its districts have come to, with the part that every node of the tree had in it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cityloop.access import api as access
from cityloop.appraisal.contracts import AreaScore, AskedArea, NodeScore, ScoreExplained
from cityloop.appraisal.domain.counting import Counted
from cityloop.appraisal.domain.rolling import ScoredNode, coverage, roll_up
from cityloop.appraisal.domain.trees import PERCENT
from cityloop.appraisal.models import Appraisal
from cityloop.appraisal.policies import READ
from cityloop.appraisal.queries.appraisals import areas, found_appraisal
from cityloop.appraisal.queries.counts import figures_by_area
from cityloop.appraisal.queries.trees import tree
from cityloop.kernel.decimals import WORKING, half_up
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

PLACES = 2


def scores(*, appraisal_id: UUID, actor: access.Actor, at: datetime) -> list[AreaScore]:
    """Return what the city and its districts have come to, those of the actor's area, in order of code.

    They are not ranked: an appraisal holds a city against its own past.

    :raises NotFoundError: there is no such appraisal.
    :source: standards/evaluation.md section 3 (no ranking).
    """
    found, asked = _asked(appraisal_id, actor, at)
    figures = _figures(found, asked)
    return [_head(area, _rolled(found, figures[area.code])) for area in asked]


def score(*, appraisal_id: UUID, area_code: str, actor: access.Actor, at: datetime) -> ScoreExplained:
    """Return what one area has come to, with every node of the tree.

    :raises NotFoundError: there is no such appraisal, or no such area that the actor sees.
    """
    found, asked = _asked(appraisal_id, actor, at)
    area = next((each for each in asked if each.code == area_code), None)
    if area is None:
        message = say("There is no score of {code}.", code=area_code)
        raise NotFoundError(message, code=area_code)
    figures = _figures(found, [area])[area_code]
    rolled = _rolled(found, figures)
    return ScoreExplained(head=_head(area, rolled), nodes=tuple(_told(rolled, figures)))


def _asked(appraisal_id: UUID, actor: access.Actor, at: datetime) -> tuple[Appraisal, list[AskedArea]]:
    access.require(actor, READ)
    found = found_appraisal(appraisal_id)
    return found, [area for area in areas(found.closed_at or at) if actor.covers(area.code)]


def _figures(found: Appraisal, asked: list[AskedArea]) -> Mapping[str, Mapping[str, Counted]]:
    return figures_by_area(found, [area.code for area in asked], territory.city().code)


def _rolled(found: Appraisal, figures: Mapping[str, Counted]) -> ScoredNode:
    known = {leaf: counted.figure for leaf, counted in figures.items() if counted.figure is not None}
    return roll_up(tree(found.tree), known)


def _head(area: AskedArea, rolled: ScoredNode) -> AreaScore:
    return AreaScore(
        area_code=area.code,
        name=area.name,
        score=_percent(rolled.rate),
        covered=_percent(coverage(rolled)) or "",
    )


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
            figure=_printed(child.figure),
            of=counted.of if counted is not None else None,
            points=_printed(child.points),
            full=f"{leaf.full:f}" if leaf is not None else None,
            score=_percent(child.rate),
            contribution=_printed(child.contribution),
            reach=_printed(child.reach) or "",
        )
        yield from _told(child, figures, node.code, level + 1)


def _percent(rate: Decimal | None) -> str | None:
    return None if rate is None else _printed(WORKING.multiply(rate, PERCENT))


def _printed(figure: Decimal | None) -> str | None:
    return None if figure is None else f"{half_up(figure, PLACES):f}"
