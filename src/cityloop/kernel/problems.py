"""Every error leaves as problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from cityloop.kernel.errors import NotSignedInError, RefusedError
from cityloop.kernel.wording import say

log = structlog.get_logger(__name__)


class Problem(Schema):
    """The body of every answer that is an error."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)


def problem(
    request: HttpRequest, *, status: int, slug: str, title: str, detail: str, facts: Any = None
) -> HttpResponse:
    """Return a problem+json answer."""
    body = {
        "type": f"urn:cityloop:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "facts": facts or {},
    }
    answer = HttpResponse(
        orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z), status=status, content_type="application/problem+json"
    )
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="cityloop"'
    return answer


def install(api: NinjaAPI) -> None:
    """Turn refusals, bad requests and accidents of this API into problems."""
    api.add_exception_handler(RefusedError, _refused)
    api.add_exception_handler(ValidationError, _malformed)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(BadRequest, _unreadable)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(MultiPartParserError, _unreadable)
    api.add_exception_handler(Exception, _accident)


def _refused(request: HttpRequest, error: RefusedError | type[RefusedError]) -> HttpResponse:
    facts = getattr(error, "facts", {})
    detail = getattr(error, "detail", "")
    return problem(request, status=error.status, slug=error.slug, title=error.title, detail=detail, facts=facts)


def _malformed(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    faults = [{"at": list(fault["loc"]), "why": fault["msg"]} for fault in getattr(error, "errors", [])]
    detail = "; ".join(f"{'.'.join(map(str, fault['at'][1:]))}: {fault['why']}" for fault in faults)
    return problem(
        request, status=422, slug="invalid-input", title="Invalid input", detail=detail, facts={"errors": faults}
    )


def _http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    status = getattr(error, "status_code", 400)
    return problem(request, status=status, slug="bad-request", title="Bad request", detail=str(error))


def _too_large(request: HttpRequest, error: RequestDataTooBig | type[RequestDataTooBig]) -> HttpResponse:
    return problem(request, status=413, slug="too-large", title="Too large", detail=str(error))


def _unreadable(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problem(request, status=400, slug="bad-request", title="Bad request", detail=str(error))


def _accident(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.error("unexpected_error", path=request.path, exc_info=error)
    return problem(
        request,
        status=500,
        slug="internal-error",
        title="Something went wrong here",
        detail="The error was recorded. Nothing of this request was kept.",
    )


def not_signed_in() -> NotSignedInError:
    """Return the refusal of somebody unknown; a new one each time, for it keeps the frames it goes through."""
    return NotSignedInError(say("Sign in first, or send a token."))
