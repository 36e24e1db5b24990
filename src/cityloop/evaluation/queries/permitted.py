"""What somebody may do with a result or an objection, now; actions ask the same rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cityloop.access.api import Actor
from cityloop.evaluation.contracts import ObjectionMove, ObjectionState, ResultMove, ResultState
from cityloop.evaluation.domain.results import ResultProgress
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.models import EvaluationResult, Objection
from cityloop.evaluation.policies import OBJECT, OBJECT_OWN, POSTS, PUBLISH, READ_ALL, concerns, owns
from cityloop.territory import api as territory


def day_of(at: datetime) -> date:
    """Return the day that it is in the city."""
    return at.astimezone(ZoneInfo(territory.city().timezone)).date()


def progress_of(found: EvaluationResult) -> ResultProgress:
    """Return how far a result has come."""
    return ResultProgress(
        period=found.period,
        until=found.until,
        state=ResultState(found.state),
        objections_until=found.objections_until,
    )


def own_row(snapshot: Mapping[str, Any], actor: Actor) -> tuple[Object, str] | None:
    """Return the row of a snapshot that the actor may object to, and of what kind it is; None if there is none."""
    kind = Object(snapshot["scheme"]["data"]["object"])
    if actor.body_id is None or not actor.may(OBJECT_OWN if kind in POSTS else OBJECT):
        return None
    return next(((kind, row["id"]) for row in snapshot["subjects"] if owns(actor, kind, row["id"])), None)


def result_moves(
    found: EvaluationResult, snapshot: Mapping[str, Any] | None, *, actor: Actor, at: datetime
) -> tuple[ResultMove, ...]:
    """Return what the actor may do with a result now. One query.

    :param snapshot: that of its present edition; None while it is a draft.
    """
    progress, today = progress_of(found), day_of(at)
    disputed = set(found.objections.filter(state=ObjectionState.PENDING).values_list("subject_id", flat=True))
    own = own_row(snapshot, actor) if snapshot is not None else None
    publishes = actor.may(PUBLISH)
    allowed = {
        ResultMove.PUBLISH: publishes and progress.against_publishing(today=today) is None,
        ResultMove.FIX: publishes and progress.against_fixing(today=today, is_disputed=bool(disputed)) is None,
        ResultMove.OBJECT: own is not None
        and own[1] not in disputed
        and progress.against_objecting(today=today) is None,
        ResultMove.EXPORT: snapshot is not None and actor.may(READ_ALL) and actor.covers(""),
    }
    return tuple(move for move, is_allowed in allowed.items() if is_allowed)


def objection_moves(row: Objection, state: str, *, actor: Actor) -> tuple[ObjectionMove, ...]:
    """Return what the actor may do with an objection now.

    :param state: of the result.
    """
    is_undecided = row.state == ObjectionState.PENDING and state == ResultState.OPEN
    if is_undecided and actor.may(PUBLISH) and not concerns(actor, person_id=row.person_id, body_id=row.body_id):
        return (ObjectionMove.DECIDE,)
    return ()
