"""Photographs of components over HTTP: kept, listed, served."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.assets import api
from cityloop.assets.rest.components import component_of
from cityloop.assets.rest.findings import Latitude, Longitude
from cityloop.assets.rest.lives import Code
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

router = Router(tags=["assets"], auth=signed_in)


class PhotoFacts(Schema):
    """When, where and with what a photograph was taken."""

    taken_at: Moment
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    device: Annotated[Text, StringConstraints(max_length=120)] = ""


class ComponentPhoto(Schema):
    """A kept photograph with its seal; the picture itself is asked for by its id."""

    id: UUID
    survey_id: UUID | None
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    taken_at: AwareDatetime
    longitude: float | None
    latitude: float | None
    device: str
    seal: str
    uploaded_by: UUID
    uploaded_by_name: str
    uploaded_at: AwareDatetime


@router.get(
    "/components/{code}/photos",
    response={200: list[ComponentPhoto], **problems(401, 403, 404, 422)},
    operation_id="list_component_photos",
)
def list_photos(request: ActorRequest, code: Code) -> HttpResponse:
    """Return the photographs of a component, the latest first, 200 at most."""
    component_of(request.auth, code)
    return quick(api.component_photos(code))


@router.post(
    "/components/{code}/photos",
    response={201: ComponentPhoto, **problems(401, 403, 404, 422)},
    operation_id="upload_component_photo",
)
def upload(
    request: ActorRequest,
    code: Code,
    facts: Form[PhotoFacts],
    file: File[UploadedFile],
    idempotency_key: IdempotencyKey,
) -> HttpResponse:
    """Upload a photograph of a component: JPEG, PNG or WebP, up to 12 MiB. It is never changed."""
    content, at = file.read(), now()
    new = api.NewComponentPhoto(content=content, **facts.model_dump())
    return idempotent(
        request,
        key=idempotency_key,
        scope=f"component-photo:{request.auth.account_id}",
        at=at,
        run=lambda: (
            201,
            api.keep_component_photo(photo_id=idempotency_key, code=code, new=new, actor=request.auth, at=at),
        ),
        content=content + facts.model_dump_json().encode(),
    )


@router.post(
    "/surveys/{uuid:survey_id}/photos",
    response={201: ComponentPhoto, **problems(401, 403, 404, 409, 422)},
    operation_id="upload_survey_photo",
)
def upload_for_survey(
    request: ActorRequest,
    survey_id: UUID,
    facts: Form[PhotoFacts],
    file: File[UploadedFile],
    idempotency_key: IdempotencyKey,
) -> HttpResponse:
    """Upload a photograph for a field record; naming it in the record makes it part of what was found."""
    content, at = file.read(), now()
    new = api.NewComponentPhoto(content=content, **facts.model_dump())
    return idempotent(
        request,
        key=idempotency_key,
        scope=f"component-photo:{request.auth.account_id}",
        at=at,
        run=lambda: (
            201,
            api.keep_survey_photo(photo_id=idempotency_key, survey_id=survey_id, new=new, actor=request.auth, at=at),
        ),
        content=content + facts.model_dump_json().encode(),
    )


@router.get(
    "/photos/{uuid:photo_id}/file",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="download_component_photo",
    openapi_extra=PICTURES,
)
def download(
    request: ActorRequest,
    photo_id: UUID,
    bare: Annotated[bool, Query(description="The copy without EXIF.")] = False,  # noqa: FBT002 - a query flag
    width: WidthQuery = None,
) -> HttpResponse:
    """Return the picture itself, or a smaller copy of it."""
    return picture(request, api.component_photo_file(photo_id=photo_id, actor=request.auth, is_bare=bare, width=width))
