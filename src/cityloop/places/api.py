"""The door to places."""

from cityloop.places.actions.editing import add_place, change_place, end_place
from cityloop.places.actions.following import follow_grids
from cityloop.places.actions.importing import import_places
from cityloop.places.actions.tables import take_in_places
from cityloop.places.contracts import (
    AddressParts,
    BatchReport,
    Direction,
    Found,
    Geocoded,
    KindQuality,
    NearPlace,
    PlaceChangeView,
    PlaceDraft,
    PlaceKind,
    PlaceLayer,
    PlacesStored,
    PlaceView,
    Precision,
    Surroundings,
)
from cityloop.places.domain.parsing import parse, written
from cityloop.places.queries.around import surroundings
from cityloop.places.queries.geocoding import HEADINGS, geocode, geocode_many, table_rows
from cityloop.places.queries.records import place, places

__all__ = [
    "HEADINGS",
    "AddressParts",
    "BatchReport",
    "Direction",
    "Found",
    "Geocoded",
    "KindQuality",
    "NearPlace",
    "PlaceChangeView",
    "PlaceDraft",
    "PlaceKind",
    "PlaceLayer",
    "PlaceView",
    "PlacesStored",
    "Precision",
    "Surroundings",
    "add_place",
    "change_place",
    "end_place",
    "follow_grids",
    "geocode",
    "geocode_many",
    "import_places",
    "parse",
    "place",
    "places",
    "surroundings",
    "table_rows",
    "take_in_places",
    "written",
]
