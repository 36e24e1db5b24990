"""Which shapes stand for which kinds of places."""

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.places.contracts import PlaceKind

POINT, LINE, GROUND = 0, 1, 2
DIMENSIONS: Mapping[PlaceKind, frozenset[int]] = {
    PlaceKind.REGION: frozenset({POINT, GROUND}),
    PlaceKind.TRACT: frozenset({POINT, GROUND}),
    PlaceKind.QUARTER: frozenset({POINT, GROUND}),
    PlaceKind.ROAD: frozenset({LINE}),
    PlaceKind.DOORPLATE: frozenset({POINT}),
    PlaceKind.POI: frozenset({POINT, GROUND}),
}


def fits(kind: PlaceKind, drawn: BaseGeometry) -> bool:
    """Return whether a place of this kind can be drawn so: a road by its middle line, a door plate by its point."""
    if drawn.is_empty or not drawn.is_valid or drawn.geom_type == "GeometryCollection":
        return False
    return int(shapely.get_dimensions(drawn)) in DIMENSIONS[kind]
