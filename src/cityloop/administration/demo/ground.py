"""The ground of the city: blocks of a jittered lattice become communities, streets and districts; roads run between."""

from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.administration.contracts import DivisionFacts
from cityloop.administration.demo import places
from cityloop.administration.demo.dice import Dice, dice
from cityloop.territory import api as territory

PLANE = territory.Plane(places.PLANE_SRID)
SIZE = len(places.LAYOUT)
NODE_JITTER_M, BEND_JITTER_M = 42.0, 13.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Road:
    """A road with its name and middle line, in metres; what stands beside it stands within `reach_m` of the line."""

    name: str
    line: shapely.LineString
    is_main: bool

    @property
    def reach_m(self) -> float:
        """Return how far the pavement's middle lies from the middle line."""
        return 13.0 if self.is_main else 7.0


@dataclass(frozen=True, slots=True)
class Block:
    """A community in the making, in metres."""

    letter: str
    name: str
    shape: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Ground:
    """Blocks and roads of one city."""

    blocks: tuple[Block, ...]
    roads: tuple[Road, ...]

    @property
    def outline(self) -> BaseGeometry:
        """Return the whole city, in metres."""
        return shapely.union_all([block.shape for block in self.blocks])


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Crossings and the bends half-way between them; rows count from the north, columns from the west."""

    nodes: dict[tuple[int, int], Point]
    east: dict[tuple[int, int], Point]  # the bend between a crossing and the next one east
    south: dict[tuple[int, int], Point]  # the bend between a crossing and the next one south


def lay_out(seed: int) -> Ground:
    """Return the ground of the city of this seed."""
    lattice = _lattice(dice(seed, "ground"))
    return Ground(tuple(_blocks(lattice)), tuple(_roads(lattice)))


def divisions(ground: Ground) -> tuple[DivisionFacts, ...]:
    """Return districts, streets and communities with their codes, outlines and area levels."""
    level = territory.DivisionLevel
    facts = []
    for place, (district, letters) in enumerate(places.DISTRICTS.items(), start=1):
        district_code = f"{places.CITY_CODE[:4]}{place:02d}"
        inside = [block for block in ground.blocks if block.letter in letters]
        facts.append(_facts(level.DISTRICT, district_code, district, "", inside))
        for number, letter in enumerate(letters, start=1):
            street_code = f"{district_code}{number:03d}"
            members = [block for block in inside if block.letter == letter]
            facts.append(_facts(level.STREET, street_code, places.STREETS[letter], district_code, members))
            facts += [
                _facts(level.COMMUNITY, f"{street_code}{serial:03d}", block.name, street_code, [block])
                for serial, block in enumerate(members, start=1)
            ]
    return tuple(facts)


def street_code(letter: str) -> str:
    """Return the code of the street with this letter."""
    for place, letters in enumerate(places.DISTRICTS.values(), start=1):
        if letter in letters:
            return f"{places.CITY_CODE[:4]}{place:02d}{letters.index(letter) + 1:03d}"
    raise KeyError(letter)


def to_globe(shapes: list[BaseGeometry]) -> list[bytes]:
    """Return shapes in metres as WKB in longitude and latitude."""
    turned = PLANE.unflatten(np.array(shapes, dtype=object))
    return [bytes(wkb) for wkb in shapely.to_wkb(turned)]


def _facts(level: territory.DivisionLevel, code: str, name: str, parent: str, blocks: list[Block]) -> DivisionFacts:
    shape = shapely.normalize(shapely.union_all([block.shape for block in blocks]))
    return DivisionFacts(
        level=level,
        source_id=code,
        name=name,
        geometry=to_globe([shape])[0],
        parent_id=parent,
        code=code,
        area_level=_area_level(shape),
    )


def _area_level(shape: BaseGeometry) -> str:
    middle = SIZE * places.BLOCK_M / 2
    centre = shape.centroid
    distance = hypot(centre.x - places.CORNER_M[0] - middle, centre.y - places.CORNER_M[1] - middle)
    if distance <= places.INNER_RADIUS_M:
        return "A"
    return "B" if distance <= places.MIDDLE_RADIUS_M else "C"


def _lattice(chance: Dice) -> _Lattice:
    west, south = places.CORNER_M
    nodes = {}
    for row in range(SIZE + 1):
        for column in range(SIZE + 1):
            x = west + column * places.BLOCK_M + chance.uniform(-NODE_JITTER_M, NODE_JITTER_M)
            y = south + (SIZE - row) * places.BLOCK_M + chance.uniform(-NODE_JITTER_M, NODE_JITTER_M)
            nodes[row, column] = (round(x, 2), round(y, 2))
    return _Lattice(
        nodes,
        east={key: _bend(chance, nodes[key], nodes[key[0], key[1] + 1]) for key in nodes if key[1] < SIZE},
        south={key: _bend(chance, nodes[key], nodes[key[0] + 1, key[1]]) for key in nodes if key[0] < SIZE},
    )


def _bend(chance: Dice, one: Point, other: Point) -> Point:
    return (
        round((one[0] + other[0]) / 2 + chance.uniform(-BEND_JITTER_M, BEND_JITTER_M), 2),
        round((one[1] + other[1]) / 2 + chance.uniform(-BEND_JITTER_M, BEND_JITTER_M), 2),
    )


def _blocks(lattice: _Lattice) -> list[Block]:
    names = {letter: iter(those) for letter, those in places.COMMUNITIES.items()}
    blocks = []
    for row in range(SIZE):
        for column in range(SIZE):
            ring = [
                lattice.nodes[row, column],
                lattice.east[row, column],
                lattice.nodes[row, column + 1],
                lattice.south[row, column + 1],
                lattice.nodes[row + 1, column + 1],
                lattice.east[row + 1, column],
                lattice.nodes[row + 1, column],
                lattice.south[row, column],
            ]
            letter = places.LAYOUT[row][column]
            blocks.append(Block(letter, next(names[letter]), shapely.Polygon(ring)))
    return blocks


def _roads(lattice: _Lattice) -> list[Road]:
    """Return the roads between the blocks and those through their middles; none runs along the city's edge."""
    roads = []
    for row, name in enumerate(places.MAIN_EASTWARD, start=1):
        points = [p for c in range(SIZE) for p in (lattice.nodes[row, c], lattice.east[row, c])]
        roads.append(Road(name, shapely.LineString([*points, lattice.nodes[row, SIZE]]), is_main=True))
    for column, name in enumerate(places.MAIN_SOUTHWARD, start=1):
        points = [p for r in range(SIZE) for p in (lattice.nodes[r, column], lattice.south[r, column])]
        roads.append(Road(name, shapely.LineString([*points, lattice.nodes[SIZE, column]]), is_main=True))
    for row, name in enumerate(places.SMALL_EASTWARD):
        line = shapely.LineString([lattice.south[row, column] for column in range(SIZE + 1)])
        roads.append(Road(name, line, is_main=False))
    for column, name in enumerate(places.SMALL_SOUTHWARD):
        line = shapely.LineString([lattice.east[row, column] for row in range(SIZE + 1)])
        roads.append(Road(name, line, is_main=False))
    return roads
