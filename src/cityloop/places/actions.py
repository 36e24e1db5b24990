"""Writes: places come in by layers, and end."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say, verbatim
from cityloop.places.contracts import PlaceDraft, PlaceKind, PlaceLayer, PlacesStored
from cityloop.places.domain.doors import number_of
from cityloop.places.domain.identity import number_codes, prefix_of
from cityloop.places.domain.writing import fold
from cityloop.places.events import PlaceEnded, PlacesImported
from cityloop.places.models import Gazetteer, Place, PlaceChange, PlaceSequence
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced

COLUMNS = (
    "id, code, kind, name, aliases, former_names, category, road_code, road_name, number_text, number, number_tail,"
    " grid_code, geometry, position, details, data_source, source_layer, external_id, digest, valid_from"
)
CHANGEABLE = (
    "name", "aliases", "former_names", "category", "road", "road_name", "number_text", "number", "number_tail", "grid",
    "geometry", "position", "details", "data_source", "digest", "changed_at",
)  # fmt: skip
TOLD = ("name", "aliases", "former_names", "category", "road_name", "number_text", "details", "data_source")
BATCH = 2000
BESIDE_M = 1.0  # a place on the edge of the ground may miss it by a hair


@dataclass(frozen=True, slots=True)
class _Placed:
    """A draft with all that follows from it."""

    draft: PlaceDraft
    geometry: str  # EWKB in hexadecimal digits
    position: str
    longitude: float
    latitude: float
    grid_code: str | None
    road_code: str | None
    digest: str


@transaction.atomic
def import_places(
    *, layer: PlaceLayer, drafts: Sequence[PlaceDraft], valid_from: datetime, at: datetime
) -> PlacesStored:
    """Bring a layer of places in; a second import of the same layer changes nothing.

    A place is known again by layer and external id and keeps its code; what it was before a change is recorded, and a
    name that it loses stays among its former names. Import roads before the door plates on them.

    :raises InvalidInputError: an external id comes twice, a name or number is missing, or a geometry is empty.
    :raises RefusedError: the layer is known with places of another kind, which their codes hold.
    """
    _require_sound(layer, drafts)
    placed = _place(layer, drafts, max(valid_from, at))
    known = _known(layer)
    fresh = [item for item in placed if item.draft.external_id not in known]
    changed = {item.draft.external_id: item for item in placed if _is_changed(item, known)}
    _change(layer, changed, at)
    _insert(layer, fresh, valid_from)
    if fresh or changed:
        _stamp()
        outbox.publish(PlacesImported(at=at, layer=layer.name, added=len(fresh), changed=len(changed)))
    return PlacesStored(
        layer=layer.name,
        added=len(fresh),
        changed=len(changed),
        unchanged=len(placed) - len(fresh) - len(changed),
        missing=len(known.keys() - {draft.external_id for draft in drafts}),
        unplaced=sum(item.grid_code is None for item in placed),
        roadless=sum(bool(item.draft.road) and item.road_code is None for item in placed),
    )


@transaction.atomic
def end_place(*, code: str, at: datetime) -> None:
    """End a place: it is found no more, and its code is never given again.

    :raises NotFoundError: there is none of this code.
    :raises RefusedError: it has ended before, or door plates still hang on it.
    """
    row = Place.objects.select_for_update().filter(code=code).first()
    if row is None:
        message = say("There is no place {code}.", code=code)
        raise NotFoundError(message, code=code)
    if row.valid_until is not None or row.doors.filter(valid_until__isnull=True).exists():
        message = say("The place {code} has ended, or door plates hang on it that have not.", code=code)
        raise RefusedError(message, code=code)
    row.valid_until = at
    row.save(update_fields=["valid_until"])
    _stamp()
    outbox.publish(PlaceEnded(at=at, code=code))


@transaction.atomic
def follow_grids(told: GridsReplaced) -> None:
    """Give places of grids that ended the new one where they are; hearing of it a second time changes nothing."""
    rows = list(Place.objects.select_for_update().filter(grid__code__in=told.ended, valid_until__isnull=True))
    among, spots = territory.locator(told.at, among=told.forebears), [row.position for row in rows]
    found = among.locate_many([spot.x for spot in spots], [spot.y for spot in spots], tolerance_m=BESIDE_M)
    held = [(row, place.grid_code) for row, place in zip(rows, found, strict=True) if place]
    lost = [(row, row.grid_id or "") for row, place in zip(rows, found, strict=True) if place is None]
    PlaceChange.objects.bulk_create(
        [PlaceChange(place=row, changed_at=told.at, before=_before(row)) for row, _ in held]
    )
    for row, code in held:
        row.grid_id = code
    Place.objects.bulk_update([row for row, _ in held], ["grid"], batch_size=BATCH)
    kind, new = territory.LooseEndKind.PLACE, tuple(told.forebears)
    ends = [territory.LooseEndDraft(kind, row.code, row.name, code, new) for row, code in lost]
    territory.note_loose_ends(change_id=told.change_id, ends=ends, at=told.at)
    if rows:
        _stamp()


def _require_sound(layer: PlaceLayer, drafts: Sequence[PlaceDraft]) -> None:
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


def _known(layer: PlaceLayer) -> dict[str, tuple[str, str | None]]:
    """Return the digests and grids of the layer's places by external id."""
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
    return {key: (digest, grid) for key, digest, grid in rows.values_list("external_id", "digest", "grid__code")}


