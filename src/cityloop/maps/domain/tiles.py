"""Tiles of the web: where they lie, and what is drawn at which zoom."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from math import asinh, atan, degrees, floor, pi, radians, sinh, tan

DEEPEST = 22
CELL_ZOOM = 14  # squares of about two kilometres, by which it is noted what happened on the ground of a tile
UTMOST = 85.05112877980659  # degrees of latitude, where the pyramid ends
EXTENT, MARGIN = 4096, 64  # units of a tile, and how far shapes reach over its edge so that no seam shows


class Detail(IntEnum):
    """How much ground one count stands for: the number of digits that its code has."""

    DISTRICT = 6
    STREET = 9
    COMMUNITY = 12
    UNIT_GRID = 15


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the Web Mercator pyramid."""

    z: int
    x: int
    y: int

    @property
    def is_real(self) -> bool:
        """Return whether the pyramid has such a tile."""
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    def ground(self, margin: float = MARGIN / EXTENT) -> tuple[float, float, float, float]:
        """Return west, south, east and north in degrees, wider by this share of the tile on each side."""
        west, east = (_longitude(self.x + step, self.z) for step in (-margin, 1 + margin))
        north, south = (_latitude(self.y + step, self.z) for step in (-margin, 1 + margin))
        return max(west, -180.0), south, min(east, 180.0), north

    def cells(self) -> Iterator["Tile"]:
        """Yield the squares of `CELL_ZOOM` that its ground, margin included, lies in; its own zoom is no smaller."""
        size = float(2 ** (self.z - CELL_ZOOM))
        reach, last = MARGIN / EXTENT, 2**CELL_ZOOM - 1
        spans = [
            range(max(floor((place - reach) / size), 0), min(floor((place + 1 + reach) / size), last) + 1)
            for place in (self.x, self.y)
        ]
        return (Tile(CELL_ZOOM, x, y) for x, y in product(*spans))


def cells_under(west: float, south: float, east: float, north: float) -> Iterator[Tile]:
    """Yield the squares of `CELL_ZOOM` that a box in degrees touches."""
    last = 2**CELL_ZOOM - 1
    columns = range(*(min(max(_column(degree) + more, 0), last + 1) for degree, more in ((west, 0), (east, 1))))
    rows = range(*(min(max(_row(degree) + more, 0), last + 1) for degree, more in ((north, 0), (south, 1))))
    return (Tile(CELL_ZOOM, x, y) for x, y in product(columns, rows))


def detail_of(zoom: int) -> Detail:
    """Return what counts are divided by at a zoom, so that a tile holds some hundreds of them at most."""
    ladder = ((8, Detail.DISTRICT), (10, Detail.STREET), (13, Detail.COMMUNITY))
    return next((detail for most, detail in ladder if zoom <= most), Detail.UNIT_GRID)


def _column(longitude: float) -> int:
    return floor((longitude + 180) / 360 * float(1 << CELL_ZOOM))


def _row(latitude: float) -> int:
    inside = min(max(latitude, -UTMOST), UTMOST)
    return floor((1 - asinh(tan(radians(inside))) / pi) / 2 * float(1 << CELL_ZOOM))


def _longitude(x: float, z: int) -> float:
    return x / float(1 << z) * 360 - 180


def _latitude(y: float, z: int) -> float:
    return degrees(atan(sinh(pi * (1.0 - 2.0 * y / float(1 << z)))))
