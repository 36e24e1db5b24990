"""Where collectors are sent."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.cases.queries.tasks import tasks_of
from cityloop.cases.rest import outgoing
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, Page, PageSize, page, problems

router = Router(tags=["cases"], auth=signed_in)


@router.get("", response={200: Page[outgoing.TaskOut], **problems(401, 403, 422)}, operation_id="list_my_tasks")
def list_my_tasks(
    request: ActorRequest,
    done: Annotated[bool, Query(description="Those answered, instead of those to do.")] = False,  # noqa: FBT002 - a query flag
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return the caller's own tasks: to do by due moment, done by newest. Answer one with the case's move."""
    require(request.auth, "cases.read")
    rows, following = tasks_of(actor=request.auth, is_done=done, cursor=cursor, size=limit, at=now())
    return page(rows, next_cursor=following)
