"""The inventory over HTTP: read the request, call the door, write the answer."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import Actor, ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import MANAGE, READ
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import Cursor, IdempotencyKey, Page, PageSize, Text, idempotent, page, problems, quick
from cityloop.kernel.wording import say
from cityloop.territory.api import area_within

router = Router(tags=["assets"], auth=signed_in)

Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]
CLASS_CODE, WITHIN = r"^([0-9]{4,5})?$", r"^[0-9]{0,15}$"
Within = Annotated[str, Query(pattern=WITHIN, description="The beginning of the codes of unit grids.")]
ClassCode = Annotated[str, Query(pattern=CLASS_CODE, description="Major and minor number, as 03005.")]


class InventoryFilters(Schema):
    """What a list is narrowed to."""

    within: Annotated[str, Field(pattern=WITHIN, description="The beginning of the codes of unit grids.")] = ""
    class_code: Annotated[str, Field(pattern=CLASS_CODE, description="Major and minor number, as 03005.")] = ""
    state: api.ComponentState | None = None
    keeper_body_id: UUID | None = None
    accuracy: api.AccuracyClass | None = None
    words: Annotated[Text, StringConstraints(max_length=60)] = Field(
        "", description="The beginning of a code, or a part of a name."
    )

    def asked(self, actor: Actor) -> api.ComponentFilter:
        """Return them as the reads want them, within the actor's area."""
        require(actor, READ)
        values = {name: getattr(self, name) for name in ("class_code", "state", "keeper_body_id", "accuracy", "words")}
        return api.ComponentFilter(within=area_within(actor, READ, self.within), **values)


class ClassCount(Schema):
    """How many components of a class there are."""

    class_edition: str
    class_code: str
    count: int


class ComponentGeometry(Schema):
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
    geometry: ComponentGeometry | None = None


class NewComponent(Schema):
    """A component that somebody enters by hand; without a name it is called as its class is."""

    class_code: Annotated[str, Field(pattern=r"^[0-9]{4,5}$", description="Major and minor number, as 03005.")]
    name: Annotated[Text, StringConstraints(max_length=120)] = ""
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    state: api.ComponentState = api.ComponentState.INTACT
    manager_body_id: UUID | None = None
    owner_body_id: UUID | None = None
    keeper_body_id: UUID | None = None
    data_source: Annotated[Text, StringConstraints(max_length=30)] = ""
    accuracy: api.AccuracyClass | None = None
    note: Annotated[Text, StringConstraints(max_length=1000)] = ""
    surveyed_on: date | None = None


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
    request: ActorRequest, filters: Query[InventoryFilters], cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return the components in the caller's area, in order of code."""
    rows = api.components(
        asked=filters.asked(request.auth),
        after=str(cursors.decode(cursor, length=1)[0]) if cursor else "",
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].code) if len(rows) > limit else None)


@router.post("/components", response={201: Component, **problems(401, 403, 422, 503)}, operation_id="add_component")
def add_component(request: ActorRequest, new: NewComponent, idempotency_key: IdempotencyKey) -> HttpResponse:
    """Enter a component by hand; it gets its grid and the next code of its class and district."""
    require(request.auth, MANAGE)
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.add_component(new=api.NewComponent(**new.model_dump()), actor=request.auth, at=at)

    scope = f"component:{request.auth.account_id}"
    return idempotent(request, key=idempotency_key, scope=scope, at=at, run=run)


@router.get("/counts", response={200: list[ClassCount], **problems(401, 403, 422)}, operation_id="count_components")
def count_components(request: ActorRequest, filters: Query[InventoryFilters]) -> HttpResponse:
    """Return how many components of each class the filters leave."""
    return quick(api.component_counts(asked=filters.asked(request.auth)))


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
