"""Doing an approved change: old grids end at its moment, new ones begin, and everybody bound to them hears of it."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry

from cityloop.kernel import outbox
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import say
from cityloop.territory.actions.judged import form
from cityloop.territory.actions.loose_ends import close_gathered, note_loose_ends
from cityloop.territory.actions.members import note_members
from cityloop.territory.actions.storing import announce
from cityloop.territory.contracts import CGCS2000, LooseEndDraft, LooseEndKind, Stored
from cityloop.territory.domain.operations import ATTRIBUTES
from cityloop.territory.events import GridsReplaced
from cityloop.territory.models import (
    City,
    DutyGrid,
    EvaluationGrid,
    FormerAttributes,
    GridChange,
    GridHeir,
    UnitGrid,
)
from cityloop.territory.queries.reshaped import Ground, Prospect, ground_of, prospect


def apply(change: GridChange, at: datetime) -> None:
    """Do the operations on the grids as they are; changes to the ground stand in a queue.

    :raises InvalidInputError: the grids have changed so that they cannot be done any more.
    """
    City.objects.select_for_update().get()
    ground = ground_of(change.community_id, at)
    found = prospect(ground, change.operations)
    following = found.following
    DutyGrid.objects.filter(code__in=following.ended).update(valid_until=at)
    DutyGrid.objects.bulk_create(
        [DutyGrid(code=code, community_id=ground.community, valid_from=at) for code in found.duty_codes.values()]
    )
    _end(change, ground, found, at)
    _mark(change, found, at)
    _begin(change, ground, found, at)
    note_members(at, within=ground.community, fresh=list(found.duty_codes.values()))
    if EvaluationGrid.objects.filter(valid_until=None).exists():
        form(valid_from=at, at=at)
    close_gathered(ground.community, at)
    note_loose_ends(change_id=change.id, ends=list(_without_duty_grid(found)), at=at)
    if found.reshaped.ended or following.ended or following.begun:
        outbox.publish(_replaced(change, found, at))
    announce("unit grids", Stored(added=len(found.codes), changed=len(found.reshaped.ended)), at)


def _end(change: GridChange, ground: Ground, found: Prospect, at: datetime) -> None:
    young = [code for code in found.reshaped.ended if ground.rows[code].valid_from >= at]
    if young:
        message = say("Unit grid {code} has only just begun.", code=young[0])
        raise RefusedError(message, code=young[0])
    UnitGrid.objects.filter(code__in=found.reshaped.ended).update(valid_until=at, ended_by=change)
    moved = []
    for code, row in ground.rows.items():
        if code not in found.reshaped.ended and row.duty_grid_id != (duty := found.duty_grid(code)):
            row.duty_grid_id = duty
            moved.append(row)
    UnitGrid.objects.bulk_update(moved, ["duty_grid"])


def _mark(change: GridChange, found: Prospect, at: datetime) -> None:
    """Give standing grids their new attributes and keep what they were."""
    marked = found.marked()
    rows = [found.rows[grid.code] for grid in marked]
    FormerAttributes.objects.bulk_create(
        [
            FormerAttributes(
                unit_grid=row, change=change, valid_until=at, **{each: getattr(row, each) for each in ATTRIBUTES}
            )
            for row in rows
        ]
    )
    for row, grid in zip(rows, marked, strict=True):
        for each in ATTRIBUTES:
            setattr(row, each, getattr(grid, each))
    UnitGrid.objects.bulk_update(rows, ATTRIBUTES)


def _begin(change: GridChange, ground: Ground, found: Prospect, at: datetime) -> None:
    names = list(found.codes)
    shapes = np.array([found.reshaped.begun[name] for name in names], dtype=object)
    drawn = shapely.to_wkb(ground.plane.unflatten(shapes)) if names else ()
    UnitGrid.objects.bulk_create(
        [
            UnitGrid(
                code=found.codes[name],
                community_id=ground.community,
                duty_grid_id=found.duty_grid(name),
                geometry=GEOSGeometry(memoryview(wkb), srid=CGCS2000),
                area_m2=round(float(shape.area), 2),
                begun_by=change,
                valid_from=at,
                **found.attributes(name),
            )
            for name, shape, wkb in zip(names, shapes, drawn, strict=True)
        ]
    )
    GridHeir.objects.bulk_create(
        [
            GridHeir(old_id=old, new_id=found.codes[name], share=min(share, 1.0))
            for old, heirs in found.reshaped.heirs.items()
            for name, share in heirs.items()
        ]
    )


def _without_duty_grid(found: Prospect) -> Iterator[LooseEndDraft]:
    for duty, names in found.following.left.items():
        if names:
            codes = tuple(sorted(found.code(name) for name in names))
            yield LooseEndDraft(LooseEndKind.DUTY_GRID, subject=duty, label="", code=duty, codes=codes)


def _replaced(change: GridChange, found: Prospect, at: datetime) -> GridsReplaced:
    following, named = found.following, found.duty_codes
    return GridsReplaced(
        at=at,
        change_id=change.id,
        community=change.community_id,
        ended=found.reshaped.ended,
        forebears={found.codes[name]: given for name, given in found.parts.items()},
        carried={old: tuple(named.get(duty, duty) for duty in duties) for old, duties in following.carried.items()},
        left={old: tuple(sorted(found.code(name) for name in names)) for old, names in following.left.items()},
        begun_duty_grids=tuple(named.values()),
    )
