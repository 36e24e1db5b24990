"""What has happened to the inventory."""

from dataclasses import dataclass
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentsImported(Event):
    """A layer of components was imported and changed the inventory.

    Where it was only a few, `boxes` are the ground of each before and after (west, south, east, north in degrees) and
    `grids` the codes of the unit grids that it concerns; where it was more, both are empty.
    """

    layer: str
    added: int
    changed: int
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    grids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentStateChanged(Event):
    """A component stands otherwise than it did: it is broken, whole again, lost, taken away.

    The position is the component's, longitude and latitude; the grid is None where it lies in none.
    """

    code: str
    grid_code: str | None
    longitude: float
    latitude: float
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyApplied(Event):
    """What was found in the field has become the inventory."""

    survey_id: UUID
    added: int
    changed: int
