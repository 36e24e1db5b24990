"""Versions of disposal standards."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from cityloop.access.api import ActorRequest
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, IdempotencyKey, Page, PageSize, idempotent, problems, quick
from cityloop.kernel.tables import FileFormat
from cityloop.standards import api
from cityloop.standards.rest import schemas

router = Router()


class StandardUpload(Schema):
    """What an uploaded disposal standard is called, and the limit of what it does not list."""

    name: schemas.Name
    title: schemas.Title
    default_limit: schemas.LimitText = "4 work_hour"


@router.get(
    "", response={200: list[api.VersionView], **problems(401, 403, 422)}, operation_id="list_disposal_standards"
)
def list_disposal_standards(request: ActorRequest, wanted: schemas.Versions) -> HttpResponse:
    """Return versions of disposal standards by name, the newest first."""
    schemas.may_read(request.auth)
    return quick(api.standard_versions(**wanted.model_dump()))


@router.post(
    "",
    response={201: schemas.VersionImportOut, **problems(401, 403, 422)},
    operation_id="import_disposal_standard",
)
def import_disposal_standard(
    request: ActorRequest, facts: Form[StandardUpload], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a CSV or xlsx file in as the draft of a disposal standard: all of it or nothing."""
    content, at = file.read(), now()
    limit = api.Limit.parse(facts.default_limit)

    def run() -> tuple[int, Any]:
        made = api.import_disposal_standard(
            name=facts.name, title=facts.title, default_limit=limit, content=content, actor=request.auth, at=at
        )
        return 201, made

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"standard:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@router.get(
    "/{uuid:version_id}/conditions",
    response={200: Page[schemas.ConditionOut], **problems(401, 403, 404, 422)},
    operation_id="list_conditions_of_version",
)
def list_conditions_of_version(
    request: ActorRequest, version_id: UUID, cursor: Cursor = None, limit: PageSize = 100
) -> HttpResponse:
    """Return all conditions of a version, drafts included, by edition, kind, class and number."""
    schemas.may_read(request.auth)
    views = api.conditions_of_version(version_id)
    keys = [(view.edition, view.kind.value, view.class_code, view.number) for view in views]
    return schemas.page_of([schemas.condition_out(view) for view in views], keys=keys, cursor=cursor, limit=limit)


@router.get(
    "/{uuid:version_id}/export",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="export_disposal_standard",
    openapi_extra=schemas.FILE_ANSWER,
)
def export_disposal_standard(
    request: ActorRequest, version_id: UUID, file_format: FileFormat = FileFormat.CSV
) -> HttpResponse:
    """Return a version as a file that can be taken in again."""
    schemas.may_read(request.auth)
    content = api.export_standard(version_id=version_id, file_format=file_format.value)
    return schemas.file_answer(content, file_format, f"disposal-{version_id}")


@router.post(
    "/{uuid:version_id}/publication",
    response={200: api.VersionView, **problems(401, 403, 404, 409, 422)},
    operation_id="publish_disposal_standard",
)
def publish_disposal_standard(request: ActorRequest, version_id: UUID, wanted: schemas.Publication) -> HttpResponse:
    """Put a draft into force from a moment on, in place of others of its name."""
    return quick(
        api.publish_standard(version_id=version_id, valid_from=wanted.valid_from, actor=request.auth, at=now())
    )


@router.delete(
    "/{uuid:version_id}",
    response={204: None, **problems(401, 403, 404, 409)},
    operation_id="discard_disposal_standard",
)
def discard_disposal_standard(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    api.discard_standard(version_id=version_id, actor=request.auth, at=now())
    return HttpResponse(status=204)
