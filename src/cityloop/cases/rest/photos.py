"""Photographs: kept, sealed, served."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.cases import api
from cityloop.cases.queries.evidence import photo_file, photo_of
from cityloop.cases.rest import incoming
from cityloop.kernel.clock import now
from cityloop.kernel.http import (
    PICTURES,
    IdempotencyKey,
    Moment,
    Text,
    WidthQuery,
    idempotent,
    picture,
    problems,
    quick,
)

router = Router(tags=["cases"], auth=signed_in)


class PhotoIn(Schema):
    """When, where and with what a photograph was taken."""

    usage: api.PhotoUsage
    taken_at: Moment
    longitude: incoming.Longitude | None = None
    latitude: incoming.Latitude | None = None
    device: Annotated[Text, StringConstraints(max_length=120)] = ""


@router.post("", response={201: api.PhotoView, **problems(401, 403, 413, 422)}, operation_id="upload_photo")
def upload(
    request: ActorRequest, facts: Form[PhotoIn], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Upload a photograph: JPEG, PNG or WebP, up to 12 MiB. Naming it in a report or a move makes it part of a case."""
    content, at = file.read(), now()
    new = api.NewPhoto(content=content, **facts.model_dump())
    return idempotent(
        request,
        key=idempotency_key,
        scope=f"photo:{request.auth.account_id}",
        at=at,
        run=lambda: (201, api.keep_photo(photo_id=idempotency_key, new=new, actor=request.auth, at=at)),
        content=content + facts.model_dump_json().encode(),
    )


@router.get("/{uuid:photo_id}", response={200: api.PhotoView, **problems(401, 403, 404)}, operation_id="get_photo")
def get_photo(request: ActorRequest, photo_id: UUID) -> HttpResponse:
    """Return what is known of a photograph, with its seal."""
    return quick(photo_of(photo_id=photo_id, actor=request.auth))


@router.get(
    "/{uuid:photo_id}/file",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="download_photo",
    openapi_extra=PICTURES,
)
def download(
    request: ActorRequest,
    photo_id: UUID,
    public: Annotated[bool, Query(description="The copy without EXIF.")] = False,  # noqa: FBT002 - a query flag
    width: WidthQuery = None,
) -> HttpResponse:
    """Return the picture itself, or a smaller copy of it; citizens get one without EXIF."""
    return picture(request, photo_file(photo_id=photo_id, actor=request.auth, is_public=public, width=width))
