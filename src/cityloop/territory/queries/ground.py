"""Reads: divisions, grids, and from a point to its grid."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from math import cos, isfinite, radians
from typing import Any
from uuid import UUID

import orjson
from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.gis.geos import Point, Polygon
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import TextField, Value

from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say
from cityloop.territory.contracts import (
    CGCS2000,
    CityView,
    DivisionLevel,
    DivisionView,
    DutyGridView,
    EvaluationGridView,
    GridPlace,
    UnitGridView,
)
from cityloop.territory.models import (
    City,
    Division,
    DutyGrid,
    DutyMembership,
    EvaluationGrid,
    FormerAttributes,
    UnitGrid,
)

METRES_PER_DEGREE = 111_320.0
MEMBER = "memberships__unit_grid__code"
SLACK = 1.01  # a box in degrees is an estimate; the exact distance decides afterwards

NEAREST_GRID = """
SELECT code, area_level, duty_grid_code
  FROM territory_unitgrid
 WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4490)
   AND valid_from <= %(at)s AND (valid_until IS NULL OR valid_until > %(at)s)
   AND ST_DWithin(geometry::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography, %(tolerance)s)
 ORDER BY ST_Distance(geometry::geography, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4490)::geography), code
 LIMIT 1
"""


def city() -> CityView:
    """Return the city of this installation.

    :raises NotFoundError: no city has been loaded.
    """
    row = City.objects.select_related("division").first()
    if row is None:
        message = say("No city has been loaded.")
        raise NotFoundError(message)
    west, south, east, north = row.division.geometry.extent
    return CityView(
        row.division_id, row.division.name, row.timezone, row.metric_srid, row.revision, west, south, east, north
    )


def revision() -> int:
    """Return the count of changes to the ground so far; 0 before a city is loaded."""
    return City.objects.values_list("revision", flat=True).first() or 0


def stamp() -> UUID | None:
    """Return what names the ground as it is: another one after every change, also after one that was taken back."""
    with connection.cursor() as cursor:  # asked before every use of a cache: the ORM would cost twice the query
        cursor.execute("SELECT stamp FROM territory_city")
        found: tuple[UUID] | None = cursor.fetchone()
    return found[0] if found else None


def division(code: str) -> DivisionView:
    """Return one division.

    :raises NotFoundError: there is none of this code.
    """
    found = Division.objects.filter(code=code).values_list("code", "name", "level", "parent_id").first()
    if found is None:
        message = say("There is no division {code}.", code=code)
        raise NotFoundError(message, code=code)
    return _division(*found)


def divisions(
    level: DivisionLevel | None = None, *, within: str = "", at: datetime | None = None
) -> list[DivisionView]:
    """Return the divisions of a level (all levels if None) whose code begins with `within`, in order of code."""
    rows = Division.objects.filter(code__startswith=within)
    rows = rows.filter(level=level) if level else rows
    rows = rows.filter(valid_at(at)) if at else rows
    return [_division(*row) for row in rows.order_by("code").values_list("code", "name", "level", "parent_id")]


def division_geometry(code: str) -> Mapping[str, Any]:
    """Return the boundary of a division as GeoJSON.

    :raises NotFoundError: there is none of this code.
    """
    row = Division.objects.filter(code=code).annotate(shape=AsGeoJSON("geometry", precision=7)).first()
    if row is None:
        message = say("There is no division {code}.", code=code)
        raise NotFoundError(message, code=code)
    shape: Mapping[str, Any] = orjson.loads(row.shape)
    return shape


def names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of these divisions by code; a code that is unknown is left out."""
    return dict(Division.objects.filter(code__in=set(codes)).values_list("code", "name"))


def source_codes() -> dict[tuple[DivisionLevel, str], str]:
    """Return the code of every division that came from a layer, by level and its id there."""
    rows = Division.objects.exclude(source_id="").values_list("level", "source_id", "code")
    return {(DivisionLevel(level), source_id): code for level, source_id, code in rows}


def locate(*, longitude: float, latitude: float, at: datetime, tolerance_m: float = 0.0) -> GridPlace | None:
    """Return the place of a point at a moment: one indexed query. A point on a border belongs to the lowest code.

    :param tolerance_m: where no grid holds the point, take the nearest one if it is this near (a second query).
    :raises InvalidInputError: the point is not on the globe.
    """
    require_on_globe(longitude, latitude)
    point = Point(longitude, latitude, srid=CGCS2000)
    rows = UnitGrid.objects.filter(valid_at(at), geometry__intersects=point)
    found: tuple[str, str, str | None] | None = min(
        rows.values_list("code", "area_level", "duty_grid__code"), default=None
    )
    if found is None and tolerance_m > 0:
        found = _nearest(longitude, latitude, at, tolerance_m)
    return place(*found) if found else None


def place(code: str, area_level: str, duty_grid_code: str | None) -> GridPlace:
    """Return the place that a grid code spells."""
    return GridPlace(code, code[:12], code[:9], code[:6], area_level, duty_grid_code)


def as_it_was(found: GridPlace, at: datetime) -> GridPlace:
    """Return a place with the area class and the duty grid that its grid had at a moment: two queries."""
    former = _former([found.grid_code], at).get(found.grid_code)
    duty = DutyMembership.objects.filter(valid_at(at), unit_grid__code=found.grid_code)
    return replace(
        found,
        area_level=former.area_level if former else found.area_level,
        duty_grid_code=duty.values_list("duty_grid__code", flat=True).first(),
    )


