"""The places of the city: roads with middle lines, door plates, landmarks, estates, and what the inventory has."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.administration.contracts import ComponentSet, PlaceSet
from cityloop.administration.demo.components import END_M, beside
from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.ground import Ground, Road, to_globe
from cityloop.administration.demo.words.landmarks import ALSO_ROADS, FORMER_ROADS, LANDMARKS, QUARTERS
from cityloop.places.contracts import PlaceDraft, PlaceKind

DOOR_EVERY_M = 8.0  # as the addresses of the month count them: odd numbers on the left, even ones on the right
DOORS_HUNG, CORNER_M = 0.72, 24.0
# Classes of components that people steer by: what a place of them is called behind its street, and its category.
STEERED_BY = {"03001": ("公厕", "公厕"), "02001": ("停车场", "停车场"), "05003": ("加油站", "加油站")}


def place_sets(ground: Ground, components: Sequence[ComponentSet], seed: int) -> tuple[PlaceSet, ...]:
    """Return the layers of places, roads first."""
    return (
        PlaceSet(layer="街巷", kind=PlaceKind.ROAD, data_source="实测", places=tuple(_roads(ground))),
        PlaceSet(layer="门牌", kind=PlaceKind.DOORPLATE, data_source="实测", places=tuple(_doors(ground, seed))),
        PlaceSet(
            layer="兴趣点",
            kind=PlaceKind.POI,
            data_source="实测",
            places=(*_landmarks(ground, seed), *_things(components)),
        ),
        PlaceSet(layer="小区", kind=PlaceKind.QUARTER, data_source="实测", places=tuple(_quarters(ground, seed))),
    )


def _roads(ground: Ground) -> Iterator[PlaceDraft]:
    for road, wkb in zip(ground.roads, to_globe([road.line for road in ground.roads]), strict=True):
        yield PlaceDraft(
            external_id=road.name,
            name=road.name,
            geometry=wkb,
            aliases=ALSO_ROADS.get(road.name, ()),
            former_names=FORMER_ROADS.get(road.name, ()),
            category="主干路" if road.is_main else "支路",
        )


def _doors(ground: Ground, seed: int) -> Iterator[PlaceDraft]:
    """Hang a plate at most houses; some are missing, as in any city, and none hangs on a corner."""
    tree = shapely.STRtree([road.line for road in ground.roads])
    found: list[tuple[str, str, BaseGeometry]] = []
    for number, road in enumerate(ground.roads):
        chance = dice(seed, "doors", road.name)
        for house, point in houses(road):
            others = tree.query(point, predicate="dwithin", distance=CORNER_M)
            if chance.random() < DOORS_HUNG and all(other == number for other in others):
                found.append((road.name, house, point))
    for (name, house, _), wkb in zip(found, to_globe([point for *_, point in found]), strict=True):
        yield PlaceDraft(external_id=f"{name}{house}", name="", geometry=wkb, road=name, number=house)


def houses(road: Road) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield every house number of a road with the point of its door, in metres."""
    for place in range(int(END_M / DOOR_EVERY_M) + 1, int((road.line.length - END_M) / DOOR_EVERY_M)):
        for side, odd in ((1.0, 1), (-1.0, 2)):
            spot = beside(road, (place + 0.5) * DOOR_EVERY_M, side * (road.reach_m + 6.0))
            yield f"{place * 2 + odd}号", shapely.Point(spot)


def _landmarks(ground: Ground, seed: int) -> Iterator[PlaceDraft]:
    chance = dice(seed, "landmarks")
    points = _strewn(ground, len(LANDMARKS), 34.0, chance)
    for number, (landmark, wkb) in enumerate(zip(LANDMARKS, to_globe(points), strict=True), start=1):
        yield PlaceDraft(
            external_id=str(number),
            name=landmark.name,
            geometry=wkb,
            aliases=landmark.aliases,
            former_names=landmark.former_names,
            category=landmark.category,
        )


def _quarters(ground: Ground, seed: int) -> Iterator[PlaceDraft]:
    chance = dice(seed, "quarters")
    points = _strewn(ground, len(QUARTERS), 95.0, chance)
    for name, wkb in zip(QUARTERS, to_globe([point.buffer(55.0, quad_segs=2) for point in points]), strict=True):
        yield PlaceDraft(external_id=name, name=name, geometry=wkb, category="住宅小区")


def _strewn(ground: Ground, many: int, aside: float, chance: Dice) -> list[BaseGeometry]:
    """Return points beside the roads, all over the city and none twice as near as others."""
    total = sum(road.line.length - 8 * END_M for road in ground.roads)
    step, phase = total / many, chance.random()
    points: list[BaseGeometry] = []
    for number in range(many):
        along = (number + phase) * step % total
        for road in ground.roads:
            length = road.line.length - 8 * END_M
            if along < length:
                side = chance.choice((1.0, -1.0))
                points.append(shapely.Point(beside(road, 4 * END_M + along, side * (road.reach_m + aside))))
                break
            along -= length
    return points


def _things(components: Sequence[ComponentSet]) -> Iterator[PlaceDraft]:
    """Yield the toilets, car parks and filling stations of the inventory; several of a street are numbered."""
    for layer in components:
        if layer.class_code not in STEERED_BY:
            continue
        word, category = STEERED_BY[layer.class_code]
        streets = {row.external_id: row.name.removesuffix(layer.layer) for row in layer.components}
        many = Counter(streets.values())
        for street, rows in groupby(
            sorted(layer.components, key=lambda row: streets[row.external_id]), key=lambda row: streets[row.external_id]
        ):
            for place, row in enumerate(rows, start=1):
                name = f"{street}{word}" if many[street] == 1 else f"{street}{place}号{word}"
                yield PlaceDraft(f"{layer.class_code}/{row.external_id}", name, row.geometry, category=category)
