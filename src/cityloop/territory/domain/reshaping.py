"""How grids are cut, merged, redrawn, marked and gathered: operations that are kept and can be done again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.kernel.wording import Sentence, say
from cityloop.territory.domain.duty import can_be_walked, in_one_piece
from cityloop.territory.domain.order import COMMUNITY_DIGITS, reading_order

SMALLEST_M2 = 1.0
MOST_NUMBER = 999


@dataclass(frozen=True, slots=True)
class CutGrid:
    """Cut one grid along a line that goes right through it."""

    grid: str
    line: shapely.LineString


@dataclass(frozen=True, slots=True)
class MergeGrids:
    """Make one grid of several that touch."""

    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedrawBorder:
    """Draw the border between two grids anew."""

    grids: tuple[str, str]
    line: shapely.LineString


@dataclass(frozen=True, slots=True)
class NumberGrids:
    """Give grids numbers anew: each goes on as another one of the same ground."""

    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkGrids:
    """Give grids another area class, land use or management level; what is not named stays."""

    grids: tuple[str, ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GatherGrids:
    """Form a new duty grid of one to five grids that touch."""

    grids: tuple[str, ...]


Reshaping: TypeAlias = CutGrid | MergeGrids | RedrawBorder | NumberGrids
Operation: TypeAlias = Reshaping | MarkGrids | GatherGrids


class OperationRefusedError(ValueError):
    """An operation cannot be done; `place` counts the operations from 1."""

    def __init__(self, place: int, why: Sentence) -> None:
        """Say which and why."""
        super().__init__(say("Operation {place}: {why}", place=place, why=why))
        self.place = place
        self.why = why


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What operations leave: grids that end, and those that begin in order of their numbers, in metres.

    A grid that begins is named by its place, `#1` the first that any operation made; `heirs` tells for each one that
    ends the share of its area that each new one takes. `marks` are the attributes that grids were given, `gathered`
    the grids of each new duty grid by the place of its operation.
    """

    ended: tuple[str, ...]
    begun: Mapping[str, BaseGeometry]
    heirs: Mapping[str, Mapping[str, float]]
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gathered: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def reshape(grids: Mapping[str, BaseGeometry], operations: Sequence[Operation]) -> Reshaped:
    """Do operations one after the other on grids, in metres by code; later ones may name what earlier ones made.

    :raises OperationRefusedError: an operation names no grid, or does not lead to whole grids of one community.
    """
    bench = _Bench(dict(grids))
    for place, operation in enumerate(operations, start=1):
        bench.do(place, operation)
    standing = bench.standing
    ended = tuple(code for code in sorted(grids) if code not in standing)
    begun = {name: standing[name] for name in standing if name not in grids}
    heirs = {code: _shares(grids[code], begun) for code in ended}
    return Reshaped(ended, _as_read(begun), heirs, bench.marks, bench.gathered())


class _Bench:
    """Grids while they are worked on. What a grid was marked with goes over to the pieces of the largest one."""

    def __init__(self, grids: dict[str, BaseGeometry]) -> None:
        self.standing = grids
        self.homes = {code: code[:COMMUNITY_DIGITS] for code in grids}
        self.marks: dict[str, Mapping[str, str]] = {}
        self.groups: dict[str, int] = {}
        self.made = 0

    def do(self, place: int, operation: Operation) -> None:
        """Do one operation."""
        named = (operation.grid,) if isinstance(operation, CutGrid) else operation.grids
        _require_neighbours(place, named, self.standing, self.homes)
        if isinstance(operation, MarkGrids):
            self.marks |= {name: {**self.marks.get(name, {}), **operation.attributes} for name in named}
        elif isinstance(operation, GatherGrids):
            self.groups |= dict.fromkeys(named, place)
        elif isinstance(operation, NumberGrids):
            for name in named:
                self._replace(place, operation, (name,))
        else:
            self._replace(place, operation, named)

    def gathered(self) -> dict[int, tuple[str, ...]]:
        """Return the new duty grids with the grids they have in the end."""
        found: dict[int, list[str]] = {}
        for name, place in self.groups.items():
            found.setdefault(place, []).append(name)
        for place, names in found.items():
            if not can_be_walked([self.standing[name] for name in names]):
                raise OperationRefusedError(place, say("a duty grid is one to five unit grids that touch"))
        return {place: tuple(found[place]) for place in sorted(found)}

    def _replace(self, place: int, operation: Reshaping, named: tuple[str, ...]) -> None:
        home, largest = self.homes[named[0]], max(named, key=lambda name: self.standing[name].area)
        marks = self.marks.get(largest)
        group = self.groups.get(largest)
        shapes = _done(place, operation, [self.standing.pop(name) for name in named])
        for name in named:
            self.marks.pop(name, None)
            self.groups.pop(name, None)
        for shape in shapes:
            self.made += 1
            name = f"#{self.made}"
            self.standing[name], self.homes[name] = shape, home
            if marks:
                self.marks[name] = marks
            if group:
                self.groups[name] = group


