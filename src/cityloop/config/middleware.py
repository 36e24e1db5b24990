"""What happens around every request: a number and a line in the log, safe headers, errors as problems."""

import re
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter
from typing import TypeAlias
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cityloop.kernel.metrics import REQUEST_SECONDS, REQUESTS
from cityloop.kernel.problems import problem
from cityloop.kernel.wording import word

Respond: TypeAlias = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("cityloop.requests")
GIVEN_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
QUIET = {"healthz", "readyz", "metrics"}
_SOURCES = [source for each in settings.CITYLOOP_BASE_MAPS for source in each.get("layers") or [each]]
_ADDRESSES = [source.get("url") or source.get("wmts", "") for source in _SOURCES]
_MAPS = "".join(sorted({f" {'://'.join(urlsplit(address)[:2])}" for address in _ADDRESSES}))
POLICY = (
    f"default-src 'self'; connect-src 'self'{_MAPS}; img-src 'self' data: blob:{_MAPS}; "
    "media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def request_record(respond: Respond) -> Respond:
    """Give the request a number (or keep the caller's), say it in the answer, log and count the request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN_NUMBER.fullmatch(given) else uuid4().hex
        started = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = respond(request)
            _record(request, response.status_code, perf_counter() - started)
        response["X-Request-ID"] = number
        return response

    return middleware


def security_headers(respond: Respond) -> Respond:
    """Tell the browser to take programs from here only, and to guess no content types."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)")
        return response

    return middleware


def plain_errors_as_problems(respond: Respond) -> Respond:
    """Turn what the framework answers in plain text or HTML (405, a refused host) into a problem."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = respond(request)
        kind = response.headers.get("Content-Type", "")
        if response.status_code < HTTPStatus.BAD_REQUEST or "json" in kind:
            return response
        status = HTTPStatus(response.status_code)
        title, detail = word(status.phrase, context="http"), word(status.description, context="http")
        answer = problem(request, status=status, slug=_slug(status), title=title, detail=detail)
        for name, value in response.headers.items():
            if name not in {"Content-Type", "Content-Length"}:
                answer.headers.setdefault(name, value)
        answer.cookies = response.cookies
        return answer

    return middleware


def _record(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "unknown"
    method = request.method if request.method in KNOWN_METHODS else "OTHER"
    REQUESTS.labels(method, route, status).inc()
    REQUEST_SECONDS.labels(method, route).observe(seconds)
    if route not in QUIET:
        log.info("request", method=method, route=route, path=request.path, status=status, seconds=round(seconds, 4))


def _slug(status: HTTPStatus) -> str:
    return status.phrase.lower().replace(" ", "-")


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
