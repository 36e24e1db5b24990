"""Places come in by layers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import orjson
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.references import check_references
from cityloop.kernel.wording import say, verbatim
from cityloop.places.actions.placing import Ground, Placed, Spot, place_drafts
from cityloop.places.contracts import PlaceDraft, PlaceKind, PlaceLayer, PlacesStored
from cityloop.places.domain.doors import number_of
from cityloop.places.domain.identity import number_codes, prefix_of
from cityloop.places.domain.writing import fold
from cityloop.places.events import PlacesImported
from cityloop.places.models import Gazetteer, Place, PlaceChange, PlaceSequence
from cityloop.territory import api as territory

COLUMNS = (
    "id, code, kind, name, aliases, former_names, category, road_code, road_name, number_text, number, number_tail,"
    " grid_code, geometry, position, details, data_source, source_layer, external_id, digest, valid_from"
)
CHANGEABLE = (
    "name", "aliases", "former_names", "category", "road", "road_name", "number_text", "number", "number_tail", "grid",
    "geometry", "position", "details", "data_source", "digest", "changed_at", "version",
)  # fmt: skip
TOLD = ("name", "aliases", "former_names", "category", "road_name", "number_text", "details", "data_source")
BATCH = 2000
KNOWN = """
SELECT external_id, digest, grid_code, road_code, ST_X(position), ST_Y(position), road_name
  FROM places_place WHERE source_layer = %s AND valid_until IS NULL
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there of a place: what its layer last said, what it is bound to, where it is."""

    digest: str
    grid_code: str | None
    road_code: str | None
    spot: Spot

    def is_bound(self, grid: str | None, road: str | None) -> bool:
        """Return whether it is bound to these already; what is not found leaves what was."""
        return (grid or self.grid_code, road or self.road_code) == (self.grid_code, self.road_code)


@transaction.atomic
def import_places(
    *, layer: PlaceLayer, drafts: Sequence[PlaceDraft], valid_from: datetime, at: datetime
) -> PlacesStored:
    """Bring a layer of places in; a second import of the same layer changes nothing.

    A place is known again by layer and external id and keeps its code; what it was before a change is recorded, and a
    name that it loses stays among its former names. Where the layer says what it said before, corrections stand, and
    the place is only bound to the grid and road that are there now. Import roads before the door plates on them.

    :raises InvalidInputError: an external id comes twice, a name or number is missing, or a geometry is empty.
    :raises RefusedError: the layer is known with places of another kind, which their codes hold.
    """
    require_sound(layer, drafts)
    territory.hold_ground()
    ground = Ground.under(layer.kind)
    placed = place_drafts(layer, drafts, ground)
    known = _known(layer)
    fresh = [item for item in placed if item.draft.external_id not in known]
    told = {item.draft.external_id: item for item in placed if item.draft.external_id in known}
    said = {key: item for key, item in told.items() if item.digest != known[key].digest}
    astray = _astray({key: known[key] for key in told if key not in said}, ground)
    changed = len(said) + len(astray)
    _change(layer, said, astray, ground, at)
    insert(layer, fresh, valid_from)
    if fresh or changed:
        check_references()
        stamp()
        outbox.publish(PlacesImported(at=at, layer=layer.name, added=len(fresh), changed=changed))
    return PlacesStored(
        layer=layer.name,
        added=len(fresh),
        changed=changed,
        unchanged=len(told) - changed,
        missing=len(known) - len(told),
        unplaced=sum(item.grid_code is None for item in placed),
        roadless=sum(bool(item.draft.road) and item.road_code is None for item in placed),
    )


def require_sound(layer: PlaceLayer, drafts: Sequence[PlaceDraft]) -> None:
    """Refuse drafts that say too little.

    :raises InvalidInputError: an external id comes twice, a name or number is missing.
    """
    twice = [key for key, count in Counter(draft.external_id for draft in drafts).items() if count > 1]
    is_door = layer.kind is PlaceKind.DOORPLATE
    lacking = [
        draft.external_id
        for draft in drafts
        if not draft.external_id or not fold(draft.road if is_door else draft.name) or (is_door and not draft.number)
    ]
    if twice:
        message = say("The external id {external_id!r} comes more than once.", external_id=twice[0])
        raise InvalidInputError(message, field="external_id", values=twice[:20])
    if lacking:
        message = say("The place {external_id!r} lacks an id, a name, a road or a number.", external_id=lacking[0])
        raise InvalidInputError(message, field="external_id", values=lacking[:20])


def _known(layer: PlaceLayer) -> dict[str, _Known]:
    """Return what is there of the layer's places, by external id."""
    rows = Place.objects.filter(source_layer=layer.name, valid_until__isnull=True)
    other = rows.exclude(kind=layer.kind).values_list("code", "kind").first()
    if other is not None:
        message = say(
            "Layer {name} holds places of kind {kind}; it cannot become {new_kind}.",
            name=layer.name,
            kind=PlaceKind(other[1]),
            new_kind=layer.kind,
        )
        raise RefusedError(message, code=other[0])
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [layer.name])
        return {key: _Known(digest, grid, road, Spot(*spot)) for key, digest, grid, road, *spot in cursor.fetchall()}