def places(codes: Collection[str]) -> dict[str, GridPlace]:
    """Return the places of these unit grids by code, ended ones too; a code that is unknown is left out."""
    rows = UnitGrid.objects.filter(code__in=set(codes)).values_list("code", "area_level", "duty_grid__code")
    return {row[0]: place(*row) for row in rows}


def unit_grid(code: str) -> UnitGridView:
    """Return one unit grid with its shape, also when it has ended.

    :raises NotFoundError: there is none of this code.
    """
    row = UnitGrid.objects.filter(code=code).annotate(shape=AsGeoJSON("geometry", precision=8)).first()
    if row is None:
        message = say("There is no unit grid {code}.", code=code)
        raise NotFoundError(message, code=code)
    return _unit_grid(row, orjson.loads(row.shape), row.duty_grid_id)


def unit_grids(
    *, within: str, at: datetime, after: str = "", limit: int = 200, shapes: bool = False
) -> list[UnitGridView]:
    """Return up to `limit` unit grids whose code begins with `within` and is above `after`, in order of code.

    Each is as it was at this moment.
    """
    rows = UnitGrid.objects.filter(valid_at(at), code__startswith=within, code__gt=after).order_by("code")
    shape = AsGeoJSON("geometry", precision=8) if shapes else Value(None, TextField())
    found = list(rows.annotate(shape=shape).defer("geometry")[:limit])
    codes = [row.code for row in found]
    former, homes = _former(codes, at), _homes(codes, at)
    return [
        _unit_grid(row, orjson.loads(row.shape) if row.shape else None, homes.get(row.code), former.get(row.code))
        for row in found
    ]


def duty_grids(*, within: str = "", at: datetime, after: str = "", limit: int | None = None) -> list[DutyGridView]:
    """Return the duty grids whose code begins with `within` and is above `after`, in order of code.

    Each with the unit grids that it had at this moment, also where it has ended since.
    """
    rows = (
        DutyGrid.objects.filter(valid_at(at), code__startswith=within, code__gt=after)
        .annotate(grids=ArrayAgg(MEMBER, filter=valid_at(at, "memberships__"), order_by=MEMBER))
        .order_by("code")
    )
    return [
        DutyGridView(code, community, tuple(grids or ()))
        for code, community, grids in rows.values_list("code", "community__code", "grids")[:limit]
    ]


def evaluation_grids(*, within: str = "", at: datetime) -> list[EvaluationGridView]:
    """Return the evaluation grids whose code begins with `within`, with their duty grids, in order of code."""
    rows = (
        EvaluationGrid.objects.filter(valid_at(at), code__startswith=within)
        .annotate(duties=ArrayAgg("duty_grids__code", filter=valid_at(at, "duty_grids__"), order_by="duty_grids__code"))
        .order_by("code")
    )
    return [
        EvaluationGridView(code, code[:9], code[-1], tuple(duties or ()))
        for code, duties in rows.values_list("code", "duties")
    ]


def extent(code: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of everything whose division code begins with this one."""
    box: tuple[float, float, float, float] | None = Division.objects.filter(code__startswith=code).aggregate(
        box=Extent("geometry")
    )["box"]
    return box


def box_around(longitude: float, latitude: float, radius_m: float) -> Polygon:
    """Return a box in degrees that surely holds everything within the radius."""
    height = radius_m * SLACK / METRES_PER_DEGREE
    width = height / max(cos(radians(abs(latitude))), 0.01)
    return Polygon.from_bbox((longitude - width, latitude - height, longitude + width, latitude + height))


def require_on_globe(longitude: float, latitude: float) -> None:
    """Refuse coordinates that are none.

    :raises InvalidInputError: not finite, or outside -180..180 and -90..90.
    """
    if not (isfinite(longitude) and isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90):
        message = say("Longitude must lie within -180..180 and latitude within -90..90.")
        raise InvalidInputError(message, field="longitude, latitude")


def _nearest(longitude: float, latitude: float, at: datetime, tolerance_m: float) -> tuple[str, str, str | None] | None:
    west, south, east, north = box_around(longitude, latitude, tolerance_m).extent
    box = {"west": west, "south": south, "east": east, "north": north}
    with connection.cursor() as cursor:
        cursor.execute(NEAREST_GRID, box | {"x": longitude, "y": latitude, "at": at, "tolerance": tolerance_m})
        found: tuple[str, str, str | None] | None = cursor.fetchone()
    return found


def _division(code: str, name: str, level: str, parent_code: str | None) -> DivisionView:
    return DivisionView(code, name, DivisionLevel(level), parent_code)


def _former(codes: Collection[str], at: datetime) -> dict[str, FormerAttributes]:
    """Return what grids were at a moment, of those that have been given other attributes since."""
    rows = FormerAttributes.objects.filter(unit_grid__code__in=codes, valid_until__gt=at).order_by("-valid_until")
    return {row.unit_grid_id: row for row in rows}


def _homes(codes: Collection[str], at: datetime) -> dict[str, str]:
    """Return the duty grids in which unit grids lay at a moment."""
    rows = DutyMembership.objects.filter(valid_at(at), unit_grid__code__in=codes)
    return dict(rows.values_list("unit_grid__code", "duty_grid__code"))


def _unit_grid(
    row: UnitGrid,
    geometry: Mapping[str, Any] | None,
    duty_grid_code: str | None,
    former: FormerAttributes | None = None,
) -> UnitGridView:
    was = former or row
    return UnitGridView(
        row.code,
        row.community_id,
        was.area_level,
        row.area_m2,
        duty_grid_code,
        row.valid_from,
        row.valid_until,
        was.land_use,
        was.management_level,
        geometry,
    )
