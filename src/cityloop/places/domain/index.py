"""All places in memory, as geocoding asks for them: names, doors, lines, crossings, divisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.places.contracts import PlaceKind
from cityloop.places.domain.doors import DoorTable
from cityloop.places.domain.lines import RoadLines, Spot
from cityloop.places.domain.names import NameBook
from cityloop.places.domain.words import SYNONYMS
from cityloop.places.domain.writing import fold

ALIAS, FORMER = 0.99, 0.97
SUFFIXES = ("街道", "社区", "省", "市", "区", "县", "镇", "乡", "村")
CITY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A named place: a road, a POI, a piece of ground. `area` is the code of its unit grid, "" where it has none."""

    code: str | None
    label: str
    kind: PlaceKind
    x: float
    y: float
    area: str = ""
    category: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A division with a point in it; the city's own code begins no other."""

    code: str
    label: str
    x: float
    y: float
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """A place that a name belongs to, and what that name is worth: its own 1, an alias or a former one less."""

    entry: int
    weight: float


@dataclass(frozen=True, slots=True)
class Register:
    """Entries by their names."""

    entries: tuple[Entry, ...]
    book: NameBook
    owners: tuple[tuple[Owner, ...], ...]

    @classmethod
    def of(cls, entries: Sequence[Entry], places: Sequence[str] = ()) -> "Register":
        """Index entries; `places` are the names of divisions that names may begin with."""
        owners: dict[str, dict[int, float]] = {}
        for number, entry in enumerate(entries):
            for name, weight in _names(entry):
                held = owners.setdefault(name, {})
                held[number] = max(weight, held.get(number, 0.0))
        listed = tuple(tuple(Owner(*each) for each in held.items()) for held in owners.values())
        return cls(tuple(entries), NameBook(owners, places), listed)

    def exact(self, name: str) -> tuple[Owner, ...]:
        """Return the owners of a folded name."""
        number = self.book.exact(name)
        return self.owners[number] if number is not None else ()

    def holds(self, text: str) -> bool:
        """Return whether a folded text is a name, or ends with one."""
        return self.book.exact(text) is not None or self.book.ending(text) is not None

    def alike(self, name: str) -> list[Owner]:
        """Return the owners of names like this one, the most alike first."""
        return [
            Owner(owner.entry, owner.weight * alike.similarity)
            for alike in self.book.alike(name)
            for owner in self.owners[alike.name]
        ]


@dataclass(frozen=True, slots=True)
class Divisions:
    """Divisions by their names, full and short."""

    by_name: Mapping[str, tuple[Division, ...]]
    short: Mapping[str, tuple[Division, ...]]
    book: NameBook
    known: frozenset[str]

    @classmethod
    def of(cls, divisions: Iterable[Division]) -> "Divisions":
        """Index divisions."""
        full: dict[str, tuple[Division, ...]] = {}
        short: dict[str, tuple[Division, ...]] = {}
        for division in divisions:
            name = fold(division.label)
            full[name] = (*full.get(name, ()), division)
            bare = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
            if 1 < len(bare) < len(name):
                short[bare] = (*short.get(bare, ()), division)
        return cls(full, short, NameBook(full), frozenset(full))

    def named(self, name: str) -> tuple[Division, ...]:
        """Return the divisions of a name, full or short, or of the one name that is like it."""
        found = self.by_name.get(name) or self.short.get(name)
        if found:
            return found
        alike = self.book.alike(name) if len(name) > 2 else []
        return self.by_name[self.book.names[alike[0].name]] if alike and alike[0].similarity > 0.8 else ()


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Everything that an address may name, at one moment. Roads of `doors` and `lines` are entries of `roads`."""

    roads: Register
    spots: Register
    doors: DoorTable
    lines: RoadLines
    crossings: Mapping[tuple[int, int], Spot]
    divisions: Divisions
    spot_tree: shapely.STRtree
    _areas: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        roads: Sequence[Entry],
        lines: Sequence[BaseGeometry | None],
        doors: DoorTable,
        spots: Sequence[Entry],
        divisions: Sequence[Division],
    ) -> "PlaceIndex":
        """Index all of it."""
        districts = [fold(each.label) for each in divisions if len(each.code) <= CITY_DIGITS]
        road_lines = RoadLines.of(lines)
        points = shapely.points([(entry.x, entry.y) for entry in spots]) if spots else np.array([], dtype=object)
        return cls(
            roads=Register.of(roads),
            spots=Register.of(spots, districts),
            doors=doors,
            lines=road_lines,
            crossings=road_lines.crossings(),
            divisions=Divisions.of(divisions),
            spot_tree=shapely.STRtree(points),
        )

    def areas_of(self, road: int) -> frozenset[str]:
        """Return the codes of the communities that a road's doors lie in, and of its own middle."""
        if road not in self._areas:
            grids = self.doors.grids[self.doors.starts[road] : self.doors.starts[road + 1]]
            own = {self.roads.entries[road].area[:12]}
            self._areas[road] = frozenset(
                {f"{code:012d}" for code in np.unique(grids // 1000).tolist() if code} | (own - {""})
            )
        return self._areas[road]

    def spots_along(self, road: int, within_m: float) -> list[int]:
        """Return the spots that lie along a road."""
        line = self.lines.lines[road]
        if line is None:
            return []
        reach = within_m / 111_320.0 / self.lines.shrink
        return [int(n) for n in self.spot_tree.query(line, predicate="dwithin", distance=reach)]


def lies_within(areas: Iterable[str], within: str) -> bool:
    """Return whether one of the areas lies in a piece of ground; everything lies in ""."""
    return not within or any(area.startswith(within) for area in areas)


def _names(entry: Entry) -> Iterable[tuple[str, float]]:
    for names, weight in (((entry.label,), 1.0), (entry.aliases, ALIAS), (entry.former_names, FORMER)):
        for name in names:
            folded = fold(name)
            if folded:
                yield folded, weight
                for other, word in SYNONYMS:
                    if folded.endswith(other) and len(other) > 1:
                        yield folded.removesuffix(other) + word, weight * 0.99
