"""Leagues, and the cases behind their figures."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.policies import READ
from cityloop.evaluation.rest.fields import PeriodKey, SchemeKey, SubjectId
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, Moment, PageSize, problems, quick

router = Router(tags=["evaluation"], auth=signed_in)


class Figure(Schema):
    """Which figure is opened."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(
        description="A base indicator, or a count of the scheme by its name."
    )
    scheme: SchemeKey
    period: PeriodKey
    subject: SubjectId
    counted_at: Moment | None = Field(
        None, description="`counted_at` of the league, so that what follows from the time is the same."
    )


class BehindPage(Schema):
    """A figure, and some of the cases that it is made of; all pages together add up to it."""

    figure: int
    items: list[api.Contribution]
    next: str | None = Field(None, description="Send it as `cursor` to get the following page.")


class PublicKey(Schema):
    """The Ed25519 key with which the results of this installation are signed, in base64."""

    public_key: str


@router.get(
    "/leagues/{scheme_key}",
    response={200: api.League, **problems(401, 403, 404, 422)},
    operation_id="get_league",
)
def get_league(
    request: ActorRequest,
    scheme_key: Path[SchemeKey],
    period: Query[PeriodKey],
    against: api.Against = api.Against.BEFORE,
    other: Annotated[
        PeriodKey | None, Query(description="Hold it against this period, whatever `against` says.")
    ] = None,
) -> HttpResponse:
    """Return who is evaluated, ranked, beside the period before, the same of the year before, or any other.

    One's own row, or all.

    Every term tells its points now and then, and the figures that it opens.
    """
    found = api.league(
        scheme_key=scheme_key, period=period, against=against, other=other or "", actor=request.auth, at=now()
    )
    return quick(found)


@router.get("/behind", response={200: BehindPage, **problems(401, 403, 404, 422)}, operation_id="get_behind")
def get_behind(request: ActorRequest, asked: Query[Figure], cursor: Cursor = None, size: PageSize = 50) -> HttpResponse:
    """Return a figure of a league and some of the cases that it is made of, in order of number."""
    found = api.behind(
        asked=api.FigureAsked(key=asked.key, scheme_key=asked.scheme, period=asked.period, subject_id=asked.subject),
        actor=request.auth,
        at=asked.counted_at or now(),
        cursor=cursor,
        size=size,
    )
    return quick({"figure": found.figure, "items": found.page.rows, "next": found.page.cursor})


@router.get("/key", response={200: PublicKey, **problems(401, 403)}, operation_id="get_results_key")
def get_results_key(request: ActorRequest) -> HttpResponse:
    """Return the public key of this installation: with it, anybody can see that an exported result is the city's."""
    require(request.auth, READ)
    return quick({"public_key": api.public_key()})
