"""The door to places."""

from cityloop.places.actions import end_place, follow_grids, import_places
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
    "written",
]
