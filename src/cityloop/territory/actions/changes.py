"""Changes to the unit grids: drawn by one account, decided by another, done in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import NotFoundError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.wording import say
from cityloop.territory.actions.applying import apply
from cityloop.territory.contracts import ChangeOutcome, ChangeState, GridChangeView
from cityloop.territory.models import GridChange
from cityloop.territory.policies import APPROVE, MANAGE
from cityloop.territory.queries.changes import change_view
from cityloop.territory.queries.reshaped import Ground, Prospect, ground_to_try, outcome, prospect

Operations = Sequence[Mapping[str, Any]]


def preview_change(*, community: str, operations: Operations, actor: access.Actor, at: datetime) -> ChangeOutcome:
    """Return what operations would do to the grids of a community; nothing is kept.

    :raises InvalidInputError: an operation cannot be done.
    """
    return outcome(*_tried(community, operations, actor, at))


@transaction.atomic
def draw_change(
    *, title: str, community: str, operations: Operations, actor: access.Actor, at: datetime
) -> GridChangeView:
    """Keep a change as a draft.

    :raises InvalidInputError: an operation cannot be done.
    """
    _tried(community, operations, actor, at)
    change = GridChange.objects.create(
        title=title,
        community_id=community,
        operations=list(operations),
        state=ChangeState.DRAFT,
        author_id=actor.account_id,
        created_at=at,
    )
    access.audit(actor, "territory.draw_change", f"grid_change:{change.id}", at)
    return change_view(change)


@transaction.atomic
def redraw_change(
    *, change_id: UUID, version: int, title: str, operations: Operations, actor: access.Actor, at: datetime
) -> GridChangeView:
    """Give a draft other operations.

    :raises StaleVersionError: it was changed meanwhile.
    :raises RefusedError: it is no draft any more.
    """
    change = _held(change_id, version, actor, state=ChangeState.DRAFT)
    _tried(change.community_id, operations, actor, at)
    change.title, change.operations = title, list(operations)
    return _kept(change, "territory.redraw_change", actor, at)


@transaction.atomic
def submit_change(*, change_id: UUID, version: int, actor: access.Actor, at: datetime) -> GridChangeView:
    """Hand a draft in to be decided.

    :raises InvalidInputError: its operations cannot be done on the grids as they are now.
    """
    change = _held(change_id, version, actor, state=ChangeState.DRAFT)
    _tried(change.community_id, change.operations, actor, at)
    change.state, change.submitted_at = ChangeState.SUBMITTED, at
    return _kept(change, "territory.submit_change", actor, at)


@transaction.atomic
def withdraw_change(*, change_id: UUID, version: int, actor: access.Actor, at: datetime) -> GridChangeView:
    """Take a change back while nobody has decided it; it is a draft again."""
    change = _held(change_id, version, actor, state=ChangeState.SUBMITTED)
    change.state, change.submitted_at = ChangeState.DRAFT, None
    return _kept(change, "territory.withdraw_change", actor, at)


@transaction.atomic
def decide_change(
    *, change_id: UUID, version: int, approved: bool, opinion: str, actor: access.Actor, at: datetime
) -> GridChangeView:
    """Say yes or no to a change. Yes ends the old grids at this moment and begins the new ones.

    :raises NotPermittedError: the actor drew it, or may not decide.
    :raises InvalidInputError: the grids have changed so that it cannot be done any more.
    """
    change = _held(change_id, version, actor, state=ChangeState.SUBMITTED, permission=APPROVE)
    if change.author_id == actor.account_id:
        message = say("Who drew a change does not decide it.")
        raise NotPermittedError(message, permission=APPROVE)
    if approved:
        apply(change, at)
    change.state = ChangeState.APPROVED if approved else ChangeState.REFUSED
    change.decided_by, change.decided_at, change.opinion = actor.account_id, at, opinion
    return _kept(change, "territory.decide_change", actor, at, approved=approved)


def _tried(community: str, operations: Operations, actor: access.Actor, at: datetime) -> tuple[Ground, Prospect]:
    """Return what operations would leave, if this actor may draw them and they can be done."""
    access.require(actor, MANAGE, grid=community)
    ground = ground_to_try(community, at)
    return ground, prospect(ground, operations)


def _held(
    change_id: UUID, version: int, actor: access.Actor, *, state: ChangeState, permission: str = MANAGE
) -> GridChange:
    """Return the change, locked, as the caller saw it."""
    change = GridChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        message = say("There is no such change to the grids.")
        raise NotFoundError(message, change_id=str(change_id))
    access.require(actor, permission, grid=change.community_id)
    if permission == MANAGE and change.author_id != actor.account_id:
        message = say("Only who drew a change may go on with it.")
        raise NotPermittedError(message, permission=permission)
    if change.version != version:
        message = say("The change to the grids has been changed since you saw it.")
        raise StaleVersionError(message, version=change.version, state=change.state)
    if change.state != state:
        message = say("The change to the grids is {now}, not {wanted}.", now=ChangeState(change.state), wanted=state)
        raise RefusedError(message, state=change.state)
    return change


def _kept(change: GridChange, what: str, actor: access.Actor, at: datetime, **facts: bool) -> GridChangeView:
    change.version += 1
    change.save()
    access.audit(actor, what, f"grid_change:{change.id}", at, **facts)
    return change_view(change)
