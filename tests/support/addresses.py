"""Addresses with known truth, from the places of the invented city, spoilt in each way in which people spoil them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import cos, radians

import numpy as np
import shapely
from opencc import OpenCC
from pypinyin import lazy_pinyin

from cityloop.administration.api import CityPackage
from cityloop.administration.demo.dice import dice
from cityloop.administration.demo.gazetteer import houses
from cityloop.administration.demo.ground import PLANE, lay_out
from cityloop.places.api import Direction, PlaceDraft, PlaceKind
from cityloop.territory.api import DivisionLevel

WRONG_SIGNS = "明华新中大天文化山水林园长东安宁平福康兴"
NUMERALS = "零一二三四五六七八九"
SIDES = {"东": (1, 0), "西": (-1, 0), "南": (0, -1), "北": (0, 1)}
FAR_SIDE_M = 13.0  # of a street, from its middle
Spot = tuple[float, float]


@dataclass(frozen=True)
class Address:
    """An address as somebody writes it, and where it is; `spot` None: nowhere in this city."""

    kind: str
    text: str
    spot: Spot | None
    tolerance_m: float = 25.0


class Writer:
    """Writes addresses of one city; the same seed writes the same."""

    def __init__(self, package: CityPackage, *, seed: int, city_seed: int) -> None:
        """Take the city, and the seed its ground was made from."""
        self.chance = dice(seed, "addresses")
        self._package, self._ground = package, lay_out(city_seed)
        layers = {layer.kind: layer.places for layer in package.places}
        self.roads = layers[PlaceKind.ROAD]
        self.doors = layers[PlaceKind.DOORPLATE]
        self.spots = [each for each in layers[PlaceKind.POI] if not each.name.endswith(("公厕", "停车场", "加油站"))]
        self.things = [each for each in layers[PlaceKind.POI] if each.name.endswith(("公厕", "停车场", "加油站"))]

    def write(self, each: int) -> list[Address]:
        """Return so many addresses of each kind."""
        kinds: dict[str, Callable[[], Address]] = {
            name.removeprefix("kind_"): getattr(self, name) for name in dir(self) if name.startswith("kind_")
        }
        return [make() for make in kinds.values() for _ in range(each)]

    def kind_plain(self) -> Address:
        return self._at("plain", self._door())

    def kind_no_hao(self) -> Address:
        road, number, spot = self._door()
        return Address("no_hao", f"{road}{number}", spot)

    def kind_full_width(self) -> Address:
        road, number, spot = self._door()
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
        return Address("full_width", f"{road} {wide} 号", spot)

    def kind_traditional(self) -> Address:
        road, number, spot = self._door()
        return Address("traditional", OpenCC("s2t").convert(f"{road}{number}号"), spot)

    def kind_pinyin(self) -> Address:
        road, number, spot = self._door()
        gap = self.chance.choice(("", " "))
        return Address("pinyin", gap.join((*lazy_pinyin(road), str(number), "hao")), spot)

    def kind_typo(self) -> Address:
        road, number, spot = self._door(longest_first=True)
        return Address("typo", f"{self._spoilt(road)}{number}号", spot)

    def kind_homophone(self) -> Address:
        road, number, spot = self._door()
        return Address("homophone", f"{self._misheard(road)}{number}号", spot)

    def kind_divisions(self) -> Address:
        draft = self.chance.choice(self.doors)
        front = "".join(self._divisions(_spot(draft)))
        return Address("divisions", f"{front}{draft.road}{draft.number}", _spot(draft))

    def kind_short_division(self) -> Address:
        draft = self.chance.choice(self.doors)
        district = self._divisions(_spot(draft))[1].removesuffix("区")
        return Address("short_division", f"{district}{draft.road}{draft.number}", _spot(draft))

    def kind_numerals(self) -> Address:
        road, number, spot = self._door()
        return Address("numerals", f"{road}{_spoken(number)}号", spot)

    def kind_building(self) -> Address:
        road, number, spot = self._door()
        inside = self.chance.choice(("2幢301室", "3号楼", "1栋2单元", "院内", "门口", "附近"))
        return Address("building", f"{road}{number}号{inside}", spot)

    def kind_old_road_name(self) -> Address:
        others = {road.name: (*road.aliases, *road.former_names) for road in self.roads}
        doors = [door for door in self.doors if others[door.road]]
        door = self.chance.choice(doors)
        return Address("old_road_name", f"{self.chance.choice(others[door.road])}{door.number}", _spot(door))

    def kind_no_plate(self) -> Address:
        road, number, spot = self.chance.choice(self._unhung)
        return Address("no_plate", f"{road}{number}", spot)

    def kind_crossing(self) -> Address:
        one, other, spot = self.chance.choice(self._crossings)
        form = self.chance.choice(("{}和{}交叉口", "{}与{}路口", "{}{}交汇处", "{}/{}路口", "{}与{}十字路口"))
        return Address("crossing", form.format(one, other), spot)

    def kind_corner(self) -> Address:
        one, other, spot = self.chance.choice(self._crossings)
        side, (east, north) = self.chance.choice((("东北", (1, 1)), ("东南", (1, -1)), ("西北", (-1, 1))))
        return Address("corner", f"{one}与{other}交叉口{side}角", _moved(spot, east * 10, north * 10))

    def kind_landmark(self) -> Address:
        return self._of("landmark", self.chance.choice(self.spots), "")

    def kind_other_name(self) -> Address:
        draft = self.chance.choice([each for each in self.spots if each.aliases or each.former_names])
        return Address("other_name", self.chance.choice((*draft.aliases, *draft.former_names)), _spot(draft))

    def kind_landmark_typo(self) -> Address:
        draft = self.chance.choice([each for each in self.spots if len(each.name) > 4])
        return Address("landmark_typo", self._spoilt(draft.name), _spot(draft))

    def kind_direction(self) -> Address:
        draft = self.chance.choice(self.spots)
        word = self.chance.choice(("旁", "门口", "旁边", "附近", "前面", "里面", "隔壁"))
        return self._of("direction", draft, word)

    def kind_opposite(self) -> Address:
        draft = self.chance.choice(self.spots)
        (point,) = PLANE.flatten(np.array([shapely.Point(_spot(draft))], dtype=object))
        line = min((road.line for road in self._ground.roads), key=point.distance)
        foot = line.interpolate(line.project(point))
        share = -FAR_SIDE_M / foot.distance(point)
        across = shapely.Point(foot.x + share * (point.x - foot.x), foot.y + share * (point.y - foot.y))
        return Address("opposite", f"{draft.name}对面", _degrees([across])[0])

    def kind_offset(self) -> Address:
        draft, (side, (east, north)) = self.chance.choice(self.spots), self.chance.choice(list(SIDES.items()))
        far = self.chance.choice((20, 30, 50, 80, 100))
        form = self.chance.choice(("以{}{}米", "往{}{}米", "{}侧{}米处", "{}面约{}米"))
        spot = _moved(_spot(draft), east * far, north * far)
        return Address("offset", f"{draft.name}{form.format(side, far)}", spot)

    def kind_thing_on_street(self) -> Address:
        draft = self.chance.choice([each for each in self.things if "号" not in each.name])
        far = self.chance.choice(("旁30米", "旁", "附近20米", ""))
        return Address("thing_on_street", f"{draft.name}{far}", _spot(draft))

    def kind_several_at_once(self) -> Address:
        draft = self.chance.choice([each for each in self.doors if len(each.road) > 2])
        front = "".join(self._divisions(_spot(draft))[1:])
        number = draft.number.removesuffix("号")
        return Address("several_at_once", f"我在{front} {self._misheard(draft.road)}{number}旁边", _spot(draft))

    def kind_nowhere(self) -> Address:
        name = "".join(self.chance.sample("瀚珏蜃楠骐霭岫筠", 2))
        form = self.chance.choice(("{}路12号", "{}大酒店", "海港市{}区{}大道8号", "{}路与{}街交叉口"))
        return Address("nowhere", form.replace("{}", name), None)

    def _door(self, *, longest_first: bool = False) -> tuple[str, int, Spot]:
        doors = [each for each in self.doors if len(each.road) > 2] if longest_first else self.doors
        draft = self.chance.choice(doors)
        return draft.road, int(draft.number.removesuffix("号")), _spot(draft)

    def _at(self, kind: str, door: tuple[str, int, Spot]) -> Address:
        road, number, spot = door
        return Address(kind, f"{road}{number}号", spot)

    def _of(self, kind: str, draft: PlaceDraft, more: str) -> Address:
        return Address(kind, f"{draft.name}{more}", _spot(draft))

    def _spoilt(self, name: str) -> str:
        """Return a name with one sign wrong, missing, doubled, or two turned round; never the sign that ends it."""
        place = self.chance.randrange(len(name) - 1)
        match self.chance.randrange(4):
            case 0:
                return name[:place] + self.chance.choice(WRONG_SIGNS) + name[place + 1 :]
            case 1 if len(name) > 3:
                return name[:place] + name[place + 1 :]
            case 2 if place + 2 < len(name) and name[place] != name[place + 1]:
                return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
            case _:
                return name[:place] + name[place] + name[place:]

    def _misheard(self, name: str) -> str:
        """Return a name with one sign for another that is read alike."""
        alike = {"望": "旺", "岳": "悦", "文": "闻", "澜": "兰", "桐": "童", "荫": "音", "滨": "宾", "川": "穿",
                 "松": "淞", "风": "枫", "鹤": "贺", "鸣": "明", "学": "穴", "宫": "公", "澄": "城", "溪": "西",
                 "北": "贝", "采": "彩", "薇": "微", "钟": "忠", "楼": "娄", "青": "清", "石": "实", "稻": "道",
                 "香": "乡", "柳": "绺", "书": "舒", "院": "苑", "听": "厅", "泉": "全", "鹿": "路", "苑": "院",
                 "渡": "度", "坡": "颇"}  # fmt: skip
        places = [place for place, sign in enumerate(name) if sign in alike]
        place = self.chance.choice(places)
        return name[:place] + alike[name[place]] + name[place + 1 :]

    def _divisions(self, spot: Spot) -> list[str]:
        """Return city, district and street office of a spot."""
        point = shapely.Point(spot)
        found = [self._package.city.name]
        for level in (DivisionLevel.DISTRICT, DivisionLevel.STREET):
            rows = [row for row in self._package.divisions if row.level is level]
            found.append(min(rows, key=lambda row: shapely.from_wkb(row.geometry).distance(point)).name)
        return found

    @cached_property
    def _crossings(self) -> list[tuple[str, str, Spot]]:
        found: list[tuple[str, str, Spot]] = []
        for one, other in combinations(self._ground.roads, 2):
            met = one.line.intersection(other.line)
            if met.geom_type == "Point":
                found.append((one.name, other.name, _degrees([met])[0]))
        return found

    @cached_property
    def _unhung(self) -> list[tuple[str, str, Spot]]:
        hung = {(door.road, door.number) for door in self.doors}
        free = [
            (road.name, number, point)
            for road in self._ground.roads
            for number, point in houses(road)
            if (road.name, number) not in hung
        ]
        spots = _degrees([point for *_, point in free])
        return [(road, number, spot) for (road, number, _), spot in zip(free, spots, strict=True)]


def metres(one: Spot, other: Spot) -> float:
    """Return the distance of two points."""
    shrink = cos(radians(one[1]))
    return 111_320.0 * float(np.hypot((one[0] - other[0]) * shrink, one[1] - other[1]))


def directions() -> Iterator[str]:
    """Yield the 19 direction words."""
    yield from (direction.value for direction in Direction)


def _spot(draft: PlaceDraft) -> Spot:
    point = shapely.point_on_surface(shapely.from_wkb(draft.geometry))
    return point.x, point.y


def _degrees(points: Sequence[shapely.Geometry]) -> list[Spot]:
    return [(point.x, point.y) for point in PLANE.unflatten(np.array(points, dtype=object))]


def _moved(spot: Spot, east_m: float, north_m: float) -> Spot:
    return spot[0] + east_m / 111_320.0 / cos(radians(spot[1])), spot[1] + north_m / 111_320.0


def _spoken(number: int) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else NUMERALS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (NUMERALS[ones] if ones else "")
