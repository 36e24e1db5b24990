"""Components follow when the grid they stand in is replaced by others."""

from django.db import transaction

from cityloop.assets.actions.staging import FARTHEST_M
from cityloop.assets.models import Component
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced

BATCH = 2000


@transaction.atomic
def follow_grids(told: GridsReplaced) -> None:
    """Give components of grids that ended the new one where they stand; what was removed keeps the grid of its time.

    Hearing of it a second time changes nothing; heard late, after a further change, they go where they lie in the end.
    """
    territory.await_placing()
    rows = Component.objects.select_for_update().filter(grid__code__in=told.ended, valid_until__isnull=True)
    found = list(rows.only("code", "name", "position", "grid").order_by("code"))
    new = tuple(sorted({heir for begun in told.forebears for heir in territory.standing_heirs(begun)}))
    locator = territory.locator(territory.STANDING, among=new)
    spots = [row.position for row in found]
    places = locator.locate_many([spot.x for spot in spots], [spot.y for spot in spots], tolerance_m=FARTHEST_M)
    moved, ends = [], []
    for row, place in zip(found, places, strict=True):
        if place is not None:
            row.grid_id = place.grid_code
            moved.append(row)
        else:
            kind = territory.LooseEndKind.COMPONENT
            ends.append(territory.LooseEndDraft(kind, row.code, label=row.name, code=str(row.grid_id), codes=new))
    Component.objects.bulk_update(moved, ["grid"], batch_size=BATCH)
    territory.note_loose_ends(change_id=told.change_id, ends=ends, at=told.at)
