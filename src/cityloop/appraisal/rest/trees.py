"""Trees of indicators over HTTP."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile

from cityloop.access.api import ActorRequest, signed_in
from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import Title, TreeKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import Day, IdempotencyKey, Page, idempotent, page, problems, quick

router = Router(tags=["appraisal"], auth=signed_in)
On = Annotated[Day | None, Query(description="In force on this day; today, if none is named.")]


class TreeUpload(Schema):
    """What a tree is called, and from which day on it is in force."""

    key: TreeKey
    title: Title
    valid_from: Day


@router.get("", response={200: Page[api.TreeHead], **problems(401, 403, 422)}, operation_id="list_indicator_trees")
def list_trees(request: ActorRequest, on: On = None) -> HttpResponse:
    """Return the trees in force on a day, on one page."""
    return page(api.tree_heads(on=_day(on, now()), actor=request.auth), next_cursor=None)


@router.post("", response={201: api.TreeHead, **problems(401, 403, 422)}, operation_id="load_indicator_tree")
def load_tree(
    request: ActorRequest, facts: Form[TreeUpload], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Load a version of a tree from a YAML, CSV or xlsx file; the same content again changes nothing.

    What is wrong with a file is told all at once, each fault with its line and column.
    """
    content, at = file.read(), now()

    def run() -> tuple[int, Any]:
        made = api.load_tree(**facts.model_dump(), file=(file.name or "", content), actor=request.auth, at=at)
        return 201, made

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"indicator-tree:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@router.get("/example", response={200: None, **problems(401, 403)}, operation_id="get_example_tree")
def get_example(request: ActorRequest) -> HttpResponse:
    """Return a partial tree as CSV, to be filled up: the indicators of 2020 whose scoring is publicly known."""
    answer = HttpResponse(api.example_tree(actor=request.auth), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="service_tree.csv"'
    return answer


@router.get(
    "/{tree_key}", response={200: api.TreeView, **problems(401, 403, 404, 422)}, operation_id="get_indicator_tree"
)
def get_tree(request: ActorRequest, tree_key: Path[TreeKey], on: On = None) -> HttpResponse:
    """Return a tree with its nodes, each before what stands under it."""
    return quick(api.tree_view(key=tree_key, on=_day(on, now()), actor=request.auth))


def _day(on: date | None, at: datetime) -> date:
    return on or api.today(at)
