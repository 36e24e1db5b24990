"""Results: drafted, published, fixed, given out; and objections to them."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.queries.tables import table_of
from cityloop.evaluation.rest.fields import PeriodKey, SchemeKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, Day, IdempotencyKey, Page, PageSize, Text, idempotent, page, problems, quick
from cityloop.kernel.languages import tag_of, tongue_of
from cityloop.kernel.sheets import stream_xlsx
from cityloop.kernel.tables import CONTENT_TYPES

Answer = TypeVar("Answer", bound=HttpResponseBase)
router = Router(tags=["evaluation"], auth=signed_in)


class ResultIn(Schema):
    """Which result is drafted."""

    scheme: SchemeKey
    period: PeriodKey


class ResultPublication(Schema):
    """The version that was seen, and up to which day objections are taken."""

    version: int = Field(ge=1, le=2**31 - 1)
    objections_until: Day


class ResultFixing(Schema):
    """The version that was seen."""

    version: int = Field(ge=1, le=2**31 - 1)


class ObjectionIn(Schema):
    """Why somebody objects to their own row."""

    reason: Annotated[Text, StringConstraints(min_length=1)]


@router.get("", response={200: Page[api.ResultView], **problems(401, 403, 422)}, operation_id="list_results")
def list_results(
    request: ActorRequest, scheme: SchemeKey | None = None, cursor: Cursor = None, size: PageSize = 50
) -> HttpResponse:
    """Return results, the latest first; drafts only to those who publish."""
    rows, following = api.results(actor=request.auth, scheme_key=scheme or "", cursor=cursor, size=size)
    return page(rows, next_cursor=following)


@router.post("", response={201: api.ResultView, **problems(401, 403, 404, 409, 422)}, operation_id="draft_result")
def draft_result(request: ActorRequest, new: ResultIn, key: IdempotencyKey) -> HttpResponse:
    """Draft the result of a scheme in a period."""
    at = now()

    def run() -> tuple[int, Any]:
        made = api.draft_result(result_id=key, scheme_key=new.scheme, period=new.period, actor=request.auth, at=at)
        return 201, made

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@router.get(
    "/{uuid:result_id}", response={200: api.ResultDetails, **problems(401, 403, 404)}, operation_id="get_result"
)
def get_result(request: ActorRequest, result_id: UUID) -> HttpResponse:
    """Return a result with its rows as they were frozen, one's own or all; `may` says what can be done with it now."""
    return quick(api.result(result_id=result_id, actor=request.auth, at=now()))


@router.post(
    "/{uuid:result_id}/publication",
    response={200: api.ResultView, **problems(401, 403, 404, 409, 422)},
    operation_id="publish_result",
)
def publish_result(request: ActorRequest, result_id: UUID, said: ResultPublication) -> HttpResponse:
    """Publish a drafted result: freeze and sign it, and take objections up to a day."""
    made = api.publish_result(result_id=result_id, actor=request.auth, at=now(), **said.model_dump())
    return quick(made)


@router.post(
    "/{uuid:result_id}/fixing",
    response={200: api.ResultView, **problems(401, 403, 404, 409, 422)},
    operation_id="fix_result",
)
def fix_result(request: ActorRequest, result_id: UUID, said: ResultFixing) -> HttpResponse:
    """Fix a result for good, when all objections have been decided and their last day has passed."""
    return quick(api.fix_result(result_id=result_id, version=said.version, actor=request.auth, at=now()))


@router.get(
    "/{uuid:result_id}/export",
    response={200: api.ResultExport, **problems(401, 403, 404)},
    operation_id="export_result",
)
def export_result(request: ActorRequest, result_id: UUID) -> HttpResponse:
    """Return all that a result was made of, signed.

    `cityloop evaluation verify` computes every score of it again and needs nothing else.
    """
    found = api.export(result_id=result_id, actor=request.auth)
    return _named(quick(found), found, "json")


@router.get("/{uuid:result_id}/table", response={200: None, **problems(401, 403, 404)}, operation_id="export_table")
def export_table(request: ActorRequest, result_id: UUID) -> HttpResponseBase:
    """Return a published result as a spreadsheet, with headings in the language of `Accept-Language` (zh, en)."""
    found, tongue = (
        api.export(result_id=result_id, actor=request.auth),
        tongue_of(request.headers.get("Accept-Language")),
    )
    answer = StreamingHttpResponse(stream_xlsx(*table_of(found.snapshot, is_english=tongue is None)))
    answer["Content-Type"] = CONTENT_TYPES["xlsx"]
    answer["Content-Language"] = tag_of(tongue)
    return _named(answer, found, "xlsx")


@router.get(
    "/{uuid:result_id}/objections",
    response={200: Page[api.ObjectionView], **problems(401, 403, 404)},
    operation_id="list_objections",
)
def list_objections(request: ActorRequest, result_id: UUID) -> HttpResponse:
    """Return the objections to a result: to a body or a person their own. `may` says who can decide now."""
    return page(api.objections(result_id=result_id, actor=request.auth), next_cursor=None)


@router.post(
    "/{uuid:result_id}/objections",
    response={201: api.ObjectionView, **problems(401, 403, 404, 409, 422)},
    operation_id="raise_objection",
)
def raise_objection(request: ActorRequest, result_id: UUID, new: ObjectionIn, key: IdempotencyKey) -> HttpResponse:
    """Object to one's own row of a published result."""
    at = now()

    def run() -> tuple[int, Any]:
        made = api.raise_objection(objection_id=key, result_id=result_id, reason=new.reason, actor=request.auth, at=at)
        return 201, made

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


def _named(answer: Answer, found: api.ResultExport, ending: str) -> Answer:
    told = found.snapshot
    name = f"{told['scheme']['key']}-{told['period']['key']}-{told['edition']}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
