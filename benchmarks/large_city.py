"""A city of half a million places for `geocoding.py`: roads on a bent lattice, doors on both sides, POIs among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

import numpy as np
import shapely
from opencc import OpenCC
from pypinyin import lazy_pinyin

from cityloop.places import api as places
from cityloop.territory import api as territory

SIGNS = (
    "人民解放建设和平中山长江黄河文化新华光明胜东风红旗青年友谊团结劳动工农商业科技学府书院湖滨江岸梅兰竹菊松柏"
    "桃李杏桂枫杨柳荷莲泉石云霞春夏秋冬金银玉翠福禄寿喜安康永兴盛隆昌泰顺祥瑞凤凰龙虎鹤鹿燕雁"
)
ENDS = ("路", "路", "街", "大道", "巷", "西路", "东路", "北街", "南街", "一路", "二路", "支路", "弄")
_ENDS = "小学 中学 医院 公园 农贸市场 派出所 幼儿园 大厦 广场 宾馆 药店 超市 加油站 停车场 公厕 花园 新村 图书馆 饭店"
SPOT_ENDS = tuple(_ENDS.split())  # fmt: skip
WEST, SOUTH, STEP = 116.0, 39.0, 0.0022
DOORS_SHARE, DOORS_EACH = 0.86, 80
Asked = tuple[str, str, tuple[float, float]]


@dataclass(frozen=True)
class Names:
    """What can be asked for: doors as road, number and spot; POIs; crossings."""

    doors: Sequence[tuple[str, int, tuple[float, float]]]
    spots: Sequence[tuple[str, tuple[float, float]]]
    crossings: Sequence[tuple[str, str, tuple[float, float]]]


def build(many: int, *, at: datetime) -> Names:
    """Store the city in the present, empty database through the doors of territory and places."""
    chance = Random(20260302)  # noqa: S311 - a figure must be repeatable, not secret
    roads = int(many * DOORS_SHARE / DOORS_EACH)
    side = int(roads / 2)
    _found(side, at)
    names = _distinct(chance, roads, ENDS)
    lines = [_line(number, side, chance) for number in range(roads)]
    drafts = [
        places.PlaceDraft(str(n), name, shapely.to_wkb(line))
        for n, (name, line) in enumerate(zip(names, lines, strict=True))
    ]
    _import("roads", places.PlaceKind.ROAD, drafts, at)
    doors = [(name, number, (x, y)) for name, line in zip(names, lines, strict=True) for number, x, y in _doors(line)]
    points = shapely.to_wkb(shapely.points([spot for *_, spot in doors]))
    drafts = [
        places.PlaceDraft(f"{name}{number}", "", wkb, road=name, number=f"{number}号")
        for (name, number, _), wkb in zip(doors, points, strict=True)
    ]
    _import("doors", places.PlaceKind.DOORPLATE, drafts, at)
    count = many - roads - len(doors)
    west, south, east, north = shapely.total_bounds(np.array(lines, dtype=object))
    spots = [
        (name, (chance.uniform(west, east), chance.uniform(south, north)))
        for name in _distinct(chance, count, SPOT_ENDS, long=True)
    ]
    points = shapely.to_wkb(shapely.points([spot for _, spot in spots]))
    drafts = [
        places.PlaceDraft(str(n), name, wkb) for n, ((name, _), wkb) in enumerate(zip(spots, points, strict=True))
    ]
    _import("spots", places.PlaceKind.POI, drafts, at)
    return Names(doors, spots, _crossings(names, lines, chance))


def ask(names: Names, many: int) -> list[Asked]:
    """Return addresses of every kind in equal parts, shuffled, with where they are."""
    chance = Random(7)  # noqa: S311 - the same
    asked: list[Asked] = []
    for _ in range(many // 8):
        road, number, spot = chance.choice(names.doors)
        name, place = chance.choice(names.spots)
        one, other, corner = chance.choice(names.crossings)
        where = chance.randrange(len(road) - 1)
        wrong = road[:where] + chance.choice(SIGNS) + road[where + 1 :]
        at = chance.randrange(len(name) - 1)
        asked += [
            ("plain", f"{road}{number}号", spot),
            ("division", f"大城市中心区{road}{number}号旁", spot),
            ("traditional", OpenCC("s2t").convert(f"{road}{number}號"), spot),
            ("pinyin", "".join((*lazy_pinyin(road), str(number), "hao")), spot),
            ("typo", f"{wrong}{number}号", spot),
            ("landmark", f"{name}旁", place),
            ("landmark_typo", name[:at] + chance.choice(SIGNS) + name[at + 1 :], place),
            ("crossing", f"{one}与{other}交叉口", corner),
        ]
    chance.shuffle(asked)
    return asked


def _found(side: int, at: datetime) -> None:
    box = shapely.box(WEST - 1, SOUTH - 1, WEST + side * STEP / 30 + 1, SOUTH + side * STEP / 30 + 1)
    level = territory.DivisionLevel
    rows = [
        ("110100", "大城市", level.CITY, None),
        ("110101", "中心区", level.DISTRICT, "110100"),
        ("110101001", "中心街道", level.STREET, "110101"),
        ("110101001001", "中心社区", level.COMMUNITY, "110101001"),
    ]
    wkb = shapely.to_wkb(box)
    drafts = [territory.DivisionDraft(code, name, each, parent, wkb) for code, name, each, parent in rows]
    territory.store_divisions(drafts=drafts, valid_from=at, at=at)
    territory.store_city(code="110100", timezone="Asia/Shanghai", metric_srid=4548, at=at)
    grid = territory.UnitGridDraft("110101001001001", wkb, 10_000.0)
    territory.store_unit_grids(drafts=[grid], valid_from=at, at=at)


def _import(name: str, kind: places.PlaceKind, drafts: Sequence[places.PlaceDraft], at: datetime) -> None:
    layer = places.PlaceLayer(name, kind, "生成")
    places.import_places(layer=layer, drafts=drafts, valid_from=at, at=at)


def _distinct(chance: Random, many: int, ends: Sequence[str], *, long: bool = False) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < many:
        signs = "".join(chance.sample(SIGNS, chance.choice((3, 4, 4)) if long else chance.choice((2, 2, 3))))
        found[signs + chance.choice(ends)] = None
    return list(found)


def _line(number: int, side: int, chance: Random) -> shapely.LineString:
    """Return a road of some 650 m: even ones run east, odd ones north, each crossing some others."""
    rows = max(int(side**0.5), 1)
    column, row = divmod(number // 2, rows)
    x, y = WEST + column * STEP * 2 + chance.uniform(0, STEP / 4), SOUTH + row * STEP * 2 + chance.uniform(0, STEP / 4)
    bend = chance.uniform(-STEP / 8, STEP / 8)
    if number % 2:
        return shapely.LineString([(x + STEP, y - STEP), (x + STEP + bend, y + STEP), (x + STEP, y + 2 * STEP)])
    return shapely.LineString([(x - STEP, y + STEP), (x + STEP, y + STEP + bend), (x + 2 * STEP, y + STEP)])


def _doors(line: shapely.LineString) -> list[tuple[int, float, float]]:
    shares = (np.arange(DOORS_EACH) // 2 + 0.5) / (DOORS_EACH / 2)
    points = shapely.line_interpolate_point(line, shares, normalized=True)
    aside = np.where(np.arange(DOORS_EACH) % 2 == 0, 1.0, -1.0) * 0.00012
    xs, ys = shapely.get_x(points) + aside, shapely.get_y(points) + aside
    return list(zip(range(1, DOORS_EACH + 1), xs.tolist(), ys.tolist(), strict=True))


def _crossings(
    names: Sequence[str], lines: Sequence[shapely.LineString], chance: Random
) -> list[tuple[str, str, tuple[float, float]]]:
    picked = chance.sample(range(len(lines)), min(400, len(lines)))
    tree = shapely.STRtree(lines)
    found = []
    for one in picked:
        for other in tree.query(lines[one], predicate="intersects"):
            met = lines[one].intersection(lines[other])
            if one != other and met.geom_type == "Point":
                found.append((names[one], names[int(other)], (met.x, met.y)))
    return found
