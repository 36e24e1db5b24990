"""Corrections by hand: one place is added, changed or ended, and who did it is on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from cityloop.access import api as access
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError, StaleVersionError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say
from cityloop.places.actions.importing import change_of, give, insert, require_sound, stamp
from cityloop.places.actions.placing import Ground, place_drafts
from cityloop.places.contracts import PlaceDraft, PlaceKind, PlaceLayer, PlaceView
from cityloop.places.domain.drawing import fits
from cityloop.places.events import PlaceAdded, PlaceChanged, PlaceEnded
from cityloop.places.models import Place
from cityloop.places.policies import MANAGE
from cityloop.places.queries.records import place
from cityloop.territory import api as territory

BY_HAND = "by hand"  # the layer of places that no file brought, one for each kind
MOST_POINTS = 10_000
INSTANT = timedelta(microseconds=1)
_TUPLES = ("aliases", "former_names")


@transaction.atomic
def add_place(
    *, kind: PlaceKind, geometry: Mapping[str, Any], given: Mapping[str, Any], actor: access.Actor, at: datetime
) -> PlaceView:
    """Add a place that no layer knows.

    :param geometry: GeoJSON, longitude and latitude.
    :param given: fields of `PlaceDraft` by name.
    :raises InvalidInputError: a name or number is missing, or the geometry is not one of a place of this kind.
    :raises BusyError: whoever follows grids that ended keeps it waiting.
    """
    access.require(actor, MANAGE)
    layer = PlaceLayer(f"{BY_HAND}/{kind.value}", kind)
    draft = PlaceDraft(str(new_id()), str(given.get("name", "")), _wkb(kind, geometry))
    draft = _with(draft, given)
    require_sound(layer, [draft])
    territory.hold_ground(within_s=territory.PERSON_WAITS_S)
    (placed,) = place_drafts(layer, [draft], Ground.under(kind))
    access.require(actor, MANAGE, grid=placed.grid_code or "")

    (code,) = insert(layer, [placed], at)
    stamp()
    access.audit(actor, "places.add_place", f"place:{code}", at, kind=kind.value)
    outbox.publish(PlaceAdded(at=at, code=code))
    return _told(code)


@transaction.atomic
def change_place(*, code: str, version: int, given: Mapping[str, Any], actor: access.Actor, at: datetime) -> PlaceView:
    """Give a place other values; what it was is recorded, a name that it loses stays among its former names.

    What a layer says of it is not forgotten: the correction stands until the layer says something else.

    :param given: fields of `PlaceDraft` by name, the geometry as GeoJSON; those left out stay.
    :raises NotFoundError: there is none of this code.
    :raises StaleVersionError: it was changed meanwhile.
    :raises RefusedError: it has ended.
    :raises InvalidInputError: a name or number is missing, or the geometry is not one of a place of this kind.
    :raises BusyError: whoever follows grids that ended keeps it waiting.
    """
    territory.hold_ground(within_s=territory.PERSON_WAITS_S)
    row = _held(code, version, actor)
    kind, known = PlaceKind(row.kind), _draft_of(row)
    drawn = given.get("geometry")
    draft = _with(known, {name: value for name, value in given.items() if name != "geometry"})
    draft = replace(draft, geometry=_wkb(kind, drawn)) if drawn else draft
    if draft == known:
        return _told(code)
    layer = PlaceLayer(row.source_layer, kind, row.data_source)
    require_sound(layer, [draft])
    (placed,) = place_drafts(layer, [draft], Ground.under(kind))
    access.require(actor, MANAGE, grid=placed.grid_code or "")

    change_of(row, at).save(force_insert=True)
    give(row, layer, replace(placed, digest=row.digest), at)
    row.save()
    stamp()
    access.audit(actor, "places.change_place", f"place:{code}", at, changed=sorted(given))
    outbox.publish(PlaceChanged(at=at, code=code))
    return _told(code)


@transaction.atomic
def end_place(*, code: str, version: int, actor: access.Actor, at: datetime) -> PlaceView:
    """End a place: it is found no more, and its code is never given again.

    :raises NotFoundError: there is none of this code.
    :raises StaleVersionError: it was changed meanwhile.
    :raises RefusedError: it has ended before, or door plates still hang on it.
    """
    row = _held(code, version, actor)
    if row.doors.filter(valid_until__isnull=True).exists():
        message = say("Door plates hang on the place {code} that have not ended.", code=code)
        raise RefusedError(message, code=code)
    row.valid_until, row.version = max(at, row.valid_from + INSTANT), row.version + 1
    row.save(update_fields=["valid_until", "version"])
    stamp()
    access.audit(actor, "places.end_place", f"place:{code}", at)
    outbox.publish(PlaceEnded(at=at, code=code))
    return _told(code)


def _held(code: str, version: int, actor: access.Actor) -> Place:
    """Return the place, locked, if the actor may change it, saw it as it is, and it has not ended."""
    access.require(actor, MANAGE)
    row = Place.objects.select_for_update().filter(code=code).first()
    if row is None:
        message = say("There is no place {code}.", code=code)
        raise NotFoundError(message, code=code)
    access.require(actor, MANAGE, grid=row.grid_id or "")
    if row.version != version:
        message = say("The place {code} has been changed since you saw it.", code=code)
        raise StaleVersionError(message, code=code, version=row.version)
    if row.valid_until is not None:
        message = say("The place {code} has ended.", code=code)
        raise RefusedError(message, code=code)
    return row


def _draft_of(row: Place) -> PlaceDraft:
    return PlaceDraft(
        external_id=row.external_id,
        name="" if row.kind == PlaceKind.DOORPLATE and row.name == f"{row.road_name}{row.number_text}" else row.name,
        geometry=bytes(row.geometry.wkb),
        aliases=tuple(row.aliases),
        former_names=tuple(row.former_names),
        category=row.category,
        road=row.road_name,
        number=row.number_text,
        details=dict(row.details),
    )


def _with(draft: PlaceDraft, given: Mapping[str, Any]) -> PlaceDraft:
    values: dict[str, Any] = {name: tuple(value) if name in _TUPLES else value for name, value in given.items()}
    return replace(draft, **values)


def _wkb(kind: PlaceKind, geometry: Mapping[str, Any]) -> bytes:
    """Return GeoJSON as WKB.

    :raises InvalidInputError: it cannot be read, is no shape for a place of this kind, or leaves the globe.
    """
    drawn: BaseGeometry | None = shapely.from_geojson(orjson.dumps(dict(geometry)), on_invalid="ignore")
    if drawn is None or not fits(kind, drawn) or shapely.get_num_coordinates(drawn) > MOST_POINTS:
        message = say("The geometry cannot be read, or is none for a place of kind {kind}.", kind=kind)
        raise InvalidInputError(message, field="geometry")
    west, south, east, north = drawn.bounds
    territory.require_on_globe(west, south)
    territory.require_on_globe(east, north)
    return shapely.to_wkb(shapely.force_2d(drawn))


def _told(code: str) -> PlaceView:
    view = place(code)
    assert view is not None, "it was written a moment ago"  # noqa: S101 - for the type checker
    return view
