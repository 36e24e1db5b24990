"""From words to positions and back, over HTTP."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import problems, quick
from cityloop.kernel.tables import CONTENT_TYPES, read_table, write_table
from cityloop.kernel.wording import say
from cityloop.places import api
from cityloop.places.policies import BATCH, READ

MOST_IN_A_TABLE = 20_000
router = Router(tags=["places"], auth=signed_in)

Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]


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


class AskedAddress(Schema):
    """An address to be found: where to look, how many answers, and whether it is whole."""

    address: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]
    limit: Annotated[int, Field(ge=1, le=20)] = 5
    within: Annotated[str, Field(pattern=r"^[0-9]{0,12}$", description="The code of a district or street.")] = ""
    half_typed: Annotated[bool, Field(description="Names that the address may become are answers, too.")] = False


@router.get("/search", response={200: Geocoded, **problems(401, 403, 422)}, operation_id="geocode")
def geocode(request: ActorRequest, asked: Query[AskedAddress]) -> HttpResponse:
    """Return what an address, as people write it, may mean: addresses are no secret, so everywhere in the city.

    What was changed a moment ago, also by the caller, may be found some seconds later only.
    """
    require(request.auth, READ)
    return quick(api.geocode(asked.address, limit=asked.limit, within=asked.within, half_typed=asked.half_typed))


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
