"""Unit grids cut from communities along a lattice of about 100 m."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.territory.domain.faces import Shapes, faces_of, merged, touches
from cityloop.territory.domain.order import reading_order

MOST_CELLS = 999  # three digits number the unit grids of a community, 000 is not used
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Cut:
    """How to cut: the side of a lattice square, and below which part of a square a piece joins its neighbour."""

    side_m: float = 100.0
    sliver: float = 0.4

    @property
    def smallest_m2(self) -> float:
        """Return the area below which a piece is a sliver."""
        return self.side_m * self.side_m * self.sliver


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit grid as cut: its community, its number there (1 to 999) and its shape in metres."""

    community: str
    number: int
    shape: shapely.Polygon


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Faces of communities and lattice together, each with its community (a place)."""

    shapes: Shapes
    owners: NDArray[np.int64]
    areas: NDArray[np.float64]


def cut(communities: Mapping[str, BaseGeometry], how: Cut) -> list[Cell]:
    """Cut a clean coverage of communities, in metres, into unit grids without overlap or gap, in order of code.

    All communities are cut by one lattice; a community that would have more than 999 cells by a coarser one. A
    sliver joins the neighbour in its community with the longest shared border. Cells are numbered in reading
    order. Equal ground gives equal numbers in any order of input.

    :raises ValueError: a community lies in more than 999 separate parts.
    :source: standards/codes.md sections 1.1, 1.2 (sequence; about 10,000 m2, one community, no overlap, no gap).
    """
    ids = sorted(communities)
    shapes = np.array([communities[key] for key in ids], dtype=object)
    factors = np.array([max(1, ceil(sqrt(area / (MOST_CELLS * how.side_m**2)))) for area in shapely.area(shapes)])
    while True:
        pieces = _pieces(shapes, factors, how.side_m)
        groups = _join_slivers(pieces, factors, how)
        crowded = np.flatnonzero(np.bincount(pieces.owners[[group[0] for group in groups]]) > MOST_CELLS)
        if not len(crowded):
            return list(_numbered(pieces, groups, ids))
        _require_divisible(shapes, ids, crowded)
        factors[crowded] += 1


def _require_divisible(shapes: Shapes, ids: list[str], crowded: NDArray[np.int64]) -> None:
    """Refuse a community that no lattice can divide into few enough cells: its parts lie apart."""
    for place in crowded.tolist():
        parts = int(shapely.get_num_geometries(shapes[place]))
        if parts > MOST_CELLS:
            message = f"The community {ids[place]} lies in {parts} parts apart; at most {MOST_CELLS} can be numbered."
            raise ValueError(message)


def _pieces(shapes: Shapes, factors: NDArray[np.int64], side_m: float) -> _Pieces:
    lattice = [line for shape, factor in zip(shapes, factors, strict=True) for line in _lattice(shape, factor * side_m)]
    faces = faces_of([*shapely.boundary(shapes), *lattice])
    points = shapely.point_on_surface(faces)
    which, holders = shapely.STRtree(shapes).query(points, predicate="intersects")
    held, first = np.unique(which, return_index=True)
    faces, owners = faces[held], holders[first].astype(np.int64)
    return _Pieces(faces, owners, shapely.area(faces))


def _lattice(shape: BaseGeometry, side: float) -> Iterator[BaseGeometry]:
    """Yield the lattice lines over a shape, clipped to it."""
    west, south, east, north = shapely.bounds(shape).tolist()
    lines = [
        shapely.LineString([(x, south - 1), (x, north + 1)])
        for x in np.arange(floor(west / side) + 1, ceil(east / side)) * side
    ] + [
        shapely.LineString([(west - 1, y), (east + 1, y)])
        for y in np.arange(floor(south / side) + 1, ceil(north / side)) * side
    ]
    shapely.prepare(shape)
    yield from (line for line in shapely.intersection(lines, shape) if not line.is_empty)


def _join_slivers(pieces: _Pieces, factors: NDArray[np.int64], how: Cut) -> list[list[int]]:
    """Return groups of pieces that make one cell each, the largest piece first."""
    borders: dict[int, dict[int, float]] = {place: {} for place in range(len(pieces.shapes))}
    for touch in touches(pieces.shapes):
        if pieces.owners[touch.one] == pieces.owners[touch.other]:
            borders[touch.one][touch.other] = borders[touch.other][touch.one] = touch.length_m
    smallest = (factors**2 * how.smallest_m2)[pieces.owners]
    areas = dict(enumerate(pieces.areas.tolist()))
    members = {place: [place] for place in areas}
    slivers = [(area, place) for place, area in areas.items() if area < smallest[place]]
    heapq.heapify(slivers)
    while slivers:
        area, place = heapq.heappop(slivers)
        if areas.get(place) != area or not borders[place]:
            continue
        taker = min(borders[place], key=lambda other: (-round(borders[place][other], 2), other))
        _absorb(taker, place, borders, members)
        areas[taker] += areas.pop(place)
        if areas[taker] < smallest[taker]:
            heapq.heappush(slivers, (areas[taker], taker))
    return [sorted(group, key=lambda place: (-pieces.areas[place], place)) for group in members.values()]


def _absorb(taker: int, place: int, borders: dict[int, dict[int, float]], members: dict[int, list[int]]) -> None:
    """Let one cell take in another with all its borders."""
    members[taker] += members.pop(place)
    for other, length in borders.pop(place).items():
        del borders[other][place]
        if other != taker:
            total = borders[taker].get(other, 0.0) + length
            borders[taker][other] = borders[other][taker] = total


def _numbered(pieces: _Pieces, groups: list[list[int]], ids: list[str]) -> Iterator[Cell]:
    """Yield cells community by community, each numbered in reading order."""
    shapes = merged(pieces.shapes, groups)
    owners = pieces.owners[[group[0] for group in groups]]
    for owner in np.unique(owners).tolist():
        members = shapes[owners == owner]
        for number, place in enumerate(reading_order(members).tolist(), start=1):
            yield Cell(ids[owner], number, members[place])
