"""A layer of places out of a table."""

import re
from datetime import datetime
from math import isfinite

import shapely
from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BadTableError, Line, read_table
from cityloop.kernel.wording import say
from cityloop.places.actions.importing import import_places
from cityloop.places.contracts import PlaceDraft, PlaceKind, PlaceLayer, PlacesStored
from cityloop.places.domain.drawing import fits
from cityloop.places.policies import MANAGE

NEEDED = ("external_id", "longitude", "latitude")
OPTIONAL = ("name", "aliases", "former_names", "category", "road", "number")
BETWEEN_NAMES = re.compile("[、,;\uff0c\uff1b]")  # as city packages have it, and what spreadsheets leave of it
LONGEST_NAME, LONGEST_WORD, LONGEST_ID, MOST_NAMES = 120, 40, 100, 30


@transaction.atomic
def take_in_places(*, layer: PlaceLayer, content: bytes, actor: access.Actor, at: datetime) -> PlacesStored:
    """Take in a layer as CSV or xlsx, all of it or nothing; the same file again changes nothing.

    Several names in one cell stand apart by 、 or commas. A table has a point for each place, so roads do not come so.

    :raises BadTableError: lines cannot be taken; the refusal tells them all.
    :raises InvalidInputError: roads, or what `import_places` refuses.
    """
    access.require(actor, MANAGE, grid="")
    if not fits(layer.kind, shapely.Point(0, 0)):
        message = say("A table holds points; a road needs its middle line, which city packages bring.")
        raise InvalidInputError(message, field="kind")
    lines = list(read_table(content, columns=NEEDED, optional=OPTIONAL))
    drafts = [_draft(line, layer.kind) for line in lines]
    faults = [fault for line in lines for fault in line.faults]
    if faults:
        raise BadTableError.of(faults)
    stored = import_places(layer=layer, drafts=drafts, valid_from=at, at=at)
    access.audit(actor, "places.import_places", f"layer:{layer.name}", at, added=stored.added, changed=stored.changed)
    return stored


def _draft(line: Line, kind: PlaceKind) -> PlaceDraft:
    is_door = kind is PlaceKind.DOORPLATE
    position = (_degrees(line, "longitude", 180.0), _degrees(line, "latitude", 90.0))
    return PlaceDraft(
        external_id=line.text("external_id", longest=LONGEST_ID),
        name=line.text("name", longest=LONGEST_NAME, optional=is_door),
        geometry=shapely.to_wkb(shapely.Point(*position)),
        aliases=_names(line, "aliases"),
        former_names=_names(line, "former_names"),
        category=line.text("category", longest=LONGEST_WORD, optional=True),
        road=line.text("road", longest=LONGEST_NAME, optional=not is_door),
        number=line.text("number", longest=LONGEST_WORD, optional=not is_door),
    )


def _degrees(line: Line, column: str, most: float) -> float:
    try:
        value = float(line.cells.get(column, ""))
    except ValueError:
        value = float("nan")
    if not isfinite(value) or abs(value) > most:
        line.refuse(column, say("must be degrees from {least} to {most}", least=-most, most=most))
        return 0.0
    return value


def _names(line: Line, column: str) -> tuple[str, ...]:
    told = line.text(column, longest=(LONGEST_NAME + 1) * MOST_NAMES, optional=True)
    names = tuple(name for each in BETWEEN_NAMES.split(told) if (name := each.strip()))
    if any(len(name) > LONGEST_NAME for name in names):
        line.refuse(column, say("must not be longer than {longest} characters", longest=LONGEST_NAME))
    return names
