"""Territory over HTTP: read the request, call the door, write the answer."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime, Field

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import Cursor, Moment, Page, PageSize, page, problems, quick
from cityloop.kernel.wording import say
from cityloop.territory import api
from cityloop.territory.policies import READ, area_within

router = Router(tags=["territory"], auth=signed_in)

DivisionCode = Annotated[str, Path(pattern=r"^[0-9]{6,12}$", example="110101001")]
GridCode = Annotated[str, Path(pattern=r"^[0-9]{15}$", example="110101001001001")]
Within = Annotated[str, Query(pattern=r"^[0-9]{0,15}$", description="The beginning of the codes wanted.")]
Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]


class City(Schema):
    """The city of this installation."""

    code: str
    name: str
    timezone: str
    metric_srid: int = Field(description="EPSG number of the plane that lengths and areas are measured in.")
    revision: int = Field(description="Rises with every change to divisions or grids.")
    west: float
    south: float
    east: float
    north: float


class DivisionOut(Schema):
    """A city, district, street or community."""

    code: str
    name: str
    level: api.DivisionLevel
    parent_code: str | None


class Geometry(Schema):
    """A GeoJSON geometry, longitude and latitude in CGCS2000."""

    type: str
    coordinates: list[Any]


class UnitGrid(Schema):
    """A unit grid."""

    code: str
    community_code: str
    area_level: str
    area_m2: float
    duty_grid_code: str | None
    land_use: str
    management_level: str
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    geometry: Geometry | None = None


class Heir(Schema):
    """A grid, and the share of the old grid's area that went over."""

    code: str
    share: float


class Former(Schema):
    """What a grid was, besides its ground, until a moment."""

    area_level: str
    land_use: str
    management_level: str
    valid_until: AwareDatetime


class Lineage(Schema):
    """Where a grid's ground came from and where it went, and what else it was."""

    forebears: list[Heir]
    heirs: list[Heir]
    former: list[Former] = Field(description="What it was before it was given other attributes, the latest first.")


class DutyGrid(Schema):
    """A duty grid and its unit grids."""

    code: str
    community_code: str
    grid_codes: list[str]


class EvaluationGrid(Schema):
    """An evaluation grid and the duty grids that are judged as one."""

    code: str
    street_code: str
    area_level: str
    duty_codes: list[str]


class Place(Schema):
    """Where a point lies."""

    grid_code: str
    community_code: str
    street_code: str
    district_code: str
    area_level: str
    duty_grid_code: str | None
    names: Mapping[str, str] = Field(description="Names of district, street and community by code.")


class NamedPlace(Schema):
    """A district, street or community as a place to go to: a point within it."""

    code: str
    level: api.DivisionLevel
    label: str = Field(description="Its name after the names of those it lies in.")
    longitude: float
    latitude: float


@router.get("/city", response={200: City, **problems(401, 403, 404)}, operation_id="read_city")
def read_city(request: ActorRequest) -> api.CityView:
    """Return the city: its code, name, time zone and extent."""
    require(request.auth, READ)
    return api.city()


@router.get("/divisions", response={200: list[DivisionOut], **problems(401, 403, 422)}, operation_id="list_divisions")
def list_divisions(
    request: ActorRequest, level: api.DivisionLevel | None = None, within: Within = ""
) -> list[api.DivisionView]:
    """Return the divisions that hold today, in order of code. Their names are no secret: the area does not matter."""
    require(request.auth, READ)
    return api.divisions(level, within=within, at=now())


@router.get("/places", response={200: list[NamedPlace], **problems(401, 403, 422)}, operation_id="search_places")
def search_places(
    request: ActorRequest,
    words: Annotated[str, Query(min_length=2, max_length=60, pattern=r"^[^\x00]+$", description="Part of a name.")],
) -> list[api.NamedPlace]:
    """Return the districts, streets and communities whose name holds these words, the larger ones first."""
    require(request.auth, READ)
    return api.named_places(words, at=now())


@router.get(
    "/divisions/{code}", response={200: DivisionOut, **problems(401, 403, 404, 422)}, operation_id="read_division"
)
def read_division(request: ActorRequest, code: DivisionCode) -> api.DivisionView:
    """Return one division."""
    require(request.auth, READ)
    return api.division(code)