def _is_changed(item: _Placed, known: Mapping[str, tuple[str, str | None]]) -> bool:
    now = (item.digest, item.grid_code)
    return known.get(item.draft.external_id, now) != now


def _place(layer: PlaceLayer, drafts: Sequence[PlaceDraft], at: datetime) -> list[_Placed]:
    shapes = shapely.set_srid(shapely.from_wkb([draft.geometry for draft in drafts]), territory.CGCS2000)
    empty = [draft.external_id for draft, gone in zip(drafts, shapely.is_empty(shapes), strict=True) if gone]
    if empty:
        message = say("The place {external_id!r} has an empty geometry.", external_id=empty[0])
        raise InvalidInputError(message, field="geometry", values=empty[:20])
    points = shapely.set_srid(shapely.point_on_surface(shapes), territory.CGCS2000)
    x, y = shapely.get_x(points).tolist(), shapely.get_y(points).tolist()
    grids = territory.locator(at).locate_many(shapely.get_x(points), shapely.get_y(points))
    whole = shapely.to_wkb(shapes, hex=True, include_srid=True).tolist()
    at_points = shapely.to_wkb(points, hex=True, include_srid=True).tolist()
    roads = _Roads.known() if layer.kind is PlaceKind.DOORPLATE else None
    placed = []
    for number, draft in enumerate(drafts):
        grid = grids[number]
        road = roads.nearest(draft.road, x[number], y[number]) if roads else None
        code = grid.grid_code if grid else None
        digest = _digest(layer, draft, road)
        placed.append(_Placed(draft, whole[number], at_points[number], x[number], y[number], code, road, digest))
    return placed


@dataclass(frozen=True, slots=True)
class _Roads:
    """Roads by their folded names: code, longitude and latitude of each."""

    by_name: Mapping[str, list[tuple[str, float, float]]]

    @classmethod
    def known(cls) -> "_Roads":
        by_name: dict[str, list[tuple[str, float, float]]] = {}
        rows = Place.objects.filter(kind=PlaceKind.ROAD, valid_until__isnull=True).order_by("code")
        for code, name, aliases, position in rows.values_list("code", "name", "aliases", "position"):
            for each in {name, *aliases}:
                by_name.setdefault(fold(each), []).append((code, position.x, position.y))
        return cls(by_name)

    def nearest(self, name: str, x: float, y: float) -> str | None:
        """Return the code of the road of this name that is nearest; None where there is none."""
        found = self.by_name.get(fold(name), [])
        return min(found, key=lambda road: (road[1] - x) ** 2 + (road[2] - y) ** 2)[0] if found else None


def _digest(layer: PlaceLayer, draft: PlaceDraft, road_code: str | None) -> str:
    """Return a fingerprint of everything that an import may change, but for the grid, which the ground decides."""
    own = (draft.name, draft.aliases, draft.former_names, draft.category, draft.road, draft.number)
    text = repr((*own, sorted(draft.details.items()), layer.data_source, road_code))
    return sha256(text.encode() + b"\x1e" + draft.geometry).hexdigest()


def _insert(layer: PlaceLayer, fresh: Sequence[_Placed], valid_from: datetime) -> None:
    """Write new places with COPY, their codes given in the order of the layer."""
    if not fresh:
        return
    codes = _next_codes([item.grid_code for item in fresh], layer.kind)
    with connection.cursor() as cursor, cursor.copy(f"COPY places_place ({COLUMNS}) FROM STDIN") as copy:
        for code, item in zip(codes, fresh, strict=True):
            copy.write_row((new_id(), code, layer.kind.value, *_values(layer, item), valid_from))


def _values(layer: PlaceLayer, item: _Placed) -> tuple[object, ...]:
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


def _change(layer: PlaceLayer, changed: Mapping[str, _Placed], at: datetime) -> None:
    """Give known places their new values and record what they were."""
    rows = Place.objects.select_for_update().filter(
        source_layer=layer.name, external_id__in=changed, valid_until__isnull=True
    )
    found = list(rows)
    PlaceChange.objects.bulk_create([PlaceChange(place=row, changed_at=at, before=_before(row)) for row in found])
    for row in found:
        _give(row, layer, changed[row.external_id], at)
    Place.objects.bulk_update(found, CHANGEABLE, batch_size=BATCH)


def _before(row: Place) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in TOLD}
    return told | {"longitude": row.position.x, "latitude": row.position.y, "grid_code": row.grid_id}


def _give(row: Place, layer: PlaceLayer, item: _Placed, at: datetime) -> None:
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


def _stamp() -> None:
    Gazetteer.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})