def number(begun: Mapping[str, BaseGeometry], community: str, highest: int) -> dict[str, str]:
    """Return a code for each new grid of a community, in reading order after the highest number ever given there.

    :raises ValueError: three digits do not number them.
    """
    if highest + len(begun) > MOST_NUMBER:
        message = say("The community {code} has used up its {count} numbers.", code=community, count=MOST_NUMBER)
        raise ValueError(message)
    return {name: f"{community}{highest + place:03d}" for place, name in enumerate(_as_read(begun), start=1)}


def number_duties(begun: Mapping[str, tuple[str, ...]], community: str, highest: int) -> dict[str, str]:
    """Return a code for each new duty grid, in order of its operation after the highest number ever given there.

    :raises ValueError: three digits do not number them.
    """
    if highest + len(begun) > MOST_NUMBER:
        message = say("The community {code} has used up its {count} numbers.", code=community, count=MOST_NUMBER)
        raise ValueError(message)
    return {duty: f"{community}{highest + place:03d}" for place, duty in enumerate(begun, start=1)}


def highest_number(codes: Iterable[str]) -> int:
    """Return the highest of the three digits at the end of codes; 0 without any."""
    return max((int(code[-3:]) for code in codes), default=0)


def _require_neighbours(
    place: int, named: tuple[str, ...], standing: Mapping[str, BaseGeometry], homes: Mapping[str, str]
) -> None:
    missing = [name for name in named if name not in standing]
    if missing:
        raise OperationRefusedError(place, say("there is no grid {code} any more", code=missing[0]))
    if len(set(named)) < len(named):
        raise OperationRefusedError(place, say("a grid is named twice"))
    if len({homes[name] for name in named}) > 1:
        raise OperationRefusedError(place, say("the grids belong to different communities"))


def _done(place: int, operation: Reshaping, shapes: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return what comes of the named grids."""
    if isinstance(operation, NumberGrids):
        return shapes
    if isinstance(operation, CutGrid):
        pieces = _pieces(shapes[0], operation.line)
        if len(pieces) == 1:
            raise OperationRefusedError(place, say("the line does not go right through the grid"))
        return pieces
    if isinstance(operation, MergeGrids) and len(shapes) == 1:
        raise OperationRefusedError(place, say("one grid cannot be merged"))
    if not in_one_piece(np.array(shapes, dtype=object)):
        raise OperationRefusedError(place, say("the grids do not touch along a border"))
    whole = shapely.union_all(shapes)
    if isinstance(operation, MergeGrids):
        return [whole]
    pieces = _pieces(whole, operation.line)
    if len(pieces) != len(shapes):
        raise OperationRefusedError(place, say("the line divides the two grids into {count} pieces", count=len(pieces)))
    return pieces


def _pieces(shape: BaseGeometry, line: shapely.LineString) -> list[BaseGeometry]:
    """Return the pieces of a shape that a line makes, in reading order; crumbs stay with the shape."""
    noded = shapely.union_all([shape.boundary, line])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = faces[shapely.contains(shape.buffer(0), shapely.point_on_surface(faces))]
    pieces = inside[shapely.area(inside) >= SMALLEST_M2]
    return list(pieces[reading_order(pieces)]) if len(pieces) > 1 else [shape]


def _shares(old: BaseGeometry, begun: Mapping[str, BaseGeometry]) -> dict[str, float]:
    parts = {name: float(shapely.area(shapely.intersection(old, shape))) for name, shape in begun.items()}
    return {name: round(area / old.area, 4) for name, area in parts.items() if area >= SMALLEST_M2}


def _as_read(begun: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    names = list(begun)
    if not names:
        return {}
    order = reading_order(np.array([begun[name] for name in names], dtype=object))
    return {names[place]: begun[names[place]] for place in order}
