"""The records of places over HTTP: read the request, call the door, write the answer."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Path, Query, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, require
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import (
    Cursor,
    IdempotencyKey,
    Line,
    Page,
    PageSize,
    Text,
    idempotent,
    page,
    problems,
    quick,
)
from cityloop.kernel.wording import say
from cityloop.places import api
from cityloop.places.domain.identity import CODE_FORM
from cityloop.places.policies import READ
from cityloop.places.rest.geocoding import router  # one for both: /places/search comes before /places/{code}

__all__ = ["router"]

Code = Annotated[Line, Path(pattern=CODE_FORM, example="110101001040000001")]
Name = Annotated[Text, StringConstraints(max_length=120)]
Names = Annotated[list[Annotated[Line, StringConstraints(max_length=120)]], Field(max_length=30)]
Word = Annotated[Text, StringConstraints(max_length=40)]
Details = Annotated[
    dict[Annotated[Line, StringConstraints(max_length=40)], Annotated[Text, StringConstraints(max_length=200)]],
    Field(max_length=30),
]


class PlaceGeometry(Schema):
    """A GeoJSON geometry, longitude and latitude in CGCS2000."""

    type: str
    coordinates: list[Any]


class PlaceChange(Schema):
    """What a place was before a change."""

    changed_at: AwareDatetime
    before: Mapping[str, Any]


class PlaceRecord(Schema):
    """A basic place (基本地点)."""

    id: UUID
    code: str
    kind: api.PlaceKind
    name: str
    aliases: list[str]
    former_names: list[str]
    category: str
    road_code: str | None
    number: str
    grid_code: str | None
    longitude: float
    latitude: float
    details: Mapping[str, str]
    data_source: str
    source_layer: str
    external_id: str
    valid_from: AwareDatetime
    valid_until: AwareDatetime | None
    geometry: PlaceGeometry | None = None
    version: int
    history: list[PlaceChange] = Field(default_factory=list)


class NewPlace(Schema):
    """A place to be added. A door plate names its road and its number; every other place its name."""

    kind: api.PlaceKind
    geometry: PlaceGeometry
    name: Name = ""
    aliases: Names = Field(default=[])
    former_names: Names = Field(default=[])
    category: Word = ""
    road: Name = ""
    number: Word = ""
    details: Details = Field(default={})


class PlaceCorrection(Schema):
    """What is to be another than it was; what is left out or null stays. `version` is the one the caller saw."""

    version: int
    geometry: PlaceGeometry | None = None
    name: Name | None = None
    aliases: Names | None = None
    former_names: Names | None = None
    category: Word | None = None
    road: Name | None = None
    number: Word | None = None
    details: Details | None = None


class SeenPlace(Schema):
    """Which version of the place the caller saw."""

    version: int


class PlacesStored(Schema):
    """What an import did. `missing` are not in the file any more and stay; `roadless` are doors on unknown roads."""

    layer: str
    added: int
    changed: int
    unchanged: int
    missing: int
    unplaced: int
    roadless: int


class PlaceUpload(Schema):
    """The layer that a table is: its name, and the kind of all its places."""

    layer: Annotated[Line, StringConstraints(max_length=100)]
    kind: api.PlaceKind
    data_source: Annotated[Text, StringConstraints(max_length=30)] = ""


@router.get("", response={200: Page[PlaceRecord], **problems(401, 403, 422)}, operation_id="list_places")
def list_places(
    request: ActorRequest,
    within: Annotated[str, Query(pattern=r"^[0-9]{0,15}$", description="The beginning of the codes of grids.")] = "",
    kind: api.PlaceKind | None = None,
    words: Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$", description="What the name begins with.")] = "",
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return places that have not ended, in order of code."""
    require(request.auth, READ)
    rows = api.places(
        within=within,
        kind=kind,
        words=words,
        after=str(cursors.decode(cursor, length=1)[0]) if cursor else "",
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].code) if len(rows) > limit else None)


@router.post("/tables", response={200: PlacesStored, **problems(401, 403, 409, 422)}, operation_id="import_places")
def import_places(request: ActorRequest, layer: Form[PlaceUpload], file: File[UploadedFile]) -> HttpResponse:
    """Take in a layer of places as CSV or xlsx, all of it or nothing; the same file again changes nothing."""
    found = api.PlaceLayer(layer.layer, layer.kind, layer.data_source)
    return quick(api.take_in_places(layer=found, content=file.read(), actor=request.auth, at=now()))


@router.get("/{code}", response={200: PlaceRecord, **problems(401, 403, 404, 422)}, operation_id="read_place")
def read_place(request: ActorRequest, code: Code) -> HttpResponse:
    """Return one place with its geometry and what it was before, also one that has ended."""
    require(request.auth, READ)
    found = api.place(code)
    if found is None:
        message = say("There is no place {code}.", code=code)
        raise NotFoundError(message, code=code)
    return quick(found)


@router.post("", response={201: PlaceRecord, **problems(401, 403, 409, 422, 503)}, operation_id="add_place")
def add_place(request: ActorRequest, new: NewPlace, key: IdempotencyKey) -> HttpResponse:
    """Add a place; it gets an identity code that was never given before."""
    at = now()

    def run() -> tuple[int, Any]:
        given = new.dict(exclude={"kind", "geometry"})
        geometry = new.geometry.dict()
        return 201, api.add_place(kind=new.kind, geometry=geometry, given=given, actor=request.auth, at=at)

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.patch(
    "/{code}", response={200: PlaceRecord, **problems(401, 403, 404, 409, 422, 503)}, operation_id="change_place"
)
def change_place(request: ActorRequest, code: Code, correction: PlaceCorrection) -> HttpResponse:
    """Change names, position or anything else of a place; what it was before stays in its history."""
    given = correction.dict(exclude={"version"}, exclude_none=True)
    version, actor = correction.version, request.auth
    return quick(api.change_place(code=code, version=version, given=given, actor=actor, at=now()))


@router.post("/{code}/end", response={200: PlaceRecord, **problems(401, 403, 404, 409, 422)}, operation_id="end_place")
def end_place(request: ActorRequest, code: Code, seen: SeenPlace) -> HttpResponse:
    """End a place: it is found no more, and its code is never given again."""
    return quick(api.end_place(code=code, version=seen.version, actor=request.auth, at=now()))
