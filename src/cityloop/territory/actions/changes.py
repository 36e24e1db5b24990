"""Changes to the unit grids: drawn by one account, decided by another, done in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import NotFoundError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.wording import say
from cityloop.territory.actions.storing import announce
from cityloop.territory.contracts import CGCS2000, ChangeOutcome, ChangeState, GridChangeView, Stored
from cityloop.territory.models import City, DutyGrid, GridChange, GridHeir, UnitGrid
from cityloop.territory.policies import APPROVE, MANAGE
from cityloop.territory.queries.changes import change_view
from cityloop.territory.queries.reshaped import Ground, Prospect, ground_of, outcome, prospect

Operations = Sequence[Mapping[str, Any]]


def preview_change(*, community: str, operations: Operations, actor: access.Actor, at: datetime) -> ChangeOutcome:
    """Return what operations would do to the grids of a community; nothing is kept.

    :raises InvalidInputError: an operation cannot be done.
    """
    access.require(actor, MANAGE, grid=community)
    ground = ground_of(community, at)
    return outcome(ground, prospect(ground, operations))


@transaction.atomic
def draw_change(
    *, title: str, community: str, operations: Operations, actor: access.Actor, at: datetime
) -> GridChangeView:
    """Keep a change as a draft.

    :raises InvalidInputError: an operation cannot be done.
    """
    preview_change(community=community, operations=operations, actor=actor, at=at)
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
    preview_change(community=change.community_id, operations=operations, actor=actor, at=at)
    change.title, change.operations = title, list(operations)
    return _kept(change, "territory.redraw_change", actor, at)


@transaction.atomic
def submit_change(*, change_id: UUID, version: int, actor: access.Actor, at: datetime) -> GridChangeView:
    """Hand a draft in to be decided.

    :raises InvalidInputError: its operations cannot be done on the grids as they are now.
    """
    change = _held(change_id, version, actor, state=ChangeState.DRAFT)
    preview_change(community=change.community_id, operations=change.operations, actor=actor, at=at)
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
        _apply(change, at)
    change.state = ChangeState.APPROVED if approved else ChangeState.REFUSED
    change.decided_by, change.decided_at, change.opinion = actor.account_id, at, opinion
    return _kept(change, "territory.decide_change", actor, at, approved=approved)


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


def _apply(change: GridChange, at: datetime) -> None:
    """Do the operations on the grids as they are; changes to the ground stand in a queue."""
    City.objects.select_for_update().get()
    ground = ground_of(change.community_id, at)
    found = prospect(ground, change.operations)
    DutyGrid.objects.filter(code__in=found.ended_duty_grids).update(valid_until=at)
    _end(change, ground, found, at)
    _begin(change, ground, found, at)
    announce("unit grids", Stored(added=len(found.codes), changed=len(found.reshaped.ended)), at)


def _end(change: GridChange, ground: Ground, found: Prospect, at: datetime) -> None:
    young = [code for code in found.reshaped.ended if ground.rows[code].valid_from >= at]
    if young:
        message = say("Unit grid {code} has only just begun.", code=young[0])
        raise RefusedError(message, code=young[0])
    UnitGrid.objects.filter(code__in=found.reshaped.ended).update(valid_until=at, ended_by=change)
    homeless = [row.code for row in ground.rows.values() if row.duty_grid_id in found.ended_duty_grids]
    standing = [code for code in homeless if code not in found.reshaped.ended]
    UnitGrid.objects.filter(code__in=standing).update(duty_grid=None)


def _begin(change: GridChange, ground: Ground, found: Prospect, at: datetime) -> None:
    names = list(found.codes)
    shapes = np.array([found.reshaped.begun[name] for name in names], dtype=object)
    drawn = shapely.to_wkb(ground.plane.unflatten(shapes))
    rows = []
    for name, shape, wkb in zip(names, shapes, drawn, strict=True):
        nearest = ground.rows[found.nearest(name)]
        rows.append(
            UnitGrid(
                code=found.codes[name],
                community_id=ground.community,
                duty_grid_id=found.duty_grids[name],
                geometry=GEOSGeometry(memoryview(wkb), srid=CGCS2000),
                area_m2=round(float(shape.area), 2),
                area_level=nearest.area_level,
                land_use=nearest.land_use,
                management_level=nearest.management_level,
                begun_by=change,
                valid_from=at,
            )
        )
    UnitGrid.objects.bulk_create(rows)
    GridHeir.objects.bulk_create(
        [
            GridHeir(old_id=old, new_id=found.codes[name], share=min(share, 1.0))
            for old, heirs in found.reshaped.heirs.items()
            for name, share in heirs.items()
        ]
    )
