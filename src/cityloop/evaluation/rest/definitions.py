"""Indicators and schemes: what is computed, by which formulas, and what their names mean."""

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.policies import READ
from cityloop.evaluation.rest.fields import SchemeKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import Day, Page, page, problems, quick
from cityloop.territory import api as territory

indicators = Router(tags=["evaluation"], auth=signed_in)
schemes = Router(tags=["evaluation"], auth=signed_in)
counting_rules = Router(tags=["evaluation"], auth=signed_in)
Seen = Annotated[
    int | None,
    Field(ge=0, le=2**31 - 1, description="The latest version that was seen: refused if there is another one by now."),
]
On = Annotated[Day | None, Query(description="In force on this day; today, if none is named.")]


class IndicatorsIn(Schema):
    """All indicators of the city, as docs/evaluation.md describes them, in force from a day on."""

    valid_from: Day
    indicators: Annotated[list[dict[str, Any]], Field(max_length=1000)]
    seen: Seen = None


class SchemeIn(Schema):
    """A scheme, as docs/evaluation.md describes it, in force from a day on."""

    valid_from: Day
    scheme: dict[str, Any]
    seen: Seen = None


class CountingRulesIn(Schema):
    """How the city counts cases that are reported from a day on; a rule that is not named is as it is shipped."""

    valid_from: Day
    rules: Annotated[dict[str, str | int], Field(max_length=20)]


@indicators.get("", response={200: api.BookView, **problems(401, 403, 404, 422)}, operation_id="get_indicators")
def get_indicators(request: ActorRequest, on: On = None) -> HttpResponse:
    """Return the indicators in force on a day, with their formulas and the base indicators that they open."""
    require(request.auth, READ)
    return quick(api.indicator_book(on or today(now())))


@indicators.put(
    "", response={200: api.PublishedDefinition, **problems(401, 403, 409, 422)}, operation_id="publish_indicators"
)
def publish_indicators(request: ActorRequest, new: IndicatorsIn) -> HttpResponse:
    """Publish all indicators anew; the same content again changes nothing. What is wrong is told with its place."""
    made = api.publish_indicators(
        data=new.indicators, valid_from=new.valid_from, actor=request.auth, at=now(), seen=new.seen
    )
    return quick(made)


@indicators.get(
    "/versions",
    response={200: Page[api.DefinitionVersion], **problems(401, 403)},
    operation_id="list_indicator_versions",
)
def list_indicator_versions(request: ActorRequest) -> HttpResponse:
    """Return the versions of the indicators and when each is in force, the newest first, on one page."""
    require(request.auth, READ)
    return page(api.indicator_versions(), next_cursor=None)


@schemes.get("", response={200: Page[api.SchemeHead], **problems(401, 403, 422)}, operation_id="list_schemes")
def list_schemes(request: ActorRequest, on: On = None) -> HttpResponse:
    """Return the schemes in force on a day, on one page."""
    require(request.auth, READ)
    return page(api.scheme_heads(on or today(now())), next_cursor=None)


@schemes.put(
    "", response={200: api.PublishedDefinition, **problems(401, 403, 404, 409, 422)}, operation_id="publish_scheme"
)
def publish_scheme(request: ActorRequest, new: SchemeIn) -> HttpResponse:
    """Publish a version of a scheme; the same content again changes nothing. What is wrong is told with its place."""
    made = api.publish_scheme(data=new.scheme, valid_from=new.valid_from, actor=request.auth, at=now(), seen=new.seen)
    return quick(made)


@schemes.get("/{scheme_key}", response={200: api.SchemeView, **problems(401, 403, 404, 422)}, operation_id="get_scheme")
def get_scheme(request: ActorRequest, scheme_key: Path[SchemeKey], on: On = None) -> HttpResponse:
    """Return a scheme as it was written, with its formulas and what every name in them means."""
    require(request.auth, READ)
    return quick(api.scheme_view(scheme_key, on or today(now())))


@counting_rules.get("", response={200: api.CountingRulesView, **problems(401, 403)}, operation_id="get_counting_rules")
def get_counting_rules(request: ActorRequest) -> HttpResponse:
    """Return all versions of the rules of counting, and what each rule may be."""
    require(request.auth, READ)
    return quick(api.counting_rules())


@counting_rules.put(
    "", response={200: api.PublishedRules, **problems(401, 403, 422)}, operation_id="publish_counting_rules"
)
def publish_counting_rules(request: ActorRequest, new: CountingRulesIn) -> HttpResponse:
    """Publish rules of counting; the same again changes nothing. Facts that are old by them are built again."""
    rules = api.rules_from(new.rules)
    return quick(api.publish_rules(rules=rules, valid_from=new.valid_from, actor=request.auth, at=now()))


@schemes.get(
    "/{scheme_key}/versions",
    response={200: Page[api.DefinitionVersion], **problems(401, 403, 404, 422)},
    operation_id="list_scheme_versions",
)
def list_scheme_versions(request: ActorRequest, scheme_key: Path[SchemeKey]) -> HttpResponse:
    """Return the versions of a scheme and when each is in force, the newest first, on one page."""
    require(request.auth, READ)
    return page(api.scheme_versions(scheme_key), next_cursor=None)


def today(at: datetime) -> date:
    """Return the day of the city's calendar on which a moment falls."""
    return at.astimezone(ZoneInfo(territory.city().timezone)).date()
