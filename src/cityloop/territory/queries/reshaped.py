"""What a change to the grids would do, and what is wrong with the ground as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say, verbatim
from cityloop.territory.contracts import BegunGrid, ChangeOutcome, DivisionLevel, FaultView, HeirView
from cityloop.territory.domain.following import follow
from cityloop.territory.domain.inspection import Fault, inspect_coverage, inspect_grids
from cityloop.territory.domain.operations import operations_of
from cityloop.territory.domain.planes import Plane
from cityloop.territory.domain.reshaping import OperationRefusedError, Reshaped, number, reshape
from cityloop.territory.models import City, Division, UnitGrid
from cityloop.territory.queries.ground import city, stamp


@dataclass(frozen=True, slots=True)
class Ground:
    """The unit grids of one community now, with their shapes in metres."""

    community: str
    outline: BaseGeometry
    rows: Mapping[str, UnitGrid]
    shapes: Mapping[str, BaseGeometry]
    highest: int
    plane: Plane


@dataclass(frozen=True, slots=True)
class Prospect:
    """What operations would leave of a ground: shapes in metres, codes, attributes from the largest forebear."""

    reshaped: Reshaped
    codes: Mapping[str, str]
    forebears: Mapping[str, Mapping[str, float]]
    duty_grids: Mapping[str, str | None]
    ended_duty_grids: tuple[str, ...]

    def nearest(self, name: str) -> str:
        """Return the forebear that gave a new grid the most."""
        given = self.forebears[name]
        return max(sorted(given), key=lambda code: given[code])


def ground_of(community: str, at: datetime) -> Ground:
    """Return the unit grids of a community as they stand.

    :raises NotFoundError: there is no such community.
    """
    home = Division.objects.filter(code=community, level=DivisionLevel.COMMUNITY).first()
    if home is None:
        message = say("There is no community {code}.", code=community)
        raise NotFoundError(message, code=community)
    plane = Plane(city().metric_srid)
    ever = UnitGrid.objects.filter(community__code=community)
    rows = {row.code: row for row in ever.filter(valid_at(at)).order_by("code")}
    highest = max((int(code[-3:]) for code in ever.values_list("code", flat=True)), default=0)
    flat = _flat([home.geometry.wkb, *(row.geometry.wkb for row in rows.values())], plane)
    return Ground(community, flat[0], rows, dict(zip(rows, flat[1:], strict=True)), highest, plane)


def prospect(ground: Ground, kept: Sequence[Mapping[str, Any]]) -> Prospect:
    """Return what operations would leave.

    :raises InvalidInputError: an operation cannot be done; `operation` counts them from 1.
    """
    try:
        done = reshape(ground.shapes, operations_of(kept, ground.plane))
    except OperationRefusedError as error:
        raise InvalidInputError(verbatim(error), field="operations", operation=error.place) from error
    try:
        codes = number(done.begun, ground.community, ground.highest)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="operations") from error
    forebears: dict[str, dict[str, float]] = {name: {} for name in done.begun}
    for old, heirs in done.heirs.items():
        for name, share in heirs.items():
            forebears[name][old] = share
    duties = {code: row.duty_grid_id for code, row in ground.rows.items()}
    return Prospect(done, codes, forebears, *follow(duties, ground.shapes, done, forebears))


def outcome(ground: Ground, found: Prospect) -> ChangeOutcome:
    """Return a prospect as it is shown, with the faults its community would have."""
    shapes = found.reshaped.begun
    drawn = _drawn(list(shapes.values()), ground.plane)
    after = {code: shape for code, shape in ground.shapes.items() if code not in found.reshaped.ended}
    after |= {found.codes[name]: shape for name, shape in shapes.items()}
    begun = tuple(
        BegunGrid(
            name=name,
            code=found.codes[name],
            area_m2=round(shapes[name].area, 2),
            area_level=ground.rows[found.nearest(name)].area_level,
            geometry=geometry,
            forebears=tuple(HeirView(code, share) for code, share in sorted(found.forebears[name].items())),
        )
        for name, geometry in zip(shapes, drawn, strict=True)
    )
    later = {code for code, row in ground.rows.items() if row.begun_by_id} | set(found.codes.values())
    faults = inspect_grids(after, {ground.community: ground.outline}, later=later)
    return ChangeOutcome(found.reshaped.ended, begun, found.ended_duty_grids, _views(faults, ground.plane))


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
    flat = _flat([shape.wkb for shape in grids.values()], plane)
    if communities:
        later = set(standing.filter(begun_by__isnull=False).values_list("code", flat=True))
        found += inspect_grids(dict(zip(grids, flat, strict=True)), communities, later=later)
    return _views(sorted(found, key=lambda fault: fault.kind.is_advice), plane)


def _division_shapes(level: DivisionLevel, within: str, plane: Plane) -> dict[str, BaseGeometry]:
    """Return the divisions of a level within an area; of those above the area the one that holds it."""
    wanted = within[: level.code_length]
    rows = Division.objects.filter(valid_until=None, level=level, code__startswith=wanted).order_by("code")
    shapes = {row.code: row.geometry for row in rows}
    return dict(zip(shapes, _flat([shape.wkb for shape in shapes.values()], plane), strict=True))


def _flat(wkbs: Sequence[memoryview | bytes], plane: Plane) -> list[BaseGeometry]:
    if not wkbs:
        return []
    return list(plane.flatten(np.asarray(shapely.from_wkb([bytes(wkb) for wkb in wkbs]), dtype=object)))


def _drawn(shapes: Sequence[BaseGeometry], plane: Plane) -> list[Mapping[str, Any]]:
    """Return shapes in metres as GeoJSON in longitude and latitude."""
    if not shapes:
        return []
    return [orjson.loads(text) for text in shapely.to_geojson(plane.unflatten(np.array(shapes, dtype=object)))]


def _views(found: Sequence[Fault], plane: Plane) -> tuple[FaultView, ...]:
    drawn = _drawn([fault.shape for fault in found], plane)
    return tuple(
        FaultView(fault.kind, fault.kind.is_advice, fault.codes, fault.area_m2, fault.width_m, geometry)
        for fault, geometry in zip(found, drawn, strict=True)
    )
