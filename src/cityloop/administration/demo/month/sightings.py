"""What is seen where and when, and how it is told."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from cityloop.administration.demo import places
from cityloop.administration.demo.components import END_M, beside
from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.ground import PLANE, Ground, Road
from cityloop.administration.demo.words import opinions
from cityloop.administration.demo.words.problems import Problem
from cityloop.cases.contracts import Source

ZONE: Final = ZoneInfo(places.TIMEZONE)
# How many reports come in each hour of a day, midnight first.
HOURS: Final = (1, 1, 0.5, 0.5, 0.5, 1, 4, 14, 30, 34, 30, 20, 12, 18, 30, 32, 28, 22, 16, 14, 10, 6, 3, 2)
WEEKEND = 0.68
PATROL_HOURS = range(7, 21)
BY_DAY: Final = {
    Source.COLLECTOR: 75, Source.HOTLINE: 11, Source.PUBLIC: 5, Source.INSPECTION: 4, Source.VIDEO: 3, Source.WEB: 2,
}  # fmt: skip
BY_NIGHT: Final = {Source.HOTLINE: 60, Source.PUBLIC: 22, Source.VIDEO: 18}
HOT_SPOTS, HOT_SHARE, HOT_SPREAD_M = 5, 0.5, 40.0


@dataclass(frozen=True, slots=True)
class Thing:
    """A component of the inventory, as far as a report needs it."""

    code: str
    class_code: str
    longitude: float
    latitude: float
    owner_body_id: UUID | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its address."""

    longitude: float
    latitude: float
    address: str
    thing: Thing | None = None


@dataclass(slots=True)
class Scenery:
    """Roads and components: where something can be seen."""

    seed: int
    ground: Ground
    things: Mapping[str, Sequence[Thing]]
    _hot: dict[str, list[tuple[Road, float]]] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: int, ground: Ground, things: Iterable[Thing]) -> "Scenery":
        """Sort the components by class."""
        by_class: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            by_class[thing.class_code].append(thing)
        return cls(seed, ground, by_class)

    def spot(self, problem: Problem, chance: Dice) -> Spot:
        """Return where a problem is seen: at a component of its class, or beside a road, often where it was before."""
        if problem.kind.value == "COMPONENT":
            thing = chance.choice(self.things[problem.class_code])
            x, y = self._flat(thing.longitude, thing.latitude)
            return Spot(thing.longitude, thing.latitude, self._address(x, y), thing)
        road, along = self._stretch(problem, chance)
        side = chance.choice((1.0, -1.0))
        x, y = beside(road, along, side * (road.reach_m + chance.uniform(-3.0, 4.0)))
        return self._spot(x, y)

    def near(self, spot: Spot, chance: Dice) -> Spot:
        """Return a place a few steps from another."""
        x, y = self._flat(spot.longitude, spot.latitude)
        moved = self._spot(x + chance.uniform(-6.0, 6.0), y + chance.uniform(-6.0, 6.0))
        return Spot(moved.longitude, moved.latitude, moved.address, spot.thing)

    def _stretch(self, problem: Problem, chance: Dice) -> tuple[Road, float]:
        if problem.class_code not in self._hot:
            hot = dice(self.seed, "hot", problem.class_code)
            self._hot[problem.class_code] = [self._anywhere(hot) for _ in range(HOT_SPOTS)]
        if chance.random() >= HOT_SHARE:
            return self._anywhere(chance)
        road, along = chance.choice(self._hot[problem.class_code])
        return road, min(max(along + chance.gauss(0.0, HOT_SPREAD_M), END_M), road.line.length - END_M)

    def _anywhere(self, chance: Dice) -> tuple[Road, float]:
        road = chance.choice(self.ground.roads)
        return road, chance.uniform(END_M, road.line.length - END_M)

    def _spot(self, x: float, y: float) -> Spot:
        point = PLANE.unflatten(np.array([shapely.Point(x, y)], dtype=object))[0]
        return Spot(float(point.x), float(point.y), self._address(x, y))

    def _flat(self, longitude: float, latitude: float) -> tuple[float, float]:
        point = PLANE.flatten(np.array([shapely.Point(longitude, latitude)], dtype=object))[0]
        return float(point.x), float(point.y)

    def _address(self, x: float, y: float) -> str:
        """Return the nearest road with the house number, or the crossing where one is near."""
        point = shapely.Point(x, y)
        nearest = sorted(self.ground.roads, key=lambda road: road.line.distance(point))[:2]
        road, other = nearest
        if other.line.distance(point) < 24.0:
            return f"{road.name}与{other.name}交叉口"
        along = road.line.project(point)
        foot, ahead = road.line.interpolate(along), road.line.interpolate(along + 1.0)
        is_left = (ahead.x - foot.x) * (y - foot.y) > (ahead.y - foot.y) * (x - foot.x)
        number = int(along / 8.0) * 2 + (1 if is_left else 2)
        return f"{road.name}{number}号"


def moments(many: int, *, until: datetime, days: int, chance: Dice) -> list[datetime]:
    """Return so many moments of the days before the end, in order, as a city's day has them."""
    hours = [until - timedelta(hours=back) for back in range(days * 24, 0, -1)]
    bounds, total = [], 0.0
    for hour in hours:
        local = hour.astimezone(ZONE)
        total += HOURS[local.hour] * (WEEKEND if local.isoweekday() > 5 else 1.0)
        bounds.append(total)
    found = [
        hours[min(bisect(bounds, chance.random() * total), len(hours) - 1)] + timedelta(seconds=chance.randrange(3600))
        for _ in range(many)
    ]
    return sorted(moment.replace(microsecond=0) for moment in found)


def source_at(moment: datetime, chance: Dice) -> Source:
    """Return from whom a report comes at this time of day."""
    table = BY_DAY if moment.astimezone(ZONE).hour in PATROL_HOURS else BY_NIGHT
    return chance.choices(list(table), weights=list(table.values()))[0]


def description(problem: Problem, source: Source, address: str, chance: Dice) -> str:
    """Return a report's text, as whoever reports would write it."""
    seen, said = chance.choice(problem.seen), chance.choice(problem.said)
    place = address + chance.choice(("附近", "门前", "路边", "旁")) if address.endswith("号") else address
    match source:
        case Source.COLLECTOR:
            return f"{place}{seen}{chance.choice(opinions.ENDINGS)}"
        case Source.HOTLINE:
            form = chance.choice(opinions.CALLED)
        case Source.PUBLIC:
            form = chance.choice(opinions.WROTE)
        case Source.INSPECTION:
            form = chance.choice(opinions.INSPECTED)
        case Source.VIDEO:
            form = chance.choice(opinions.WATCHED)
        case _:
            form = chance.choice(opinions.ONLINE)
    return form.format(place=place, seen=seen, said=said)
