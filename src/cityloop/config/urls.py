"""Addresses."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from cityloop.config.api import PREFIX, api
from cityloop.config.console import page
from cityloop.kernel.problems import problem
from cityloop.kernel.wording import say

urlpatterns: list[Any] = [
    path(PREFIX, api.urls),
    path("", include("cityloop.kernel.rest")),
    path("ogc", include("cityloop.maps.rest.ogc")),
    re_path(r"^(?!api(?:/|$)|ogc(?:/|$)|assets/)[^.]*$", page),
]


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address that leads nowhere."""
    return problem(
        request, status=404, slug="not-found", title=say("Not found"), detail=say("Nothing lives at this address.")
    )


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a request that cannot be read, or that is meant for another host."""
    return problem(request, status=400, slug="bad-request", title=say("Bad request"), detail=say("It cannot be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer what the framework forbids."""
    return problem(
        request, status=403, slug="not-permitted", title=say("Not permitted"), detail=say("This is not allowed.")
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a write that did not prove it comes from our own pages."""
    return problem(
        request,
        status=403,
        slug="forged-request",
        title=say("Not from our pages"),
        detail=say("It does not come from our own pages: {reason}", reason=reason),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when we failed."""
    detail = say("The error was recorded. Nothing of this request was kept.")
    return problem(request, status=500, slug="internal-error", title=say("Something went wrong here"), detail=detail)


handler400, handler403, handler404, handler500 = malformed, forbidden, missing, broken
