"""Places follow when the grids they lie in are replaced."""

from django.db import transaction

from cityloop.places.actions.importing import BATCH, change_of, stamp
from cityloop.places.models import Place, PlaceChange
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced

BESIDE_M = 1.0  # a place on the edge of the ground may miss it by a hair


@transaction.atomic
def follow_grids(told: GridsReplaced) -> None:
    """Give places of grids that ended the new one where they are; hearing of it a second time changes nothing.

    Heard late, after a further change, they go where they lie in the end: nobody tells of what has ended before.
    """
    territory.await_placing()
    bound = Place.objects.select_for_update().filter(grid__code__in=told.ended, valid_until__isnull=True)
    rows = list(bound.order_by("code"))
    new = tuple(sorted({heir for begun in told.forebears for heir in territory.standing_heirs(begun)}))
    among, spots = territory.locator(territory.STANDING, among=new), [row.position for row in rows]
    found = among.locate_many([spot.x for spot in spots], [spot.y for spot in spots], tolerance_m=BESIDE_M)
    held = [(row, place.grid_code) for row, place in zip(rows, found, strict=True) if place]
    lost = [(row, row.grid_id or "") for row, place in zip(rows, found, strict=True) if place is None]
    PlaceChange.objects.bulk_create([change_of(row, told.at) for row, _ in held])
    for row, code in held:
        row.grid_id = code
        row.version += 1
    Place.objects.bulk_update([row for row, _ in held], ["grid", "version"], batch_size=BATCH)
    kind = territory.LooseEndKind.PLACE
    ends = [territory.LooseEndDraft(kind, row.code, row.name, code, new) for row, code in lost]
    territory.note_loose_ends(change_id=told.change_id, ends=ends, at=told.at)
    if rows:
        stamp()
