"""Imports of components over HTTP: read the request, call the door, write the answer."""

from hashlib import file_digest
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import MANAGE
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
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
from cityloop.kernel.tables import CONTENT_TYPES, stream_csv
from cityloop.kernel.wording import say

router = Router(tags=["assets"], auth=signed_in)
Template = Annotated[Text, StringConstraints(max_length=500)]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class Rules(Schema):
    """How rows are read: a template for each attribute (`{FIELD}`, or a text), words, and where coordinates stand."""

    attributes: dict[str, Template]
    words: dict[str, dict[str, Template]] = Field(default={})
    layer: Template = ""
    crs: Annotated[Template, Field(description="EPSG:4549, GCJ02; empty is what the file says.")] = ""
    x: Template = ""
    y: Template = ""
    wkt: Template = ""
    tolerance_m: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 0.0
    any_district: Annotated[
        bool, Field(description="A new code may begin with another district's digits than where it stands.")
    ] = False


class NewMapping(Schema):
    """A mapping to keep under a name."""

    name: Name
    rules: Rules


class SavedMapping(Schema):
    """A saved mapping."""

    id: UUID
    name: str
    rules: Rules
    version: int
    changed_at: AwareDatetime


class ImportForm(Schema):
    """How an uploaded file is to be read: a mapping as JSON."""

    rules: Annotated[str, StringConstraints(max_length=50_000)]
    is_all_or_nothing: bool = False


class Import(Schema):
    """An import: how far it is, and what it found and did."""

    id: UUID
    file_name: str
    state: Literal["WAITING", "READING", "APPLYING", "DONE", "REFUSED", "FAILED"]
    rows_total: int | None
    rows_read: int
    rows_bad: int
    added: int
    changed: int
    unchanged: int
    missing: int
    placeless: int
    reason: str
    actor_name: str
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    step: api.WorkStep | None = Field(description="What the worker is at while it is APPLYING; null where nobody is.")
    failure: dict[str, str] = Field(description="The reason by language, `zh` and `en`; empty where there is none.")


class RowFault(Schema):
    """What is wrong with a value of a row; the reason by language, `zh` and `en`."""

    attribute: str
    value: str
    reason: dict[str, str]


class BadRow(Schema):
    """A row that could not be taken: its number, what is wrong with it, and its own values."""

    row: int
    faults: list[RowFault]
    cells: dict[str, str]


class PreviewForm(Schema):
    """Which layer of an uploaded file is meant, where it has several."""

    layer: Template = ""


class FilePreview(Schema):
    """What a file holds: its fields and first rows; `rows_total` only where that is known beforehand."""

    fields: list[str]
    rows: list[dict[str, str]]
    rows_total: int | None
    crs: str
    layers: list[str]


@router.get("/mappings", response={200: list[SavedMapping], **problems(401, 403)}, operation_id="list_mappings")
def list_mappings(request: ActorRequest) -> HttpResponse:
    """Return the saved mappings in order of name."""
    require(request.auth, MANAGE)
    return quick(api.mappings())


@router.put("/mappings", response={200: SavedMapping, **problems(401, 403, 422)}, operation_id="save_mapping")
def save_mapping(request: ActorRequest, new: NewMapping) -> HttpResponse:
    """Keep a mapping under its name, in the place of the one kept there."""
    rules = new.rules.model_dump()
    return quick(api.save_mapping(name=new.name, rules=rules, actor=request.auth, at=now()))


@router.get("/imports", response={200: list[Import], **problems(401, 403)}, operation_id="list_component_imports")
def list_imports(request: ActorRequest) -> HttpResponse:
    """Return the latest fifty imports, the newest first."""
    require(request.auth, MANAGE)
    return quick(api.component_imports())


@router.post("/imports", response={201: Import, **problems(401, 403, 422)}, operation_id="import_components")
def import_components(
    request: ActorRequest, facts: Form[ImportForm], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take in GeoJSON, GeoPackage, a Shapefile in a zip, CSV or xlsx; the worker imports it, ask how far it is."""
    at, name = now(), file.name or ""

    def run() -> tuple[int, Any]:
        wanted = api.NewImport(name, _rules(facts.rules), facts.is_all_or_nothing)
        return 201, api.start_import(file=file, wanted=wanted, actor=request.auth, at=at)

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"component-import:{request.auth.account_id}",
        at=at,
        run=run,
        content=orjson.dumps([name, file_digest(file, "sha256").hexdigest(), facts.rules, facts.is_all_or_nothing]),
    )


@router.get(
    "/imports/{import_id}", response={200: Import, **problems(401, 403, 404, 422)}, operation_id="get_component_import"
)
def read_import(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Return how far an import is."""
    require(request.auth, MANAGE)
    return quick(api.component_import(import_id))


@router.post("/previews", response={200: FilePreview, **problems(401, 403, 422)}, operation_id="preview_components")
def preview(request: ActorRequest, facts: Form[PreviewForm], file: File[UploadedFile]) -> HttpResponse:
    """Return the fields and the first rows of a file, so that a mapping can be made for it; nothing is kept."""
    require(request.auth, MANAGE)
    return quick(api.preview_file(file=file, file_name=file.name or "", layer=facts.layer))


@router.post(
    "/imports/{import_id}/resume",
    response={200: Import, **problems(401, 403, 404, 409, 422)},
    operation_id="resume_import",
)
def resume(request: ActorRequest, import_id: UUID) -> HttpResponse:
    """Have the worker go on with an import that stands still, or begin again with one that has failed."""
    return quick(api.resume_import(import_id=import_id, actor=request.auth, at=now()))


@router.get(
    "/imports/{import_id}/faults",
    response={200: Page[BadRow], **problems(401, 403, 404, 422)},
    operation_id="list_bad_rows",
)
def list_bad_rows(request: ActorRequest, import_id: UUID, cursor: Cursor = None, limit: PageSize = 50) -> HttpResponse:
    """Return the bad rows of an import in order of number."""
    require(request.auth, MANAGE)
    found = api.component_import(import_id)
    after = cursors.decode(cursor, length=1)[0] if cursor else 0
    if not isinstance(after, int):
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor")
    rows = api.bad_row_views(found.id, after=after, limit=limit + 1)
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].row) if len(rows) > limit else None)


@router.get(
    "/imports/{import_id}/bad-rows",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="export_bad_rows",
)
def export_bad_rows(request: ActorRequest, import_id: UUID) -> StreamingHttpResponse:
    """Return the bad rows of an import as CSV: number, reasons, and their own values."""
    require(request.auth, MANAGE)
    found = api.component_import(import_id)
    answer = StreamingHttpResponse(
        stream_csv(api.REPORT_COLUMNS, api.bad_rows(found.id)), content_type=CONTENT_TYPES["csv"]
    )
    answer["Content-Disposition"] = f'attachment; filename="bad-rows-{found.id}.csv"'
    return answer


def _rules(text: str) -> dict[str, Any]:
    try:
        rules = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        message = say("The mapping is not JSON.")
        raise InvalidInputError(message, field="rules") from error
    if not isinstance(rules, dict) or r"\u0000" in text:
        message = say("The mapping must be a JSON object without the character NUL.")
        raise InvalidInputError(message, field="rules")
    return rules
