from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityloop.places.contracts import AddressParts, Direction
from cityloop.places.domain.parsing import (
    _CONNECTED,
    _CROSSING_SIGNS,
    _CROSSINGS,
    _TAIL_SIGNS,
    _TAILS,
    parse,
    readings,
    written,
)
from cityloop.places.domain.words import BEARINGS

KNOWN = frozenset({"云川市", "清晏区", "汀南区", "文澜街道", "书院社区"})
NAMES = st.text("梧桐清晏澜泉鹤鸣柳荷梅竹瑞祥", min_size=2, max_size=4)
STREETS = st.builds(str.__add__, NAMES, st.sampled_from(("路", "街", "大道", "巷", "胡同")))
SPOTS = st.builds(str.__add__, NAMES, st.sampled_from(("医院", "公园", "小学", "公厕", "大厦", "宾馆", "菜场")))
DIVISIONS = st.lists(st.sampled_from(sorted(KNOWN)), max_size=3, unique=True).map(tuple)
NUMBERS = st.integers(1, 9999)
DOORS = st.builds(
    AddressParts,
    street=STREETS,
    lane=st.none() | NUMBERS,
    number=NUMBERS,
    annex=st.sampled_from(("", "1", "12")),
    building=st.sampled_from(("", "3幢", "2栋1单元", "5号楼", "3幢201室")),
)
CROSSINGS = st.builds(AddressParts, street=STREETS, crossed=STREETS)
PLACES = st.builds(AddressParts, street=st.just("") | STREETS, poi=SPOTS)
DIRECTIONS = st.none() | st.sampled_from(list(Direction))


@given(DOORS | CROSSINGS | PLACES, DIVISIONS, DIRECTIONS, st.none() | st.sampled_from((5.0, 30.0, 200.0, 2.5)))
def test_what_is_put_together_from_parts_comes_apart_into_them(
    body: AddressParts, divisions: tuple[str, ...], direction: Direction | None, distance: float | None
) -> None:
    parts = replace(body, divisions=divisions, direction=direction, distance_m=distance if direction else None)

    assert parse(written(parts), KNOWN) == parts


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    parts = parse(text, KNOWN)

    assert (
        parts in list(readings(text, KNOWN))
        or parts.rest
        or not any((parts.street, parts.poi, parts.divisions, parts.number))
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("人民路12号", AddressParts(street="人民路", number=12)),
        ("人民路１２號", AddressParts(street="人民路", number=12)),
        ("人民路十二号", AddressParts(street="人民路", number=12)),
        ("人民路一百零五号", AddressParts(street="人民路", number=105)),
        ("人民路12", AddressParts(street="人民路", number=12)),
        ("人民路12-3号", AddressParts(street="人民路", number=12, annex="3")),
        ("人民路12号附3号", AddressParts(street="人民路", number=12, annex="3")),
        ("人民路甲12号", AddressParts(street="人民路", number=12, annex="甲")),
        ("愚园路361弄12号3幢201室", AddressParts(street="愚园路", lane=361, number=12, building="3幢201室")),
        ("renmin lu 12 hao", AddressParts(street="renminlu", number=12)),
        ("2号路12号", AddressParts(street="2号路", number=12)),
        ("和平小区3号楼", AddressParts(poi="和平小区", building="3号楼")),
        ("人民路和解放路交叉口东北角", AddressParts(street="人民路", crossed="解放路", direction=Direction.NORTHEAST)),
        ("人民路解放路路口", AddressParts(street="人民路", crossed="解放路")),
        ("人民路/解放路", AddressParts(street="人民路", crossed="解放路")),
        ("市一医院对面", AddressParts(poi="市一医院", direction=Direction.OPPOSITE)),
        ("解放路公厕旁30米", AddressParts(street="解放路", poi="公厕", direction=Direction.BESIDE, distance_m=30.0)),
        ("人民公园往北约两百米处", AddressParts(poi="人民公园", direction=Direction.NORTH, distance_m=200.0)),
        ("人民公园以东1.5公里", AddressParts(poi="人民公园", direction=Direction.EAST, distance_m=1500.0)),
        ("我在人民路12号门口", AddressParts(street="人民路", number=12, direction=Direction.FRONT)),
        ("清晏区文澜街道人民路12号", AddressParts(divisions=("清晏区", "文澜街道"), street="人民路", number=12)),
        ("海港市中山区人民路12号", AddressParts(divisions=("海港市", "中山区"), street="人民路", number=12)),
        ("人民路12号（后门）", AddressParts(street="人民路", number=12, rest="后门")),
        ("云川市", AddressParts(divisions=("云川市",))),
        ("", AddressParts()),
    ],
)
def test_addresses_are_read_as_people_mean_them(text: str, parts: AddressParts) -> None:
    assert parse(text, KNOWN) == parts


def test_a_name_that_ends_like_a_direction_is_also_read_whole() -> None:
    assert [parts.poi for parts in readings("人民公园东门")] == ["人民公园", "人民公园东门"]


ENDS = st.sampled_from(
    sorted({sign for pattern in (*_TAILS, *_CROSSINGS) for sign in pattern.pattern if sign > "\u3400"})
)


@given(st.text("人民路12号米km东约m处", min_size=1, max_size=8), st.lists(ENDS, min_size=1, max_size=6))
def test_what_is_passed_over_by_its_last_sign_would_not_have_matched(front: str, back: list[str]) -> None:
    text = front + "".join(back)

    if text[-1] not in _TAIL_SIGNS:
        assert not any(tail.match(text) for tail in _TAILS)
    if text[-1] not in _CROSSING_SIGNS and not _CONNECTED.search(text):
        assert not any(crossing.match(text) for crossing in _CROSSINGS)


def test_there_are_19_words_for_directions_eight_of_them_with_a_bearing() -> None:
    assert [len(list(Direction)), len(BEARINGS)] == [19, 8]
    assert "".join(Direction) == "东南西北东南西北东北西南前后左右上下内外旁相向相邻"
