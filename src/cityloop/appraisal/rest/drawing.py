"""Sites over HTTP: listed, and drawn for an appraisal."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import AreaCode
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, IdempotencyKey, Page, PageSize, Text, idempotent, page, problems, quick

sites = Router(tags=["appraisal"], auth=signed_in)
router = Router(tags=["appraisal"], auth=signed_in)
Within = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[0-9]{0,6}$")] | None, Query(description="The code of an area.")
]


class WantedIn(Schema):
    """How many sites of a kind; without an area, in each district that has no number of its own."""

    kind: Annotated[Text, StringConstraints(min_length=1, max_length=60)]
    count: Annotated[int, Field(ge=1, le=1000)]
    area_code: AreaCode | None = None


class DrawIn(Schema):
    """What is wanted; another draw takes a reason."""

    wanted: Annotated[list[WantedIn], Field(min_length=1, max_length=500)]
    reason: Text = ""


@sites.get("", response={200: Page[api.SiteView], **problems(401, 403, 422)}, operation_id="list_appraisal_sites")
def list_sites(
    request: ActorRequest, within: Within = None, cursor: Cursor = None, size: PageSize = 50
) -> HttpResponse:
    """Return the sites that may be drawn, in order of code."""
    rows, following = api.sites(actor=request.auth, within=within or "", cursor=cursor, size=size)
    return page(rows, next_cursor=following)


@sites.post("", response={200: api.SitesStored, **problems(401, 403, 422)}, operation_id="import_appraisal_sites")
def import_sites(request: ActorRequest, file: File[UploadedFile]) -> HttpResponse:
    """Take in the list of sites as CSV or xlsx, all of it or nothing; the same file again changes nothing.

    Sites that it does not name are not drawn any more. What is wrong is told all at once, with line and column.
    """
    return quick(api.import_sites(content=file.read(), actor=request.auth, at=now()))


@router.get(
    "/{uuid:appraisal_id}/draws",
    response={200: list[api.DrawView], **problems(401, 403, 404)},
    operation_id="list_site_draws",
)
def list_draws(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return the draws of an appraisal, those that were replaced, too; their seeds are told when it is closed."""
    return quick(api.draws(appraisal_id=appraisal_id, actor=request.auth))


@router.get(
    "/{uuid:appraisal_id}/draws/{uuid:draw_id}/candidates",
    response={200: None, **problems(401, 403, 404)},
    operation_id="download_site_candidates",
)
def download_candidates(request: ActorRequest, appraisal_id: UUID, draw_id: UUID) -> HttpResponse:
    """Return the list that was drawn from, whose SHA-256 the draw tells: district, kind and code of each site."""
    content = api.candidates(appraisal_id=appraisal_id, draw_id=draw_id, actor=request.auth)
    answer = HttpResponse(content, content_type="text/tab-separated-values; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="candidates-{draw_id}.tsv"'
    answer["Cache-Control"] = "no-store"
    return answer


@router.post(
    "/{uuid:appraisal_id}/draws",
    response={201: api.DrawView, **problems(401, 403, 404, 409, 422)},
    operation_id="draw_appraisal_sites",
)
def draw_sites(request: ActorRequest, appraisal_id: UUID, new: DrawIn, key: IdempotencyKey) -> HttpResponse:
    """Draw sites by lot within each district and kind; the draw stands."""
    at = now()
    wanted = [api.WantedSites(kind=each.kind, count=each.count, area_code=each.area_code or "") for each in new.wanted]

    def run() -> tuple[int, Any]:
        made = api.draw_sites(
            draw_id=key, appraisal_id=appraisal_id, wanted=wanted, reason=new.reason, actor=request.auth, at=at
        )
        return 201, made

    return idempotent(request, key=key, scope=f"appraisal:{request.auth.account_id}", at=at, run=run)


@router.get(
    "/{uuid:appraisal_id}/drawn-sites",
    response={200: list[api.DrawnSiteView], **problems(401, 403, 404)},
    operation_id="list_drawn_sites",
)
def list_drawn_sites(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return the sites that are or were to be visited, in one's own area."""
    return quick(api.drawn_sites(appraisal_id=appraisal_id, actor=request.auth))


@router.get(
    "/{uuid:appraisal_id}/visited-indicators",
    response={200: list[api.VisitedLeaf], **problems(401, 403, 404)},
    operation_id="list_visited_indicators",
)
def list_visited_indicators(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return the indicators that are looked at on site."""
    return quick(api.visited_leaves(appraisal_id=appraisal_id, actor=request.auth))
