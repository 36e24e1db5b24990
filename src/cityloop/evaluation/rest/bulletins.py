"""Bulletins: drafted, their numbers as JSON, their files."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.rest.fields import PeriodKey, SchemeKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, IdempotencyKey, Page, PageSize, idempotent, page, problems, quick
from cityloop.kernel.languages import tag_of, tongue_of

router = Router(tags=["evaluation"], auth=signed_in)
CONTENT_TYPES = {
    api.BulletinFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    api.BulletinFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    api.BulletinFormat.PDF: "application/pdf",
}


class BulletinIn(Schema):
    """Which bulletin is drafted."""

    period: PeriodKey
    schemes: Annotated[list[SchemeKey], Field(max_length=10)] = Field(
        [], description="Whose leagues it tells; none is the usual ones of the city."
    )


@router.get("", response={200: Page[api.BulletinView], **problems(401, 403, 422)}, operation_id="list_bulletins")
def list_bulletins(request: ActorRequest, cursor: Cursor = None, size: PageSize = 50) -> HttpResponse:
    """Return bulletins, the latest first."""
    rows, following = api.bulletins(actor=request.auth, cursor=cursor, size=size)
    return page(rows, next_cursor=following)


@router.post("", response={201: api.BulletinView, **problems(401, 403, 404, 409, 422)}, operation_id="draft_bulletin")
def draft_bulletin(request: ActorRequest, new: BulletinIn, key: IdempotencyKey) -> HttpResponse:
    """Draft the bulletin of a period. The worker counts it and writes its files: ask for it until it is DONE."""
    at = now()

    def run() -> tuple[int, Any]:
        made = api.draft_bulletin(bulletin_id=key, period=new.period, schemes=new.schemes, actor=request.auth, at=at)
        return 201, made

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.get(
    "/{uuid:bulletin_id}", response={200: api.BulletinDetails, **problems(401, 403, 404)}, operation_id="get_bulletin"
)
def get_bulletin(request: ActorRequest, bulletin_id: UUID) -> HttpResponse:
    """Return a bulletin with its numbers, the same that its files have."""
    return quick(api.bulletin(bulletin_id=bulletin_id, actor=request.auth))


@router.get(
    "/{uuid:bulletin_id}/files/{file_format}",
    response={200: None, **problems(401, 403, 404, 409, 422)},
    operation_id="download_bulletin",
)
def download_bulletin(request: ActorRequest, bulletin_id: UUID, file_format: Path[api.BulletinFormat]) -> HttpResponse:
    """Return a bulletin as xlsx, docx or PDF, in the language of `Accept-Language` (zh, en)."""
    tongue = tongue_of(request.headers.get("Accept-Language"))
    language: api.Language = "en" if tongue is None else "zh"
    told, content = api.bulletin_file(
        bulletin_id=bulletin_id, file_format=file_format, language=language, actor=request.auth
    )
    answer = HttpResponse(content, content_type=CONTENT_TYPES[file_format])
    name = f"bulletin-{told.period}-{language}.{file_format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Language"] = tag_of(tongue)
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
