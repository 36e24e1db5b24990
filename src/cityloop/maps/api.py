"""The door of maps."""

from cityloop.maps.actions import (
    note_case,
    note_change,
    note_component,
    note_components,
    note_place,
    note_places,
    tally,
)
from cityloop.maps.contracts import (
    Amenity,
    BadQuestionError,
    BaseMap,
    BaseMapState,
    Collection,
    LayerName,
    MapSystem,
    NearbyPlace,
    RasterLayer,
    RenderedTile,
    Sheet,
)
from cityloop.maps.domain.questions import (
    DEFAULT_LIMIT,
    MOST,
    Question,
    cursor_after,
    read_question,
    read_system,
    require_known,
)
from cityloop.maps.domain.systems import CRS84, STORAGE, System, systems
from cityloop.maps.domain.tiles import DEEPEST, Tile
from cityloop.maps.queries.base_maps import base_map_faults, base_maps
from cityloop.maps.queries.collections import COLLECTIONS
from cityloop.maps.queries.items import Features, extent, feature, page
from cityloop.maps.queries.nearby import FARTHEST_WALK_M, nearby
from cityloop.maps.queries.tiles import layer, render, tag_of

__all__ = [
    "COLLECTIONS",
    "CRS84",
    "DEEPEST",
    "DEFAULT_LIMIT",
    "FARTHEST_WALK_M",
    "MOST",
    "STORAGE",
    "Amenity",
    "BadQuestionError",
    "BaseMap",
    "BaseMapState",
    "Collection",
    "Features",
    "LayerName",
    "MapSystem",
    "NearbyPlace",
    "Question",
    "RasterLayer",
    "RenderedTile",
    "Sheet",
    "System",
    "Tile",
    "base_map_faults",
    "base_maps",
    "cursor_after",
    "extent",
    "feature",
    "layer",
    "nearby",
    "note_case",
    "note_change",
    "note_component",
    "note_components",
    "note_place",
    "note_places",
    "page",
    "read_question",
    "read_system",
    "render",
    "require_known",
    "systems",
    "tag_of",
    "tally",
]
