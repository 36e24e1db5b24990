"""Every error leaves as problem+json (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from cityloop.kernel.errors import InvalidInputError, NotSignedInError, RefusedError
from cityloop.kernel.languages import tag_of, tongue_of
from cityloop.kernel.wording import BETWEEN, Listed, Sentence, say, told

log = structlog.get_logger(__name__)
BAD_REQUEST, TOO_LARGE = say("Bad request"), say("Too large")


class Problem(Schema):
    """The body of every answer that is an error."""

    type: str
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)


def problem(
    request: HttpRequest, *, status: int, slug: str, title: Sentence, detail: Sentence, facts: Any = None
) -> HttpResponse:
    """Return a problem+json answer in the language of the request."""
    body = {
        "type": f"urn:cityloop:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "facts": facts or {},
    }
    content, headers = written(body, request.headers.get("Accept-Language"))
    answer = HttpResponse(content, status=status, headers=headers)
    patch_vary_headers(answer, ["Accept-Language"])
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="cityloop"'
    return answer


def written(body: Mapping[str, Any], accept_language: str | None) -> tuple[bytes, dict[str, str]]:
    """Return a problem as bytes in the language of the request, and its headers."""
    tongue = tongue_of(accept_language)
    headers = {"Content-Type": "application/problem+json", "Content-Language": tag_of(tongue)}
    return orjson.dumps(told(body, tongue), default=str, option=orjson.OPT_UTC_Z), headers


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
    detail = getattr(error, "detail", error.title)
    answer = problem(request, status=error.status, slug=error.slug, title=error.title, detail=detail, facts=facts)
    if "retry_after" in facts:
        answer["Retry-After"] = str(facts["retry_after"])
    return answer


def _malformed(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    faults = [{"at": list(fault["loc"]), "why": _why(fault)} for fault in getattr(error, "errors", [])]
    told_at = [say("{at}: {why}", at=".".join(map(str, fault["at"][1:])), why=fault["why"]) for fault in faults]
    return problem(
        request,
        status=InvalidInputError.status,
        slug=InvalidInputError.slug,
        title=InvalidInputError.title,
        detail=say("{faults}", faults=Listed(told_at, "; ")),
        facts={"errors": faults},
    )


def _why(fault: Mapping[str, Any]) -> Sentence:
    """Return what pydantic says: in other languages by the type of the fault and its context."""
    if fault["type"] == "value_error":
        return say("Value error, {error}", error=fault["ctx"]["error"])
    values = dict(fault.get("ctx", {}))
    if "expected" in values:  # "'A', 'B' or 'C'"
        values["expected"] = Listed(values["expected"].replace(" or ", BETWEEN).split(BETWEEN))
    return Sentence(fault["type"], values, context="pydantic", english=fault["msg"])


def _http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    status = getattr(error, "status_code", 400)
    return problem(request, status=status, slug="bad-request", title=BAD_REQUEST, detail=_unread(error))


def _too_large(request: HttpRequest, error: RequestDataTooBig | type[RequestDataTooBig]) -> HttpResponse:
    detail = say("The request is too large: {reason}", reason=error)
    return problem(request, status=413, slug="too-large", title=TOO_LARGE, detail=detail)


def _unreadable(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problem(request, status=400, slug="bad-request", title=BAD_REQUEST, detail=_unread(error))


def _unread(error: Exception | type[Exception]) -> Sentence:
    return say("The request cannot be read: {reason}", reason=error)


def _accident(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.error("unexpected_error", path=request.path, exc_info=error)
    return problem(
        request,
        status=500,
        slug="internal-error",
        title=say("Something went wrong here"),
        detail=say("The error was recorded. Nothing of this request was kept."),
    )


def not_signed_in() -> NotSignedInError:
    """Return the refusal of somebody unknown; a new one each time, for it keeps the frames it goes through."""
    return NotSignedInError(say("Sign in first, or send a token."))
