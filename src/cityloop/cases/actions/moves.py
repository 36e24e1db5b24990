"""Moving a case."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import IntegrityError, transaction

from cityloop.access.api import Actor
from cityloop.cases.actions.casefile import CaseFile, opened
from cityloop.cases.actions.reports import open_new
from cityloop.cases.contracts import CaseView, Inputs, MoveAsked, NewCase
from cityloop.cases.models import Case, CaseStep
from cityloop.cases.models.projection import view_of
from cityloop.kernel.errors import InvalidInputError, NotFoundError, StaleVersionError
from cityloop.kernel.wording import say

# Whoever makes a move of several: somebody known before, or, given the collector's account, the one who is drawn.
Mover: TypeAlias = Actor | Callable[[UUID], Actor]


def move(  # noqa: PLR0913 - who, what, which, when, seen in which state, under which key
    *,
    case_id: UUID,
    verb: str,
    inputs: Inputs,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    step_id: UUID | None = None,
) -> CaseView:
    """Make one move with a case. The same `step_id` again, by the same account, changes nothing more.

    :raises StaleVersionError: the case is not at the version the caller saw; the facts hold its newer state.
    :raises MoveNotAllowedError: the loop does not allow it now.
    :raises NotPermittedError: it is not this actor's to do.
    :raises NotFoundError: there is no such case, or it is not this actor's to know.
    :raises InvalidInputError: an input does not fit, or the `step_id` was used for another move.
    """
    try:
        with opened(case_id, version=version, actor=actor) as file:
            file.take(verb, inputs, actor=actor, at=at, step_id=step_id)
        return view_of(file.case)
    except (StaleVersionError, NotFoundError, IntegrityError) as error:
        if step_id is not None and _taken(step_id, case_id, verb, actor):
            return view_of(Case.objects.get(pk=case_id))
        if isinstance(error, IntegrityError) and step_id and CaseStep.objects.filter(id=step_id).exists():
            message = say("This Idempotency-Key was used before for another move.")
            raise InvalidInputError(message, field="Idempotency-Key") from error
        raise


def _taken(step_id: UUID, case_id: UUID, verb: str, actor: Actor) -> bool:
    """Return whether this very step was taken before: the caller did not hear our answer and asks again."""
    return CaseStep.objects.filter(id=step_id, case_id=case_id, verb=verb, actor_id=actor.account_id).exists()


def move_through(*, case_id: UUID, moves: Sequence[tuple[MoveAsked, Mover]]) -> CaseView:
    """Make several moves with a case, each at its own time and by its own actor: all of them or none.

    Raises what `move` raises.
    """
    with opened(case_id) as file:
        _take_all(file, moves)
    return view_of(file.case)


@transaction.atomic
def report_and_move(
    *, case_id: UUID, new: NewCase, actor: Actor, at: datetime, moves: Sequence[tuple[MoveAsked, Mover]]
) -> CaseView:
    """Register a case and make its first moves, each at its own time: all of them or none.

    Raises what `report` and `move` raise.
    """
    file = open_new(case_id=case_id, new=new, actor=actor, at=at)
    _take_all(file, moves)
    file.save()
    return view_of(file.case)


def _take_all(file: CaseFile, moves: Sequence[tuple[MoveAsked, Mover]]) -> None:
    for asked, mover in moves:
        actor = mover if isinstance(mover, Actor) else mover(file.drawn())
        file.take(asked.verb, asked.inputs, actor=actor, at=asked.at)
