"""What the city and its districts have come to, with the part that every node of the tree had in it.

Of an appraisal that is open, all is counted when it is asked for; of one that is closed, what was frozen is told.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson

from cityloop.access import api as access
from cityloop.appraisal.contracts import AreaScore, AskedArea, ScoreExplained
from cityloop.appraisal.domain.snapshots import score_of
from cityloop.appraisal.domain.telling import explained
from cityloop.appraisal.models import Appraisal
from cityloop.appraisal.policies import READ
from cityloop.appraisal.queries.appraisals import areas, found_appraisal
from cityloop.appraisal.queries.counts import asking_of, counts_by_area
from cityloop.appraisal.queries.freezing import frozen
from cityloop.appraisal.queries.trees import tree
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def scores(*, appraisal_id: UUID, actor: access.Actor, at: datetime) -> list[AreaScore]:
    """Return what the city and its districts have come to, those of the actor's area, in order of code.

    They are not ranked: an appraisal holds a city against its own past.

    :raises NotFoundError: there is no such appraisal.
    :source: standards/evaluation.md section 3 (no ranking).
    """
    access.require(actor, READ)
    found = found_appraisal(appraisal_id)
    told = _frozen(found)
    if told is None:
        told = _counted(found, [area for area in areas(found.closed_at or at) if actor.covers(area.code)])
    return [each.head for each in told if actor.covers(each.head.area_code)]


def score(*, appraisal_id: UUID, area_code: str, actor: access.Actor, at: datetime) -> ScoreExplained:
    """Return what one area has come to, with every node of the tree.

    :raises NotFoundError: there is no such appraisal, or no such area that the actor sees.
    """
    access.require(actor, READ)
    found = found_appraisal(appraisal_id)
    told = _frozen(found)
    if told is None:
        told = _counted(found, [area for area in areas(found.closed_at or at) if area.code == area_code])
    score = next((each for each in told if each.head.area_code == area_code and actor.covers(area_code)), None)
    if score is None:
        message = say("There is no score of {code}.", code=area_code)
        raise NotFoundError(message, code=area_code)
    return score


def _frozen(found: Appraisal) -> list[ScoreExplained] | None:
    row = frozen(found)
    return None if row is None else [score_of(area) for area in orjson.loads(row.snapshot)["areas"]]


def _counted(found: Appraisal, asked: Sequence[AskedArea]) -> list[ScoreExplained]:
    questionnaire, asking = asking_of(found)
    counts = counts_by_area(found, questionnaire, [area.code for area in asked], territory.city().code)
    root = tree(found.tree)
    return [explained(root, counts[area.code].figures(asking), area_code=area.code, name=area.name) for area in asked]
