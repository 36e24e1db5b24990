"""What operators' machines ask: alive, ready, figures. Outside the API: no session, no version."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cityloop.kernel.health import troubles
from cityloop.kernel.metrics import exposition
from cityloop.kernel.problems import problem
from cityloop.kernel.wording import say


@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer while this process runs; touches nothing else."""
    return JsonResponse({"status": "alive"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 200 when requests can be served, else 503 with what is missing."""
    missing = troubles()
    return JsonResponse(
        {"status": "waiting" if missing else "ready", "missing": missing}, status=503 if missing else 200
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures of this installation to whom it may concern: this machine, or the bearer of the token."""
    if not _may_see_figures(request):
        return problem(
            request, status=403, slug="not-permitted", title=say("Not permitted"), detail=say("Send the token.")
        )
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_see_figures(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not is_forwarded


urlpatterns = [
    path("healthz", csrf_exempt(alive)),  # they change nothing, so a wrong method is all there is to refuse
    path("readyz", csrf_exempt(ready)),
    path("metrics", csrf_exempt(metrics)),
]
