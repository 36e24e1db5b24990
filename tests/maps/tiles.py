"""Tiles as tests ask for them and read them."""

from gzip import decompress
from math import asinh, floor, pi, radians, tan
from typing import Any

import mapbox_vector_tile
from django.test import Client

from cityloop.maps.domain.tiles import Tile
from tests.maps.furnishing import bearer
from tests.support.town import EAST_SPOT, Town, position


def tile_at(zoom: int, spot: tuple[float, float] = EAST_SPOT) -> Tile:
    longitude, latitude = position(*spot)
    x = floor((longitude + 180) / 360 * 2**zoom)
    return Tile(zoom, x, floor((1 - asinh(tan(radians(latitude))) / pi) / 2 * 2**zoom))


def address(layer: str, tile: Tile) -> str:
    return f"/api/v1/tiles/{layer}/{tile.z}/{tile.x}/{tile.y}.pbf"


def get(
    client: Client,
    town: Town,
    layer: str,
    zoom: int,
    who: str = "leader",
    spot: tuple[float, float] = EAST_SPOT,
    **more: str,
) -> Any:
    return client.get(address(layer, tile_at(zoom, spot)), headers=bearer(town, who) | more)


def read(answer: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the properties of all features by layer."""
    assert answer.status_code == 200, answer.content
    decoded = mapbox_vector_tile.decode(decompress(answer.content))
    return {name: [feature["properties"] for feature in layer["features"]] for name, layer in decoded.items()}
