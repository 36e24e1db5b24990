"""Registering, listing and reading cases."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.cases import api
from cityloop.cases.actions.reporters import see_reporter
from cityloop.cases.queries import details, lists
from cityloop.cases.queries.base_counts import BaseCount, base_counts_of
from cityloop.cases.queries.lifecycles import current_lifecycle_id
from cityloop.cases.queries.loads import body_loads
from cityloop.cases.queries.search import search as find
from cityloop.cases.rest import incoming, outgoing, outgoing_case
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import Cursor, IdempotencyKey, Moment, Page, PageSize, Text, problems, quick
from cityloop.kernel.http import page as answer_page
from cityloop.kernel.wording import say

router = Router(tags=["cases"], auth=signed_in)
MOST_COUNTED = 10_000
FOR_GOOD = "private, max-age=31536000, immutable"


class ListFilters(Schema):
    """What a list is narrowed to."""

    desk: lists.Desk = lists.Desk.ALL
    order: lists.Order = lists.Order.NEWEST
    stage: Annotated[str, StringConstraints(pattern=r"^[A-Z_]{0,20}$")] = ""
    kind: Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,12}$")] = ""
    class_code: Annotated[str, StringConstraints(pattern=r"^\d{0,5}$")] = Field("", description="Or the start of one.")
    area_code: Annotated[str, StringConstraints(pattern=r"^\d{0,15}$")] = Field("", description="Start of a grid code.")
    source: Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,20}$")] = ""
    lead_body_id: UUID | None = None
    merged_into_id: UUID | None = Field(None, description="The main case.")
    number: Annotated[str, StringConstraints(pattern=r"^\d{0,24}$")] = Field("", description="Or the start of one.")
    component_code: Annotated[str, StringConstraints(pattern=r"^\d{0,17}$")] = ""
    address: Annotated[Text, StringConstraints(max_length=60)] = Field("", description="A part of one.")
    words: Annotated[Text, StringConstraints(max_length=60)] = Field(
        "", description="A part of the description or the address, or the start of a number."
    )
    counted: BaseCount | None = Field(None, description="The cases behind a number of the summary.")
    registered_from: Moment | None = None
    registered_until: Moment | None = None
    is_overdue: bool | None = None
    is_due_soon: bool | None = Field(None, description="Warned of and not yet overdue: the yellow lamp.")
    west: incoming.Longitude | None = None
    south: incoming.Latitude | None = None
    east: incoming.Longitude | None = None
    north: incoming.Latitude | None = None

    def filters(self) -> lists.Filters:
        """Return them as the reads want them."""
        values = self.model_dump(exclude={"order", "west", "south", "east", "north"})
        return lists.Filters(**values, box=self._box())

    def _box(self) -> tuple[float, float, float, float] | None:
        if self.west is None or self.south is None or self.east is None or self.north is None:
            return None
        return self.west, self.south, self.east, self.north


@router.post(
    "",
    response={200: api.CaseView, 201: api.CaseView, **problems(401, 403, 422)},
    operation_id="report_case",
)
def report(request: ActorRequest, body: incoming.CaseIn, idempotency_key: IdempotencyKey) -> HttpResponse:
    """Report a problem. The Idempotency-Key becomes the id of the case: the same one again gives the same case."""
    case, is_new = api.report(case_id=idempotency_key, new=body.new(), actor=request.auth, at=now())
    return quick(case, status=201 if is_new else 200)


@router.get("", response={200: Page[outgoing.RowOut], **problems(401, 403, 422)}, operation_id="list_cases")
def list_cases(
    request: ActorRequest, filters: Query[ListFilters], cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return a page of the cases of a desk."""
    require(request.auth, "cases.read")
    rows, following = lists.page(
        actor=request.auth, filters=filters.filters(), order=filters.order, cursor=cursor, size=limit, at=now()
    )
    return answer_page(rows, next_cursor=following)


class SearchIn(Schema):
    """What somebody knows of a case."""

    words: Annotated[Text, StringConstraints(min_length=1, max_length=60)]


@router.post("/search", response={200: list[outgoing.HitOut], **problems(401, 403, 422)}, operation_id="search_cases")
def search(request: ActorRequest, body: SearchIn) -> HttpResponse:
    """Return cases by start of number, a component's code, words of address or description, or a telephone number.

    Asked by POST, though nothing changes: a telephone number must not stand in an address that proxies write down.
    """
    require(request.auth, "cases.read")
    return quick(find(words=body.words, actor=request.auth, at=now()))