@router.get(
    "/divisions/{code}/geometry",
    response={200: Geometry, **problems(401, 403, 404, 422)},
    operation_id="read_division_geometry",
)
def read_division_geometry(request: ActorRequest, code: DivisionCode) -> Mapping[str, Any]:
    """Return the boundary of a division."""
    require(request.auth, READ)
    return api.division_geometry(code)


@router.get("/unit-grids", response={200: Page[UnitGrid], **problems(401, 403, 422)}, operation_id="list_unit_grids")
def list_unit_grids(
    request: ActorRequest,
    within: Within = "",
    include: Literal["geometry"] | None = None,
    at: Moment | None = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return the unit grids in the caller's area as they stand, or stood at a moment, in order of code."""
    area = area_within(request.auth, READ, within)
    rows = api.unit_grids(
        within=area, at=at or now(), after=_after(cursor), limit=limit + 1, shapes=include is not None
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].code) if len(rows) > limit else None)


@router.get(
    "/unit-grids/{code}", response={200: UnitGrid, **problems(401, 403, 404, 422)}, operation_id="read_unit_grid"
)
def read_unit_grid(request: ActorRequest, code: GridCode) -> api.UnitGridView:
    """Return one unit grid with its geometry, also one that has ended."""
    require(request.auth, READ, grid=code)
    return api.unit_grid(code)


@router.get(
    "/unit-grids/{code}/lineage",
    response={200: Lineage, **problems(401, 403, 404, 422)},
    operation_id="read_unit_grid_lineage",
)
def read_lineage(request: ActorRequest, code: GridCode) -> Lineage:
    """Return the grids whose ground this one took over, and those that took over its own."""
    require(request.auth, READ, grid=code)
    found = api.unit_grid(code).code
    return Lineage.model_validate(
        {"forebears": api.forebears(found), "heirs": api.heirs(found), "former": api.former_attributes(found)}
    )


@router.get("/duty-grids", response={200: Page[DutyGrid], **problems(401, 403, 422)}, operation_id="list_duty_grids")
def list_duty_grids(
    request: ActorRequest, within: Within = "", at: Moment | None = None, cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return the duty grids in the caller's area with their unit grids as they are, or were at a moment, in order."""
    area = area_within(request.auth, READ, within)
    rows = api.duty_grids(within=area, at=at or now(), after=_after(cursor), limit=limit + 1)
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].code) if len(rows) > limit else None)


@router.get(
    "/evaluation-grids",
    response={200: list[EvaluationGrid], **problems(401, 403, 422)},
    operation_id="list_evaluation_grids",
)
def list_evaluation_grids(request: ActorRequest, within: Within = "") -> HttpResponse:
    """Return the evaluation grids in the caller's area, in order of code."""
    return quick(api.evaluation_grids(within=area_within(request.auth, READ, within)[:9], at=now()))


@router.get("/locate", response={200: Place, **problems(401, 403, 404, 422)}, operation_id="locate_point")
def locate_point(
    request: ActorRequest,
    longitude: Longitude,
    latitude: Latitude,
    tolerance_m: Annotated[float, Query(ge=0, le=500, allow_inf_nan=False)] = 0.0,
    at: Moment | None = None,
) -> Place:
    """Return the unit grid that holds a point, or the nearest one within the tolerance; 404 if there is none.

    With `at` the grid that held it at that moment, as it was then.
    """
    require(request.auth, READ)
    place = api.locate(longitude=longitude, latitude=latitude, at=at or now(), tolerance_m=tolerance_m)
    if place is None:
        message = say("No unit grid holds this point.")
        raise NotFoundError(message, longitude=longitude, latitude=latitude)
    require(request.auth, READ, grid=place.grid_code)
    place = api.as_it_was(place, at) if at else place
    named = api.names([place.district_code, place.street_code, place.community_code])
    return Place(
        grid_code=place.grid_code,
        community_code=place.community_code,
        street_code=place.street_code,
        district_code=place.district_code,
        area_level=place.area_level,
        duty_grid_code=place.duty_grid_code,
        names=named,
    )


def _after(cursor: str | None) -> str:
    return str(cursors.decode(cursor, length=1)[0]) if cursor else ""
