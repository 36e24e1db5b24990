"""Editions and classes."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from cityloop.access.api import ActorRequest
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, IdempotencyKey, Page, PageSize, Text, idempotent, problems, quick
from cityloop.kernel.tables import FileFormat
from cityloop.standards import api
from cityloop.standards.rest import schemas

router = Router()

MajorCode = Annotated[Text, StringConstraints(pattern=r"^\d{2}$")]
ClassName = Annotated[Text, StringConstraints(min_length=1, max_length=60)]


class ClassFilter(Schema):
    """Which classes are wanted; without an edition, the default one's."""

    edition: schemas.EditionCode | None = None
    kind: api.MatterKind | None = None
    major_code: MajorCode | None = None
    search: Annotated[Text, StringConstraints(max_length=60)] = ""
    at: schemas.Moment | None = None


class NewClass(Schema):
    """A class of the city's own; the edition says what number it gets."""

    edition: schemas.EditionCode
    kind: api.MatterKind
    major_code: MajorCode
    name: ClassName


class ClassUpload(Schema):
    """Which edition a file of classes belongs to."""

    edition: schemas.EditionCode


@router.get("/editions", response={200: list[api.EditionView], **problems(401, 403)}, operation_id="list_editions")
def list_editions(request: ActorRequest) -> HttpResponse:
    """Return the editions of the class table, the newest first."""
    schemas.may_read(request.auth)
    return quick(api.editions())


@router.get(
    "/classes", response={200: Page[api.ClassView], **problems(401, 403, 404, 422)}, operation_id="list_classes"
)
def list_classes(
    request: ActorRequest, wanted: Query[ClassFilter], cursor: Cursor = None, limit: PageSize = 100
) -> HttpResponse:
    """Return classes by kind and number."""
    schemas.may_read(request.auth)
    found = sorted(api.classes(**wanted.model_dump()), key=lambda view: (view.kind, view.code))
    keys = [(view.kind.value, view.code) for view in found]
    return schemas.page_of(found, keys=keys, cursor=cursor, limit=limit)


@router.get(
    "/classes/export",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="export_classes",
    openapi_extra=schemas.FILE_ANSWER,
)
def export_classes(
    request: ActorRequest, edition: schemas.EditionCode, file_format: FileFormat = FileFormat.CSV
) -> HttpResponse:
    """Return an edition's classes as a file that can be taken in again."""
    schemas.may_read(request.auth)
    content = api.export_classes(edition=edition, file_format=file_format.value)
    return schemas.file_answer(content, file_format, f"classes-{edition}")


@router.get(
    "/classes/{edition}/{kind}/{code}",
    response={200: api.ClassView, **problems(401, 403, 404, 422)},
    operation_id="get_class",
)
def get_class(
    request: ActorRequest, edition: schemas.EditionCode, kind: api.MatterKind, code: schemas.ClassCode
) -> HttpResponse:
    """Return one class, withdrawn or not."""
    schemas.may_read(request.auth)
    return quick(api.case_class(edition=edition, kind=kind, code=code))


@router.post("/classes", response={201: api.ClassView, **problems(401, 403, 404, 409, 422)}, operation_id="add_class")
def add_class(request: ActorRequest, new: NewClass, idempotency_key: IdempotencyKey) -> HttpResponse:
    """Add a class of the city's own; in an edition that links them, a component's incident class comes with it."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.add_class(**dict(new), actor=request.auth, at=at)

    return idempotent(request, key=idempotency_key, scope=f"class:{request.auth.account_id}", at=at, run=run)


@router.post(
    "/classes/import", response={200: api.ClassImport, **problems(401, 403, 404, 422)}, operation_id="import_classes"
)
def import_classes(request: ActorRequest, facts: Form[ClassUpload], file: File[UploadedFile]) -> HttpResponse:
    """Take a file of classes in: all of it or nothing. The same file again changes nothing."""
    outcome = api.import_classes(edition=facts.edition, content=file.read(), actor=request.auth, at=now())
    return quick(outcome)


@router.post(
    "/classes/{edition}/{kind}/{code}/withdrawal",
    response={204: None, **problems(401, 403, 404, 409, 422)},
    operation_id="withdraw_class",
)
def withdraw_class(
    request: ActorRequest, edition: schemas.EditionCode, kind: api.MatterKind, code: schemas.ClassCode
) -> HttpResponse:
    """Stop using a class of the city's own for new cases."""
    api.withdraw_class(edition=edition, kind=kind, code=code, actor=request.auth, at=now())
    return HttpResponse(status=204)
