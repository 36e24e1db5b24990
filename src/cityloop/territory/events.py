"""What has happened to the ground."""

from dataclasses import dataclass

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryChanged(Event):
    """Divisions, unit grids or duty grids were added, changed or ended; caches of a lower revision are stale."""

    revision: int
    what: str
    added: int
    changed: int
