"""A collector's own tasks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from cityloop.access.api import Actor
from cityloop.cases.models import FieldTask
from cityloop.cases.queries.lists import X, Y
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

COLUMNS = {
    "case_number": F("case__number"),
    "case_version": F("case__version"),
    "class_code": F("case__class_code"),
    "description": F("case__description"),
    "address": F("case__address"),
    "grid_code": F("case__grid_code"),
    "longitude": X(F("case__location")),
    "latitude": Y(F("case__location")),
}


def tasks_of(*, actor: Actor, is_done: bool, cursor: str | None, size: int) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of this collector's tasks: to do, what is due first; done, the newest first.

    :raises InvalidInputError: the cursor is not one of this list.
    """
    mine = FieldTask.objects.filter(assignee_id=actor.account_id)
    if is_done:
        found, name = mine.filter(answered_at__isnull=False).order_by("-issued_at", "-id"), "issued_at"
    else:
        found, name = mine.filter(answered_at=None, recalled_at=None).order_by("due_at", "id"), "due_at"
    if cursor:
        moment, last = _position(cursor)
        beyond = "lt" if is_done else "gt"
        found = found.filter(Q(**{f"{name}__{beyond}": moment}) | Q(**{name: moment, f"id__{beyond}": last}))
    own = ("id", "kind", "case_id", "issued_at", "due_at", "answered_at", "answer")
    rows = [dict(row) for row in found.values(*own, **COLUMNS)[: size + 1]]
    if len(rows) <= size:
        return rows, None
    return rows[:size], cursors.encode(rows[size - 1][name], rows[size - 1]["id"])


def _position(cursor: str) -> tuple[datetime, UUID]:
    moment, last = cursors.decode(cursor, length=2)
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except (TypeError, ValueError) as error:
        message = say("The cursor is not one of this list.")
        raise InvalidInputError(message, field="cursor") from error
