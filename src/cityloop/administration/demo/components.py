"""Placing the inventory: every class along its roads, evenly with a little disorder, on the right side of the kerb."""

from collections.abc import Iterator
from math import ceil

import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.administration.contracts import ComponentSet
from cityloop.administration.demo import places
from cityloop.administration.demo.bodies import manager_of
from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.ground import Ground, Road, to_globe
from cityloop.administration.demo.inventory import STOCK, Along, Shape, Stock
from cityloop.assets.contracts import ComponentDraft, ComponentState

END_M = 18.0  # nothing stands in the last metres of a road: that is the edge of the city
STATES = ((0.970, ComponentState.INTACT), (0.992, ComponentState.DAMAGED), (0.998, ComponentState.LOST))


def component_sets(ground: Ground, seed: int, *, share: float = 1.0) -> tuple[ComponentSet, ...]:
    """Return every layer of components; with a share, that part of each, at least one."""
    outline = ground.outline
    shapely.prepare(outline)
    return tuple(_layer(stock, ground, dice(seed, "components", stock.layer_name), share, outline) for stock in STOCK)


def _layer(stock: Stock, ground: Ground, chance: Dice, share: float, outline: BaseGeometry) -> ComponentSet:
    wanted = max(1, round(stock.many * share))
    placed = list(_placed(stock, _roads(stock, ground), wanted, chance, outline))
    drafts = tuple(
        ComponentDraft(
            external_id=str(number),
            name=f"{road.name}{stock.name}",
            geometry=wkb,
            state=_state(chance),
        )
        for number, ((road, _), wkb) in enumerate(
            zip(placed, to_globe([shape for _, shape in placed]), strict=True), start=1
        )
    )
    return ComponentSet(
        layer=stock.layer_name,
        class_code=stock.class_code,
        data_source="实测",
        manager=manager_of(stock.class_code),
        owner=stock.owner,
        keeper=stock.keeper,
        components=drafts,
    )


def _roads(stock: Stock, ground: Ground) -> list[Road]:
    match stock.along:
        case Along.MAIN:
            return [road for road in ground.roads if road.is_main]
        case Along.SMALL:
            return [road for road in ground.roads if not road.is_main]
        case Along.RIVER:
            return [road for road in ground.roads if road.name == places.RIVERSIDE]
        case _:
            return list(ground.roads)


def _placed(
    stock: Stock, roads: list[Road], wanted: int, chance: Dice, outline: BaseGeometry
) -> Iterator[tuple[Road, BaseGeometry]]:
    """Yield shapes, in metres, in the order in which one walks the roads, the left side of each before the right."""
    total = sum(road.line.length - 2 * END_M for road in roads) * 2
    step, phase = total / wanted, chance.random()
    for number in range(wanted):
        along = (number + phase + chance.uniform(-0.22, 0.22)) % wanted * step
        for _ in range(20):
            road, shape = _at(stock, roads, along % total, chance)
            if outline.contains(shape):
                yield road, shape
                break
            along += step * chance.random()


def _at(stock: Stock, roads: list[Road], along: float, chance: Dice) -> tuple[Road, BaseGeometry]:
    for road in roads:
        length = road.line.length - 2 * END_M
        if along < 2 * length:
            side = 1.0 if along < length else -1.0
            aside = side * max(0.5, road.reach_m + stock.aside + chance.uniform(-0.4, 0.4))
            return road, _shape(stock, road, END_M + along % length, aside, chance)
        along -= 2 * length
    return _at(stock, roads, 0.0, chance)


def _shape(stock: Stock, road: Road, along: float, aside: float, chance: Dice) -> BaseGeometry:
    match stock.shape:
        case Shape.LINE:
            long = chance.uniform(24.0, 55.0)
            pieces = ceil(long / 8.0)
            return shapely.LineString([beside(road, along + long * part / pieces, aside) for part in range(pieces + 1)])
        case Shape.AREA:
            x, y = beside(road, along, aside)
            wide, deep = chance.uniform(4.0, 9.0), chance.uniform(3.0, 7.0)
            return shapely.Polygon(
                [(x - wide, y - deep), (x + wide, y - deep), (x + wide, y + deep), (x - wide, y + deep)]
            )
        case _:
            return shapely.Point(beside(road, along, aside))


def beside(road: Road, along: float, aside: float) -> tuple[float, float]:
    """Return the point so far along a road and so far to its left (right where negative), in metres."""
    here = road.line.interpolate(along)
    back, ahead = road.line.interpolate(max(0.0, along - 1.0)), road.line.interpolate(along + 1.0)
    length = back.distance(ahead) or 1.0
    across = ((back.y - ahead.y) / length, (ahead.x - back.x) / length)
    return round(here.x + across[0] * aside, 2), round(here.y + across[1] * aside, 2)


def _state(chance: Dice) -> ComponentState:
    lot = chance.random()
    return next((state for bound, state in STATES if lot < bound), ComponentState.ABANDONED)
