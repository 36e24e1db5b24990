"""What is wrong with the ground as it is, and shapes on their way to and from the city's plane."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from cityloop.territory.contracts import DivisionLevel, FaultView
from cityloop.territory.domain.inspection import Fault, inspect_coverage, inspect_grids
from cityloop.territory.domain.planes import Plane
from cityloop.territory.models import City, Division, UnitGrid
from cityloop.territory.queries.ground import stamp


def faults(*, within: str = "") -> tuple[FaultView, ...]:
    """Return everything that is wrong with the divisions and unit grids that stand and whose code begins with `within`.

    Each level is looked at against the one above it. The answer is kept in the process until the ground changes.
    """
    return _faults(str(connection.settings_dict["NAME"]), stamp(), within)


@lru_cache(maxsize=32)
def _faults(_database: str, _stamp: UUID | None, within: str) -> tuple[FaultView, ...]:
    row = City.objects.first()
    if row is None:
        return ()
    plane = Plane(row.metric_srid)
    levels = {level: _division_shapes(level, within, plane) for level in DivisionLevel}
    found: list[Fault] = []
    for level in (DivisionLevel.STREET, DivisionLevel.COMMUNITY):
        above = level.above or DivisionLevel.CITY
        digits = above.code_length
        if digits < len(within):
            continue  # not everything that lies in the one above is looked at
        homes = {code: levels[above].get(code[:digits], shapely.Polygon()) for code in levels[level]}
        found += inspect_coverage(levels[level], homes)
    communities = levels[DivisionLevel.COMMUNITY]
    standing = UnitGrid.objects.filter(valid_until=None, code__startswith=within)
    grids = dict(standing.values_list("code", "geometry"))
    shapes = flat([shape.wkb for shape in grids.values()], plane)
    if communities:
        later = set(standing.filter(begun_by__isnull=False).values_list("code", flat=True))
        found += inspect_grids(dict(zip(grids, shapes, strict=True)), communities, later=later)
    return views(sorted(found, key=lambda fault: fault.kind.is_advice), plane)


def _division_shapes(level: DivisionLevel, within: str, plane: Plane) -> dict[str, BaseGeometry]:
    """Return the divisions of a level within an area; of those above the area the one that holds it."""
    wanted = within[: level.code_length]
    rows = Division.objects.filter(valid_until=None, level=level, code__startswith=wanted).order_by("code")
    shapes = {row.code: row.geometry for row in rows}
    return dict(zip(shapes, flat([shape.wkb for shape in shapes.values()], plane), strict=True))


def flat(wkbs: Sequence[memoryview | bytes], plane: Plane) -> list[BaseGeometry]:
    """Return shapes in metres."""
    if not wkbs:
        return []
    return list(plane.flatten(np.asarray(shapely.from_wkb([bytes(wkb) for wkb in wkbs]), dtype=object)))


def drawn(shapes: Sequence[BaseGeometry], plane: Plane) -> list[Mapping[str, Any]]:
    """Return shapes in metres as GeoJSON in longitude and latitude."""
    if not shapes:
        return []
    return [orjson.loads(text) for text in shapely.to_geojson(plane.unflatten(np.array(shapes, dtype=object)))]


def views(found: Sequence[Fault], plane: Plane) -> tuple[FaultView, ...]:
    """Return faults as they cross the door."""
    shapes = drawn([fault.shape for fault in found], plane)
    return tuple(
        FaultView(fault.kind, fault.kind.is_advice, fault.codes, fault.area_m2, fault.width_m, geometry)
        for fault, geometry in zip(found, shapes, strict=True)
    )
