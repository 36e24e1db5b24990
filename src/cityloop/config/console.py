"""The page that the console is: one for all its addresses, because the browser tells them apart."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cityloop.kernel.problems import problem
from cityloop.kernel.wording import say


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Answer the page; browsers ask for it every time, so that a new release is seen at once."""
    try:
        content = (settings.CONSOLE / "index.html").read_bytes()
    except FileNotFoundError:
        detail = say("Nothing lives at this address, and the console has not been built here; `make setup` does it.")
        return problem(request, status=404, slug="not-found", title=say("Not found"), detail=detail)
    return HttpResponse(content, headers={"Cache-Control": "no-cache"})
