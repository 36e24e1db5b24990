"""The bulk locator: every grid in memory, kept until the ground changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf
from uuid import UUID

import shapely
from django.db import connection
from numpy.typing import ArrayLike

from cityloop.territory.contracts import GridPlace, Located
from cityloop.territory.domain.locating import GridIndex
from cityloop.territory.queries.ground import place, stamp


@dataclass(frozen=True, slots=True)
class SnapshotLocator:
    """Finds the grids of many points as the ground stood at one moment."""

    index: GridIndex
    places: tuple[GridPlace, ...]
    at: datetime

    def locate_many(self, longitudes: ArrayLike, latitudes: ArrayLike, *, tolerance_m: float = 0.0) -> Located:
        """Return the places of points; `longitudes` and `latitudes` have shape (n,)."""
        found = self.index.find(longitudes, latitudes, at=self.at.timestamp(), tolerance_m=tolerance_m)
        return Located(self.places, found)


def locator(at: datetime, among: Collection[str] | None = None) -> SnapshotLocator:
    """Return a locator for this moment; the first call after the ground changed reads every grid, others none.

    :param among: look in these grids only, which are read at every call.
    """
    if among is not None:
        return SnapshotLocator(*_read(list(among)), at)
    index, places = _snapshot(connection.alias, str(connection.settings_dict["NAME"]), stamp())
    return SnapshotLocator(index, places, at)


@lru_cache(maxsize=2)
def _snapshot(_alias: str, _database: str, _stamp: UUID | None) -> tuple[GridIndex, tuple[GridPlace, ...]]:
    return _read()


def _read(codes: list[str] | None = None) -> tuple[GridIndex, tuple[GridPlace, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, area_level, duty_grid_code, valid_from, valid_until, ST_AsBinary(geometry)"
            " FROM territory_unitgrid WHERE %(codes)s::text[] IS NULL OR code = ANY(%(codes)s::text[]) ORDER BY code",
            {"codes": codes},
        )
        rows = cursor.fetchall()
    shapes = shapely.from_wkb([bytes(row[5]) for row in rows])
    index = GridIndex.of(
        [
            (row[0], shape, row[3].timestamp(), row[4].timestamp() if row[4] else inf)
            for row, shape in zip(rows, shapes, strict=True)
        ]
    )
    return index, tuple(place(*row[:3]) for row in rows)
