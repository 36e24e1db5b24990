"""Changes to the grids of the small city, drawn by one and approved by another, and everybody hearing of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from cityloop.access import api as access
from cityloop.kernel import outbox
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced
from tests.support.small_city import NOON, position

HOME = "110101001001"
FIRST, SECOND, THIRD, FOURTH = (f"{HOME}00{number}" for number in (1, 2, 3, 4))
NORTH, SOUTH = f"{HOME}001", f"{HOME}002"  # the duty grids, of two unit grids each
LATER = NOON + timedelta(days=10)
AUTHOR = access.system_actor("author")
APPROVER = replace(access.system_actor("approver"), account_id=UUID(int=1))
CUT = {"kind": "CUT", "grids": [FIRST], "line": [position(2.5, 0.9), position(2.5, 2.1)]}


def merge(*grids: str) -> dict[str, Any]:
    """Return the operation that merges grids."""
    return {"kind": "MERGE", "grids": list(grids)}


def gather(*grids: str) -> dict[str, Any]:
    """Return the operation that forms a duty grid."""
    return {"kind": "DUTY", "grids": list(grids)}


def decide(*operations: dict[str, Any], at: datetime = LATER) -> None:
    """Have a change to the grids of the community drawn by one and approved by another."""
    drawn = territory.draw_change(title="调整", community=HOME, operations=operations, actor=AUTHOR, at=at)
    sent = territory.submit_change(change_id=drawn.id, version=drawn.version, actor=AUTHOR, at=at)
    territory.decide_change(change_id=sent.id, version=sent.version, approved=True, opinion="", actor=APPROVER, at=at)


def change_grids(*operations: dict[str, Any], at: datetime = LATER) -> GridsReplaced:
    """Change the grids of the community and return what everybody has heard then."""
    decide(*operations, at=at)
    for tries in range(10):  # whoever follows waits a second for what is being placed, and then comes again
        outbox.relay(at=at + tries * outbox.NOT_YET)
        if not OutboxEvent.objects.filter(name="GridsReplaced", position=None).exists():
            break
    told = OutboxEvent.objects.filter(name="GridsReplaced").latest("id")
    assert told.position is not None, told.failure
    return GridsReplaced.told(told.body)


def is_somebody_waiting() -> bool:
    """Return whether anybody waits for an advisory lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])


def loose_ends() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return what is left to be decided: what, whose, of which grid, with which grids to choose from."""
    return [(end.kind.value, end.label, end.code, tuple(end.codes)) for end in territory.loose_ends(within=HOME)]
