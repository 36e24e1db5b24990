"""The addresses of the service: read the request, ask the door, write the answer as JSON or as a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cityloop.access.api import SEAT_HEADER
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError, RefusedError
from cityloop.kernel.problems import problem
from cityloop.kernel.wording import say
from cityloop.maps import api
from cityloop.maps.rest.ogc import documents, pages
from cityloop.maps.rest.ogc.callers import offered, offered_one, require_pace
from cityloop.maps.rest.ogc.openapi import definition as describe
from cityloop.territory import api as territory

PLACE = "/ogc"
KEPT = "max-age=60"
View: TypeAlias = Callable[..., HttpResponse]
PLAIN = frozenset({"f"})


def served(view: View) -> View:
    """Let programs of any site read, answer refusals as problems, and allow no writes."""

    @csrf_exempt
    @gzip_page
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            response = view(request, **names)
        except RefusedError as refused:
            response = problem(
                request, status=refused.status, slug=refused.slug, title=refused.title, detail=refused.detail,
                facts=refused.facts,
            )  # fmt: skip
            if "retry_after" in refused.facts:
                response["Retry-After"] = str(refused.facts["retry_after"])
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Content-Crs, Link"
        return response

    return answer


@served
def landing(request: HttpRequest) -> HttpResponse:
    """Answer the landing page."""
    api.require_known(_sent(request), PLAIN)
    return _answer(request, documents.landing(_root(request)), title="CityLoop")


@served
def definition(request: HttpRequest) -> HttpResponse:
    """Answer the definition of the service."""
    api.require_known(_sent(request), PLAIN)
    document = describe(_root(request), [each.collection for each in offered(request).values()], _systems())
    return _theirs(_answer(request, document, title="Definition", media_type=documents.OPENAPI))


@served
def conformance(request: HttpRequest) -> HttpResponse:
    """Answer what the service conforms to."""
    api.require_known(_sent(request), PLAIN)
    return _answer(request, documents.conformance(_root(request)), title="Conformance")


@served
def collections(request: HttpRequest) -> HttpResponse:
    """Answer the collections."""
    api.require_known(_sent(request), PLAIN)
    found = [each.collection for each in offered(request).values()]
    document = documents.collections(_root(request), found, _systems())
    return _theirs(_answer(request, document, title="Collections"))


@served
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """Answer one collection."""
    api.require_known(_sent(request), PLAIN)
    found = offered_one(request, name).collection
    document = documents.collection(_root(request), found, _systems())
    return _theirs(_answer(request, document, title=found.title))


@served
def items(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a page of features."""
    found = offered_one(request, name)
    require_pace(request, found)
    question = api.read_question(_sent(request), found.collection, _systems())
    rows = api.page(found.collection, question, area=found.area)
    cursor = api.cursor_after(rows.following) if rows.following else ""
    place = f"{_root(request)}/collections/{name}/items"
    document = documents.page(place, request.GET.dict(), rows, cursor, now().isoformat())
    return _drawn(request, document, found.collection.title, question.system, is_public=found.is_public)


@served
def feature(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """Answer one feature."""
    found = offered_one(request, name)
    require_pace(request, found)
    system = api.read_system(_sent(request), _systems())
    row = None if "\x00" in key else api.feature(found.collection, key, system, area=found.area)
    if row is None:
        message = say("There is no such feature.")
        raise NotFoundError(message, collection=name)
    place = f"{_root(request)}/collections/{name}/items/{key}"
    document = documents.feature(place, request.GET.dict(), row)
    return _drawn(request, document, f"{found.collection.title} {key}", system, is_public=found.is_public)


def _drawn(
    request: HttpRequest, document: documents.Document, title: str, system: api.System, *, is_public: bool
) -> HttpResponse:
    answer = _answer(request, document, title=title, media_type=documents.GEOJSON)
    answer["Content-Crs"] = f"<{system.uri}>"
    answer["Cache-Control"] = f"{'public' if is_public else 'private'}, {KEPT}"
    if not is_public:
        answer["Vary"] = f"Accept, Authorization, Cookie, {SEAT_HEADER}"
    return answer


def _theirs(answer: HttpResponse) -> HttpResponse:
    """Say that what is offered to one caller is nothing to keep for another."""
    answer["Cache-Control"] = "private, no-store"
    return answer


def _answer(
    request: HttpRequest, document: documents.Document, *, title: str, media_type: str = documents.JSON
) -> HttpResponse:
    answer = (
        HttpResponse(pages.page(title, document, _dumps))
        if _wants_page(request)
        else HttpResponse(_dumps(document), content_type=media_type)
    )
    answer["Vary"] = "Accept"
    return answer


def _wants_page(request: HttpRequest) -> bool:
    """Return whether a page is asked for: by name, or by a browser that prefers one."""
    asked = request.GET.get("f")
    if asked:
        return asked == "html"
    preferred = request.get_preferred_type(
        [documents.JSON, documents.GEOJSON, "application/vnd.oai.openapi+json", documents.HTML]
    )
    return preferred == documents.HTML


def _sent(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in request.GET.lists()}


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(PLACE)


def _systems() -> Any:
    return api.systems(territory.city().metric_srid)


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)
