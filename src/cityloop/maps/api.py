"""The door of maps."""

from cityloop.maps.actions import note_change, tally
from cityloop.maps.contracts import Amenity, BaseMap, LayerName, NearbyPlace, RenderedTile, Sheet
from cityloop.maps.domain.tiles import DEEPEST, Tile
from cityloop.maps.queries.tiles import layer, render, tag_of

__all__ = [
    "DEEPEST",
    "Amenity",
    "BaseMap",
    "LayerName",
    "NearbyPlace",
    "RenderedTile",
    "Sheet",
    "Tile",
    "layer",
    "note_change",
    "render",
    "tag_of",
    "tally",
]
