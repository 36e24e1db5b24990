"""Visits over HTTP: what was found at a site, photographs, sites that cannot be visited."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import Latitude, LeafCode, Longitude, VisitPhotoFacts
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

router = Router(tags=["appraisal"], auth=signed_in)
photos = Router(tags=["appraisal"], auth=signed_in)
Standards = Annotated[int, Field(ge=0, le=10_000)]


class ObservationIn(Schema):
    """How many of the standards of an indicator that were looked at are met."""

    leaf: LeafCode
    met: Standards
    looked_at: Standards
    words: Text = ""


class VisitIn(Schema):
    """What was found at a site, and where the surveyor stood."""

    visited_at: Moment
    observations: Annotated[list[ObservationIn], Field(min_length=1, max_length=200)]
    words: Text = ""
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    device: Annotated[Text, StringConstraints(max_length=120)] = ""

    def draft(self) -> api.VisitDraft:
        """Return it as actions want it."""
        found = tuple(api.Observation(**each.model_dump()) for each in self.observations)
        return api.VisitDraft(
            visited_at=self.visited_at,
            observations=found,
            words=self.words,
            longitude=self.longitude,
            latitude=self.latitude,
            device=self.device,
        )


class GivingUp(Schema):
    """Why a site cannot be visited."""

    reason: Annotated[Text, StringConstraints(min_length=1)]


@router.get(
    "/{uuid:site_id}", response={200: api.SiteDetails, **problems(401, 403, 404)}, operation_id="get_drawn_site"
)
def get_site(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Return a drawn site with its visits and photographs."""
    return quick(api.site_details(site_id=site_id, actor=request.auth))


@router.post(
    "/{uuid:site_id}/visits",
    response={201: api.VisitView, **problems(401, 403, 404, 409, 422)},
    operation_id="record_visit",
)
def record_visit(request: ActorRequest, site_id: UUID, new: VisitIn, key: IdempotencyKey) -> HttpResponse:
    """Record what was found at a site; another visit corrects, and every one is kept."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.record_visit(visit_id=key, site_id=site_id, draft=new.draft(), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=f"visit:{request.auth.account_id}", at=at, run=run)


@router.post(
    "/{uuid:site_id}/giving-up",
    response={200: api.GivenUp, **problems(401, 403, 404, 409, 422)},
    operation_id="give_up_site",
)
def give_up(request: ActorRequest, site_id: UUID, said: GivingUp) -> HttpResponse:
    """Say why a site cannot be visited, and learn which one stands in for it."""
    return quick(api.give_up_site(site_id=site_id, reason=said.reason, actor=request.auth, at=now()))


@router.post(
    "/{uuid:site_id}/photos",
    response={201: api.VisitPhotoView, **problems(401, 403, 404, 409, 422)},
    operation_id="upload_site_photo",
)
def upload(
    request: ActorRequest,
    site_id: UUID,
    facts: Form[VisitPhotoFacts],
    file: File[UploadedFile],
    idempotency_key: IdempotencyKey,
) -> HttpResponse:
    """Upload a photograph of a site: JPEG, PNG or WebP, up to 12 MiB. It is never changed."""
    content, at = file.read(), now()
    new = api.NewVisitPhoto(content=content, **{**facts.model_dump(), "leaf": facts.leaf or ""})

    def run() -> tuple[int, Any]:
        made = api.keep_site_photo(photo_id=idempotency_key, site_id=site_id, new=new, actor=request.auth, at=at)
        return 201, made

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"visit-photo:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@photos.get(
    "/{uuid:visit_photo_id}/file",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="download_visit_photo",
    openapi_extra=PICTURES,
)
def download(
    request: ActorRequest,
    visit_photo_id: UUID,
    bare: Annotated[bool, Query(description="The copy without EXIF.")] = False,  # noqa: FBT002 - a query flag
    width: WidthQuery = None,
) -> HttpResponse:
    """Return the picture itself, or a smaller copy of it."""
    return picture(request, api.photo_file(photo_id=visit_photo_id, actor=request.auth, is_bare=bare, width=width))
