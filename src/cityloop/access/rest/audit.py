"""The audit trail, for whoever may read it."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpResponse
from ninja import Router

from cityloop.access import api
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import Cursor, Line, Page, PageSize, page, problems
from cityloop.kernel.wording import say

router = Router(tags=["audit"], auth=api.signed_in)
BIGGEST_ID = 2**63


@router.get("", response={200: Page[api.AuditView], **problems(401, 403, 422)}, operation_id="list_audit")
def list_audit(
    request: api.ActorRequest, subject: Line | None = None, cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return who did what, the newest first; of one subject (`kind:identifier`) or of all."""
    api.require(request.auth, "access.read_audit", grid="")
    rows = api.audit_entries(before=_before(cursor), subject=subject, limit=limit + 1)
    shown = rows[:limit]
    following = cursors.encode(shown[-1].at.isoformat(), shown[-1].id) if len(rows) > limit else None
    return page(shown, next_cursor=following)


def _before(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    moment, number = cursors.decode(cursor, length=2)
    if isinstance(moment, str) and isinstance(number, int) and 0 <= number < BIGGEST_ID:
        with suppress(ValueError):
            at = datetime.fromisoformat(moment)
            if at.tzinfo is not None:
                return at, number
    message = say("The cursor is not one this server gave.")
    raise InvalidInputError(message, field="cursor")