@router.get("/total", response={200: outgoing.TotalOut, **problems(401, 403, 422)}, operation_id="total_cases")
def total(request: ActorRequest, filters: Query[ListFilters]) -> HttpResponse:
    """Return how many cases the filters leave; beyond ten thousand it is not counted on."""
    require(request.auth, "cases.read")
    found = lists.total(actor=request.auth, filters=filters.filters(), at=now(), most=MOST_COUNTED)
    return quick({"total": min(found, MOST_COUNTED), "is_exact": found <= MOST_COUNTED})


@router.get("/counts", response={200: outgoing.CountsOut, **problems(401, 403)}, operation_id="count_desk")
def counts(request: ActorRequest) -> HttpResponse:
    """Return how many cases lie under each tab of the caller's desk."""
    require(request.auth, "cases.read")
    return quick(lists.desk_counts(actor=request.auth, at=now()))


@router.get("/loads", response={200: list[outgoing.BodyLoadOut], **problems(401, 403)}, operation_id="list_loads")
def loads(request: ActorRequest) -> HttpResponse:
    """Return what lies with each body, what of it is late, and how punctual the body was in the last 30 days."""
    require(request.auth, "cases.summarize")
    return quick(body_loads(actor=request.auth, at=now()))


@router.get(
    "/lookalikes",
    response={200: list[api.Lookalike], **problems(401, 403, 422)},
    operation_id="find_lookalikes",
)
def lookalikes(
    request: ActorRequest,
    class_code: Annotated[incoming.ClassCode, Query()],
    longitude: Annotated[incoming.Longitude, Query()],
    latitude: Annotated[incoming.Latitude, Query()],
) -> HttpResponse:
    """Return open cases that may be the same problem: same major class, within 50 m, in the last 24 hours."""
    require(request.auth, "cases.read")
    found = api.lookalikes(actor=request.auth, class_code=class_code, longitude=longitude, latitude=latitude, at=now())
    return quick(found)


@router.get(
    "/summary", response={200: list[outgoing.BaseCountsOut], **problems(401, 403, 422)}, operation_id="summarize_cases"
)
def summary(
    request: ActorRequest, filters: Query[ListFilters], by: api.Division = api.Division.DISTRICT
) -> HttpResponse:
    """Return base counts of the cases that the filters leave in the caller's area, by area, body or class."""
    require(request.auth, "cases.summarize")
    at = now()
    return quick(base_counts_of(lists.selected(request.auth, filters.filters(), at), by=by, at=at))


@router.get(
    "/lifecycle", response={200: outgoing.LifecycleOut, **problems(401, 403, 404)}, operation_id="get_lifecycle"
)
def lifecycle(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return the lifecycle that new cases follow."""
    version_id = current_lifecycle_id(at=now())
    if version_id is None:
        message = say("No lifecycle has been published.")
        raise NotFoundError(message)
    return quick(details.lifecycle_view(version_id))


@router.get(
    "/lifecycle/{lifecycle_id}",
    response={200: outgoing.LifecycleOut, **problems(401, 403, 404, 422)},
    operation_id="get_lifecycle_version",
)
def lifecycle_version(
    request: HttpRequest,  # noqa: ARG001 - the same for everybody
    lifecycle_id: Annotated[incoming.Serial, Path()],
) -> HttpResponse:
    """Return the lifecycle that a case was born under (`lifecycle_id`). It never changes and may be kept for good."""
    answer = quick(details.lifecycle_view(lifecycle_id))
    answer["Cache-Control"] = FOR_GOOD
    return answer


@router.get(
    "/{uuid:case_id}", response={200: outgoing_case.DetailOut, **problems(401, 403, 404)}, operation_id="get_case"
)
def detail(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Return a case, whole, with the moves the caller may make now."""
    return quick(details.detail(case_id=case_id, actor=request.auth, at=now()))


@router.get(
    "/{uuid:case_id}/history",
    response={200: outgoing_case.HistoryOut, **problems(401, 403, 404)},
    operation_id="get_case_history",
)
def history(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Return every step and every stay of a case."""
    return quick(details.history(case_id=case_id, actor=request.auth))


@router.post(
    "/{uuid:case_id}/reporter/look",
    response={200: outgoing_case.ReporterOut, **problems(401, 403, 404)},
    operation_id="see_reporter",
)
def look_at_reporter(request: ActorRequest, case_id: UUID) -> HttpResponse:
    """Return the reporter's name and number unmasked; the look is recorded."""
    return quick(see_reporter(case_id=case_id, actor=request.auth, at=now()))
