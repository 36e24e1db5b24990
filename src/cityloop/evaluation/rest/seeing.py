"""Seeing figures: over time, by hour and weekday, in two periods, one's own; and the cases behind each of them."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.rest.definitions import On, today
from cityloop.evaluation.rest.fields import PeriodKey, Whose
from cityloop.evaluation.rest.leagues import BehindPage
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, Moment, Page, PageSize, page, problems, quick

router = Router(tags=["evaluation"], auth=signed_in)
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
BaseKey = Annotated[Key, Field(description="A base indicator.")]
MeasureKey = Annotated[Key, Field(description="An indicator of the city, or a base indicator.")]


class Counted(Schema):
    """Which count is opened: of a period, or of an hour or weekday of the report within it."""

    key: BaseKey
    period: PeriodKey
    hour: Annotated[int, Field(ge=0, le=23)] | None = None
    weekday: Annotated[int, Field(ge=1, le=7, description="1 is Monday.")] | None = None
    counted_at: Moment | None = Field(
        None, description="`counted_at` of the answer with the count, so that what follows from the time is the same."
    )


@router.get(
    "/measures",
    response={200: Page[api.MeasureHead], **problems(401, 403, 404, 422)},
    operation_id="list_measures",
)
def list_measures(request: ActorRequest, on: On = None) -> HttpResponse:
    """Return all that can be looked at: the indicators in force on a day, then all base indicators; on one page."""
    return page(api.measure_heads(day=on or today(now()), actor=request.auth), next_cursor=None)


@router.get("/trend", response={200: api.Trend, **problems(401, 403, 404, 422)}, operation_id="get_trend")
def get_trend(
    request: ActorRequest,
    whose: Query[Whose],
    key: Query[MeasureKey],
    last: Query[PeriodKey],
    periods: Annotated[int, Query(ge=1, le=36)] = 12,
) -> HttpResponse:
    """Return a measure over so many periods up to the last one, each beside the one before and a year before."""
    found = api.trend(key=key, scope=whose.scope(), last=last, periods=periods, actor=request.auth, at=now())
    return quick(found)


@router.get("/heat", response={200: api.Heat, **problems(401, 403, 404, 422)}, operation_id="get_heat")
def get_heat(
    request: ActorRequest, whose: Query[Whose], period: Query[PeriodKey], key: Query[BaseKey] = "reported"
) -> HttpResponse:
    """Return a count by weekday (Monday first) and hour of the report, in the time zone of the city."""
    return quick(api.heat(key=key, scope=whose.scope(), period=period, actor=request.auth, at=now()))


@router.get(
    "/comparison", response={200: api.Comparison, **problems(401, 403, 404, 422)}, operation_id="get_comparison"
)
def get_comparison(
    request: ActorRequest, whose: Query[Whose], period: Query[PeriodKey], other: Query[PeriodKey]
) -> HttpResponse:
    """Return all measures in two periods, what moved most first."""
    found = api.comparison(scope=whose.scope(), period=period, other=other, actor=request.auth, at=now())
    return quick(found)


@router.get("/own", response={200: api.OwnFigures, **problems(401, 403, 422)}, operation_id="get_own_figures")
def get_own_figures(
    request: ActorRequest, period: Query[PeriodKey], against: api.Against = api.Against.BEFORE
) -> HttpResponse:
    """Return one's own rows in the leagues of the posts that one has held, and among how many; nobody else's."""
    return quick(api.own_figures(period=period, actor=request.auth, at=now(), against=against))


@router.get("/cases", response={200: BehindPage, **problems(401, 403, 404, 422)}, operation_id="get_cases_behind")
def get_cases_behind(
    request: ActorRequest, whose: Query[Whose], asked: Query[Counted], cursor: Cursor = None, size: PageSize = 50
) -> HttpResponse:
    """Return a count and some of the cases that it is made of, in order of number."""
    found = api.cases_behind(
        asked=api.CountAsked(
            key=asked.key, period=asked.period, scope=whose.scope(), hour=asked.hour, weekday=asked.weekday
        ),
        actor=request.auth,
        at=asked.counted_at or now(),
        cursor=cursor,
        size=size,
    )
    return quick({"figure": found.figure, "items": found.page.rows, "next": found.page.cursor})
