"""What has happened to the ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChanged(Event):
    """Divisions, unit grids or duty grids were added, changed or ended; caches of a lower revision are stale."""

    revision: int
    what: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridsReplaced(Event):
    """A change ended grids and others have their ground now; whoever was bound to the old ones follows.

    `ended` are unit grids; `forebears` tells of each new one which part of its ground was whose. `carried` tells of
    each duty grid that ended which ones carry on with its ground, `left` which unit grids of its lie in none now.
    """

    change_id: UUID
    community: str
    ended: tuple[str, ...]
    forebears: Mapping[str, Mapping[str, float]]
    carried: Mapping[str, tuple[str, ...]]
    left: Mapping[str, tuple[str, ...]]
    begun_duty_grids: tuple[str, ...] = ()

    @classmethod
    def told(cls, body: Mapping[str, Any]) -> Self:
        """Return the event that was delivered with this body."""
        return cls(
            at=datetime.fromisoformat(body["at"]),
            change_id=UUID(body["change_id"]),
            community=body["community"],
            ended=tuple(body["ended"]),
            forebears=body["forebears"],
            carried={duty: tuple(codes) for duty, codes in body["carried"].items()},
            left={duty: tuple(codes) for duty, codes in body["left"].items()},
            begun_duty_grids=tuple(body["begun_duty_grids"]),
        )
