"""A collector's own tasks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from cityloop.access.api import Actor
from cityloop.cases.domain.countdown import Countdown
from cityloop.cases.domain.lamps import Lamp, lamp
from cityloop.cases.models import FieldTask
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.lists import X, Y
from cityloop.cases.queries.workclock import clock_of
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
    "calendar_id": F("case__calendar_id"),
    "lifecycle_id": F("case__lifecycle_id"),
}


def tasks_of(
    *, actor: Actor, is_done: bool, cursor: str | None, size: int, at: datetime
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of this collector's tasks, each with its lamp: to do, what is due first; done, the newest first.

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
    rows = [_with_lamp(row, at) for row in found.values(*own, **COLUMNS)[: size + 1]]
    if len(rows) <= size:
        return rows, None
    return rows[:size], cursors.encode(rows[size - 1][name], rows[size - 1]["id"])


def _with_lamp(row: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A task warns as its case does, after the same share of the time; what is answered has no clock."""
    clock, settings = clock_of(row.pop("calendar_id")), lifecycle_of(row.pop("lifecycle_id")).settings
    if row["answered_at"] is not None:
        return {**row, "lamp": Lamp.OFF}
    limit = settings.task_limit
    given = Countdown(limit.unit, clock.length(limit), running_since=row["issued_at"], due_at=row["due_at"])
    return {**row, "lamp": lamp(at, given.warn_at(settings.warn_share, clock), row["due_at"])}


def _position(cursor: str) -> tuple[datetime, UUID]:
    moment, last = cursors.decode(cursor, length=2)
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except (TypeError, ValueError) as error:
        message = say("The cursor is not one of this list.")
        raise InvalidInputError(message, field="cursor") from error
