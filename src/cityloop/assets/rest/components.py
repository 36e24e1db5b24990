"""The inventory over HTTP: read the request, call the door, write the answer."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime

from cityloop.access.api import Actor, ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import READ
from cityloop.kernel import cursors
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import Cursor, Page, PageSize, page, problems, quick
from cityloop.kernel.wording import say
from cityloop.territory.api import area_within

router = Router(tags=["assets"], auth=signed_in)

Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]
ClassCode = Annotated[str, Query(pattern=r"^([0-9]{4,5})?$", description="Major and minor number, as 03005.")]
Within = Annotated[str, Query(pattern=r"^[0-9]{0,15}$", description="The beginning of the codes of unit grids.")]


class Geometry(Schema):
    """A GeoJSON geometry, longitude and latitude in CGCS2000."""

    type: str
    coordinates: list[Any]


class Component(Schema):
    """A component: what it is, where it stands, whose it is, how it is."""

    id: UUID
    code: str
    class_edition: str
    class_code: str
    name: str
    grid_code: str | None
    longitude: float
    latitude: float
    manager_body_id: UUID | None
    owner_body_id: UUID | None
    keeper_body_id: UUID | None
    state: api.ComponentState
    source_layer: str
    external_id: str
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    data_source: str
    accuracy: api.AccuracyClass | None
    note: str
    surveyed_on: date | None
    changed_on: date | None
    looked_on: date | None
    geometry: Geometry | None = None


class NearComponent(Schema):
    """A component and how far it is, in metres."""

    component: Component
    distance_m: float


def component_of(actor: Actor, code: str, *, shape: bool = False) -> api.ComponentView:
    """Return a component that the actor may see.

    :raises NotFoundError: there is none of this code.
    """
    require(actor, READ)
    found = api.component(code, shape=shape)
    if found is None:
        message = say("There is no component {code}.", code=code)
        raise NotFoundError(message, code=code)
    require(actor, READ, grid=found.grid_code or "")
    return found


@router.get("/components", response={200: Page[Component], **problems(401, 403, 422)}, operation_id="list_components")
def list_components(
    request: ActorRequest,
    within: Within = "",
    class_code: ClassCode = "",
    state: api.ComponentState | None = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return the components in the caller's area, in order of code."""
    rows = api.components(
        within=area_within(request.auth, READ, within),
        class_code=class_code,
        state=state,
        after=str(cursors.decode(cursor, length=1)[0]) if cursor else "",
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].code) if len(rows) > limit else None)


@router.get("/search", response={200: list[Component], **problems(401, 403, 422)}, operation_id="search_components")
def search_components(
    request: ActorRequest,
    words: Annotated[str, Query(min_length=2, max_length=60, pattern=r"^[^\x00]+$")],
) -> HttpResponse:
    """Return components of the caller's area by the beginning of a code, or by part of a name, one of each name."""
    require(request.auth, READ)
    return quick(api.find_components(words=words, within=request.auth.area_code))


@router.get(
    "/components/{code}", response={200: Component, **problems(401, 403, 404, 422)}, operation_id="read_component"
)
def read_component(
    request: ActorRequest, code: Annotated[str, Path(pattern=r"^[0-9]{16,17}$", example="11010101002000001")]
) -> api.ComponentView:
    """Return one component with its geometry. One outside every unit grid is for those who see the whole city."""
    return component_of(request.auth, code, shape=True)


@router.get(
    "/near", response={200: list[NearComponent], **problems(401, 403, 422)}, operation_id="list_near_components"
)
def list_near_components(
    request: ActorRequest,
    longitude: Longitude,
    latitude: Latitude,
    radius_m: Annotated[float, Query(gt=0, le=5000, allow_inf_nan=False)] = 50.0,
    class_code: ClassCode = "",
    limit: PageSize = 20,
) -> HttpResponse:
    """Return the components of the caller's area that stand within the radius, nearest first."""
    require(request.auth, READ)
    return quick(
        api.near(
            longitude=longitude,
            latitude=latitude,
            radius_m=radius_m,
            class_code=class_code,
            within=request.auth.area_code,
            limit=limit,
        )
    )