def _astray(known: Mapping[str, _Known], ground: Ground) -> list[str]:
    """Return which places are bound to another grid or road than where they are, or where a correction put them."""
    bound = ground.bind([each.spot for each in known.values()])
    return [key for (key, each), to in zip(known.items(), bound, strict=True) if not each.is_bound(*to)]


def insert(layer: PlaceLayer, fresh: Sequence[Placed], valid_from: datetime) -> list[str]:
    """Write new places with COPY and return their codes, given in the order of the layer."""
    if not fresh:
        return []
    codes = _next_codes([item.grid_code for item in fresh], layer.kind)
    with connection.cursor() as cursor, cursor.copy(f"COPY places_place ({COLUMNS}) FROM STDIN") as copy:
        for code, item in zip(codes, fresh, strict=True):
            copy.write_row((new_id(), code, layer.kind.value, *_values(layer, item), valid_from))
    return codes


def _values(layer: PlaceLayer, item: Placed) -> tuple[object, ...]:
    draft = item.draft
    number, tail = number_of(draft.number) if draft.number else (None, "")
    name = draft.name or f"{draft.road}{draft.number}"
    return (
        name,
        list(draft.aliases),
        list(draft.former_names),
        draft.category,
        item.road_code,
        draft.road,
        draft.number,
        number,
        tail,
        item.grid_code,
        item.geometry,
        item.position,
        orjson.dumps(dict(draft.details)).decode(),
        layer.data_source,
        layer.name,
        draft.external_id,
        item.digest,
    )


def _next_codes(grids: Sequence[str | None], kind: PlaceKind) -> list[str]:
    """Give the next identity codes; the sequences stay locked until the transaction ends."""
    city_code = territory.city().code
    prefixes = [prefix_of(grid, city_code, kind) for grid in grids]
    distinct = sorted(set(prefixes))
    PlaceSequence.objects.bulk_create([PlaceSequence(prefix=prefix) for prefix in distinct], ignore_conflicts=True)
    rows = PlaceSequence.objects.select_for_update().filter(prefix__in=distinct).order_by("prefix")
    last = {row.prefix: row.last for row in rows}
    try:
        codes = number_codes(prefixes, last)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="kind") from error
    PlaceSequence.objects.bulk_update([PlaceSequence(prefix=p, last=n) for p, n in last.items()], ["last"])
    return codes


def _change(layer: PlaceLayer, said: Mapping[str, Placed], astray: Sequence[str], ground: Ground, at: datetime) -> None:
    """Give known places what the layer says now, bind those that are astray anew, and record what all of them were."""
    rows = Place.objects.select_for_update().filter(
        source_layer=layer.name, external_id__in=[*said, *astray], valid_until__isnull=True
    )
    found = list(rows.order_by("code"))
    PlaceChange.objects.bulk_create([change_of(row, at) for row in found])
    bound = ground.bind([Spot(row.position.x, row.position.y, row.road_name) for row in found])
    for row, (grid, road) in zip(found, bound, strict=True):
        if row.external_id in said:
            give(row, layer, said[row.external_id], at)
        else:
            row.grid_id, row.road_id = grid or row.grid_id, road or row.road_id
            row.version += 1
    Place.objects.bulk_update(found, CHANGEABLE, batch_size=BATCH)


def change_of(row: Place, at: datetime) -> PlaceChange:
    """Return the record of what a place is before it changes."""
    told = {name: getattr(row, name) for name in TOLD}
    told |= {"longitude": row.position.x, "latitude": row.position.y, "grid_code": row.grid_id}
    return PlaceChange(place=row, changed_at=at, before=told)


def give(row: Place, layer: PlaceLayer, item: Placed, at: datetime) -> None:
    """Give a place its new values; a name that it loses stays among its former names."""
    draft, lost = item.draft, row.name
    row.number, row.number_tail = number_of(draft.number) if draft.number else (None, "")
    row.name = draft.name or f"{draft.road}{draft.number}"
    row.aliases, row.former_names = list(draft.aliases), list(draft.former_names)
    if lost not in {row.name, *row.former_names, *row.aliases}:
        row.former_names.append(lost)
    row.category, row.road_name, row.number_text = draft.category, draft.road, draft.number
    row.road_id, row.grid_id = item.road_code, item.grid_code
    row.geometry = GEOSGeometry(item.geometry)
    row.position = Point(item.longitude, item.latitude, srid=territory.CGCS2000)
    row.details, row.data_source, row.digest, row.changed_at = dict(draft.details), layer.data_source, item.digest, at
    row.version += 1


def stamp() -> None:
    """Say that what is known of places is another now."""
    Gazetteer.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})
