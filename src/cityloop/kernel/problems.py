"""Every error leaves as problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from cityloop.kernel.errors import NotSignedInError, RefusedError

log = structlog.get_logger(__name__)


class Problem(Schema):
    """The body of every answer that is an error."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    facts: dict[str, Any] = {}


def problem(
    request: HttpRequest, *, status: int, slug: str, title: str, detail: str, facts: Any = None
) -> HttpResponse:  # noqa: PLR0913
    """Return a problem+json answer."""
    body = {
        "type": f"urn:cityloop:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "facts": facts or {},
    }
    answer = HttpResponse(orjson.dumps(body, default=str), status=status, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="cityloop"'
    return answer


def install(api: NinjaAPI) -> None:
    """Turn refusals, bad requests and accidents of this API into problems."""

    def refused(request: HttpRequest, error: RefusedError) -> HttpResponse:
        return problem(
            request,
            status=error.status,
            slug=error.slug,
            title=error.title,
            detail=error.detail,
            facts=error.facts,
        )

    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        facts = {"errors": [{"at": list(e["loc"]), "why": e["msg"]} for e in error.errors]}
        detail = "; ".join(f"{'.'.join(map(str, e['at'][1:]))}: {e['why']}" for e in facts["errors"])
        return problem(request, status=422, slug="invalid-input", title="Invalid input", detail=detail, facts=facts)

    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, status=error.status_code, slug="bad-request", title="Bad request", detail=str(error))

    def accident(request: HttpRequest, error: Exception) -> HttpResponse:
        log.exception("unexpected_error", path=request.path)
        return problem(
            request,
            status=500,
            slug="internal-error",
            title="Something went wrong here",
            detail="The error was recorded. Nothing of this request was kept.",
        )

    api.add_exception_handler(RefusedError, refused)
    api.add_exception_handler(ValidationError, malformed)
    api.add_exception_handler(HttpError, http_error)
    api.add_exception_handler(Exception, accident)


NOT_SIGNED_IN = NotSignedInError("Sign in first, or send a token.")
