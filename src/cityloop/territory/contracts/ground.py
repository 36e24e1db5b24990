"""What crosses territory's door about the ground: levels, places and views, all frozen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

STANDING = datetime.max.replace(tzinfo=UTC)  # the moment at which only what has not ended is found
CGCS2000 = 4490  # the coordinate system of every geometry column: longitude and latitude


class DivisionLevel(StrEnum):
    """The four levels of division; each code begins with its parent's, but for the city's."""

    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"

    @property
    def code_length(self) -> int:
        """Return how many digits a code of this level has.

        :source: standards/codes.md section 1.1 (6 county, 9 street, 12 community; a city has a county-shaped code).
        """
        return {"CITY": 6, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12}[self]

    @property
    def above(self) -> "DivisionLevel | None":
        """Return the level of the parent."""
        levels = list(DivisionLevel)
        return levels[levels.index(self) - 1] if self is not DivisionLevel.CITY else None


class FaultKind(StrEnum):
    """What can be wrong with a coverage of grids; advice only where a rule says "should".

    :source: standards/codes.md sections 1.1, 1.2 (no overlap, no gap, one community, size, order of numbers).
    """

    INVALID = "INVALID"
    OVERLAP = "OVERLAP"
    GAP = "GAP"
    SLIVER = "SLIVER"
    SEVERAL_PARTS = "SEVERAL_PARTS"
    CROSSES_BORDER = "CROSSES_BORDER"
    SIZE = "SIZE"
    CODE_ORDER = "CODE_ORDER"

    @property
    def is_advice(self) -> bool:
        """Return whether ground with this fault still works: nothing is counted twice and nothing lost."""
        return self in {FaultKind.SLIVER, FaultKind.SEVERAL_PARTS, FaultKind.SIZE, FaultKind.CODE_ORDER}


@dataclass(frozen=True, slots=True)
class CityView:
    """The city this installation runs: its code, name, clock and measuring plane."""

    code: str
    name: str
    timezone: str
    metric_srid: int
    revision: int
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class DivisionView:
    """A division: city, district, street or community."""

    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A division as a place to go to: its name with those above it, and a point that surely lies in it."""

    code: str
    level: DivisionLevel
    label: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class GridPlace:
    """Where a point lies: its unit grid and all that the grid belongs to."""

    grid_code: str
    community_code: str
    street_code: str
    district_code: str
    area_level: str
    duty_grid_code: str | None


@dataclass(frozen=True, slots=True)
class UnitGridView:
    """A unit grid with its validity; `geometry` is GeoJSON and present only where it was asked for."""

    code: str
    community_code: str
    area_level: str
    area_m2: float
    duty_grid_code: str | None
    valid_from: datetime
    valid_until: datetime | None
    land_use: str = ""
    management_level: str = ""
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class DutyGridView:
    """A duty grid and the unit grids it is made of."""

    code: str
    community_code: str
    grid_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluationGridView:
    """An evaluation grid: its area class and the duty grids that are judged as one."""

    code: str
    street_code: str
    area_level: str
    duty_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Located(Sequence[GridPlace | None]):
    """The place of each of many points; None where no grid holds it.

    `found`, shape (n,), counts in `places`, and is -1 for none: millions of points are no millions of objects.
    """

    places: tuple[GridPlace, ...]
    found: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, point: int) -> GridPlace | None: ...
    @overload
    def __getitem__(self, point: slice) -> "Located": ...
    def __getitem__(self, point: int | slice) -> "GridPlace | Located | None":
        if isinstance(point, slice):
            return Located(self.places, self.found[point])
        return self.places[self.found[point]] if self.found[point] >= 0 else None

    def told(self, what: Callable[[GridPlace], str], nothing: str | None) -> NDArray[np.object_]:
        """Return something of each point's place, shape (n,), and `nothing` where it has none."""
        return np.array([*map(what, self.places), nothing], dtype=object)[self.found]


class Locator(Protocol):
    """Finds the grids of many points in memory, as they stood at one moment."""

    def locate_many(self, longitudes: ArrayLike, latitudes: ArrayLike, *, tolerance_m: float = 0.0) -> Located:
        """Return the places of points; `longitudes` and `latitudes` have shape (n,).

        :param tolerance_m: take the nearest grid where none holds the point but one is this near.
        """
        ...


@dataclass(frozen=True, slots=True)
class DivisionDraft:
    """A division about to be stored; `geometry` is WKB of a polygon or multipolygon, longitude and latitude."""

    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None
    geometry: bytes
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class UnitGridDraft:
    """A unit grid about to be stored; its community is the first 12 digits of its code."""

    code: str
    geometry: bytes
    area_m2: float
    area_level: str = "A"


@dataclass(frozen=True, slots=True)
class DutyGridDraft:
    """A duty grid about to be stored: 1 to 5 adjacent unit grids of one community."""

    code: str
    grid_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store did: how many were new, how many changed, how many stood already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault of the ground: `width_m` is its average width, `geometry` GeoJSON of where it is."""

    kind: FaultKind
    is_advice: bool
    codes: tuple[str, ...]
    area_m2: float
    width_m: float
    geometry: Mapping[str, Any]
