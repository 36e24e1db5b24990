"""Places over HTTP: read the request, call the door, write the answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.http import Cursor, Line, Page, PageSize, page, problems, quick
from cityloop.kernel.tables import CONTENT_TYPES, read_table, write_table
from cityloop.kernel.wording import say
from cityloop.places import api
from cityloop.places.domain.identity import CODE_FORM

READ, BATCH = "places.read", "places.batch"
MOST_IN_A_TABLE = 20_000
router = Router(tags=["places"], auth=signed_in)

Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]
Words = Annotated[str, Query(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]


class TableFormat(StrEnum):
    """What a batch is answered with: the report and all answers, or the answers as a file."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


class AddressParts(Schema):
    """How an address was taken apart."""

    divisions: list[str]
    street: str
    lane: int | None
    number: int | None
    annex: str
    building: str
    crossed: str
    poi: str
    direction: api.Direction | None
    distance_m: float | None
    rest: str


class FoundPlace(Schema):
    """A place that an address may mean. `code` is null where no record stands for it: a crossing, between two doors."""

    label: str
    precision: api.Precision
    score: float = Field(description="How surely this is meant, 0 to 1.")
    longitude: float
    latitude: float
    code: str | None
    matched: Mapping[str, str]


class Geocoded(Schema):
    """The answer to an address, the likeliest place first."""

    address: str
    parts: AddressParts
    not_understood: str
    candidates: list[FoundPlace]


class NearPlace(Schema):
    """A place and how far it is, in metres."""

    label: str
    kind: api.Precision
    code: str | None
    longitude: float
    latitude: float
    distance_m: float


class Surroundings(Schema):
    """What lies at a point: the nearest of each kind within 300 m, and the grid and community that hold it."""

    label: str
    door: NearPlace | None
    crossing: NearPlace | None
    poi: NearPlace | None
    grid_code: str | None
    community_code: str | None
    community: str


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
    history: list[PlaceChange] = Field(default_factory=list)


class KindQuality(Schema):
    """How many addresses were found with one precision; null stands for those not found."""

    precision: api.Precision | None
    count: int
    sure: int
    doubtful: int
    mean_score: float


class BatchReport(Schema):
    """The quality of a batch."""

    total: int
    found: int
    sure: int
    kinds: list[KindQuality]


class BatchAnswer(Schema):
    """The answers to a batch, in order, with their report."""

    report: BatchReport
    answers: list[Geocoded]


class BatchUpload(Schema):
    """What is wanted for a table of addresses; its column `address` is read."""

    file_format: TableFormat = TableFormat.JSON


@router.get("/search", response={200: Geocoded, **problems(401, 403, 422)}, operation_id="geocode")
def geocode(request: ActorRequest, address: Words, limit: Annotated[int, Query(ge=1, le=20)] = 5) -> HttpResponse:
    """Return what an address, as people write it, may mean: addresses are no secret, so everywhere in the city."""
    require(request.auth, READ)
    return quick(api.geocode(address, limit=limit))


@router.get("/reverse", response={200: Surroundings, **problems(401, 403, 422)}, operation_id="describe_point")
def describe_point(request: ActorRequest, longitude: Longitude, latitude: Latitude) -> HttpResponse:
    """Return the nearest door, crossing and POI of a point in the caller's area, and its grid and community."""
    require(request.auth, READ)
    found = api.surroundings(longitude=longitude, latitude=latitude, at=now())
    require(request.auth, READ, grid=found.grid_code or "")
    return quick(found)


@router.post(
    "/batch",
    response={200: BatchAnswer, **problems(401, 403, 422)},
    operation_id="geocode_table",
    openapi_extra={
        "responses": {
            200: {
                "content": {
                    each.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                    for each in CONTENT_TYPES.values()
                }
            }
        }
    },
)
def geocode_table(request: ActorRequest, wanted: Form[BatchUpload], file: File[UploadedFile]) -> HttpResponse:
    """Find every address of a table (CSV or xlsx with the column `address`, at most 20,000 rows); nothing is stored."""
    require(request.auth, BATCH)
    lines = list(read_table(file.read(), columns=["address"]))
    if len(lines) > MOST_IN_A_TABLE:
        message = say("A table may hold at most {most} addresses.", most=MOST_IN_A_TABLE)
        raise InvalidInputError(message, field="file", most=MOST_IN_A_TABLE)
    answers, report = api.geocode_many([line.cells.get("address", "")[:500] for line in lines])
    if wanted.file_format is TableFormat.JSON:
        return quick({"report": report, "answers": answers})
    file_format = wanted.file_format.value
    content = write_table(file_format, api.HEADINGS, api.table_rows(answers))
    answer = HttpResponse(content, content_type=CONTENT_TYPES[file_format])
    answer["Content-Disposition"] = f'attachment; filename="addresses.{file_format}"'
    return answer


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


@router.get("/{code}", response={200: PlaceRecord, **problems(401, 403, 404, 422)}, operation_id="read_place")
def read_place(
    request: ActorRequest, code: Annotated[Line, Path(pattern=CODE_FORM, example="110101001040000001")]
) -> HttpResponse:
    """Return one place with its geometry and what it was before, also one that has ended."""
    require(request.auth, READ)
    found = api.place(code)
    if found is None:
        message = say("There is no place {code}.", code=code)
        raise NotFoundError(message, code=code)
    return quick(found)
