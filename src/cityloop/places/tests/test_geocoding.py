from typing import Any

import pytest

from cityloop.places import api
from cityloop.places.tests import town
from tests.support.addresses import metres
from tests.support.small_city import NOON, position

pytestmark = pytest.mark.django_db
P = api.Precision


@pytest.fixture(autouse=True)
def _places() -> None:
    town.found_places()


@pytest.mark.parametrize(
    ("address", "label", "precision", "east", "north"),
    [
        ("人民路12号", "人民路12号", P.DOOR, 2.0, 0.9),
        ("人民路12-3号", "人民路12-3号", P.DOOR, 2.1, 0.88),
        ("人民路361弄7号", "人民路361弄7号", P.DOOR, 5.1, 1.15),
        ("中央大街12号", "人民路12号", P.DOOR, 2.0, 0.9),
        ("測試市東區人民路２２號", "人民路22号", P.DOOR, 3.5, 0.9),
        ("人名路12号", "人民路12号", P.DOOR, 2.0, 0.9),
        ("renminlu12hao", "人民路12号", P.DOOR, 2.0, 0.9),
        ("人民路18", "人民路18号", P.INTERPOLATED, 2.9, 0.9),
        ("人民路和解放路交叉口", "人民路与解放路交叉口", P.CROSSING, 3.0, 1.0),
        ("解放大道人民路口东北角", "解放路与人民路交叉口", P.CROSSING, 3.1, 1.1),
        ("市一医院对面", "测试市第一人民医院", P.POI, 4.0, 0.85),
        ("第一医院", "测试市第一人民医院", P.POI, 4.0, 1.3),
        ("解放路公共厕所旁30米", "解放路公厕", P.POI, 3.2, 0.4),
        ("解放路厕所", "解放路公厕", P.POI, 3.2, 0.4),
        ("人民公园以北20米", "人民公园", P.POI, 1.0, 1.7),
        ("人民公园东门", "人民公园东门", P.POI, 1.4, 1.5),
        ("和平小区3号楼", "和平小区", P.AREA, 4.75, 0.4),
        ("人民路", "人民路", P.STREET, 3.0, 1.0),
        ("东街道", "东街道", P.AREA, 4.0, 1.0),
    ],
)
def test_addresses_are_found(address: str, label: str, precision: P, east: float, north: float) -> None:
    best = api.geocode(address).best

    assert best is not None
    assert (best.label, best.precision) == (label, precision)
    reach = 350 if precision in {P.STREET, P.AREA} else 30
    assert metres((best.longitude, best.latitude), position(east, north)) < reach
    assert 0.75 < best.score <= 1.0


def test_what_agrees_what_is_left_over_and_what_else_it_may_be_is_told() -> None:
    answer = api.geocode("海港市人民路12号(后门)")

    assert answer.best is not None
    assert answer.best.matched == {"street": "人民路", "number": "12"}
    assert answer.not_understood == "海港市后门"
    assert answer.best.score < 0.8
    wrong, right = api.geocode("东区人民路12号").best, api.geocode("西区人民路12号").best
    assert wrong
    assert right
    assert wrong.score < right.score == 1.0
    assert [found.label for found in api.geocode("人民公园", limit=2).candidates] == ["人民公园"]


@pytest.mark.parametrize("address", ["", "  ", "无此路5号", "？？？", "x" * 500, "号", "12号"])
def test_what_is_nowhere_is_not_found(address: str) -> None:
    assert api.geocode(address).best is None


def test_the_index_is_read_again_after_a_change(django_assert_num_queries: Any) -> None:
    api.geocode("人民路12号")
    with django_assert_num_queries(1):
        api.geocode("人民路14号")

    town.load(town.DOORS, [town.door("14号", 5.5, 0.9)])

    door = api.geocode("人民路14号").best
    assert door
    assert door.precision is P.DOOR


def labels(words: str, **asked: Any) -> list[str]:
    return [found.label for found in api.geocode(words, half_typed=True, **asked).candidates]


def test_one_sign_is_enough_to_offer_names() -> None:
    assert labels("解") == ["解放路", "解放路公厕"]
    assert labels("人") == ["人民路", "人民公园", "人民公园东门"]
    assert labels("医院") == ["测试市第一人民医院"]
    assert labels("平小") == ["和平小区"]
    assert labels("東街") == ["东街道"]
    assert labels("人民", limit=2) == ["人民路", "人民公园"]
    assert api.geocode("人").candidates == ()
    assert labels("%") == []


def test_the_nearer_a_name_is_to_be_typed_the_surer_it_is() -> None:
    half, more = (api.geocode(words, half_typed=True).candidates[0] for words in ("人民公", "人民公园东"))

    assert (half.label, half.matched) == ("人民公园", {"poi": "人民公"})
    assert 0.5 < half.score < 0.9
    assert more.label == "人民公园东门" or more.score >= half.score
    assert api.geocode("人民公园", half_typed=True).candidates[0].score == 1.0


@pytest.mark.parametrize(
    ("within", "found"),
    [("110101", True), ("110101001", True), ("110102", False), ("1101", True), ("110109", False)],
)
def test_a_search_may_be_bound_to_an_area(within: str, found: object) -> None:
    assert bool(api.geocode("市一医院", within=within).candidates) is found
    assert bool(api.geocode("第一人民医", within=within, half_typed=True).candidates) is found
    assert bool(api.geocode("人民路22号", within=within).candidates) is found
    assert bool(api.geocode("人民路和解放路交叉口", within=within).candidates) is (within != "110109")


def test_many_are_answered_with_a_report() -> None:
    answers, report = api.geocode_many(["人民路12号", "人民路18号", "无此路5号", "人名路12号"])

    assert [answer.best and answer.best.label for answer in answers] == ["人民路12号", "人民路18号", None, "人民路12号"]
    assert (report.total, report.found, report.sure) == (4, 3, 3)
    assert [(row.precision, row.count) for row in report.kinds] == [(P.DOOR, 2), (P.INTERPOLATED, 1), (None, 1)]


def test_a_point_is_told_in_words() -> None:
    x, y = position(2.05, 0.95)
    at_door = api.surroundings(longitude=x, latitude=y, at=NOON)
    x, y = position(3.1, 1.05)
    at_crossing = api.surroundings(longitude=x, latitude=y, at=NOON)

    assert (at_door.label, at_door.door and at_door.door.code) == ("人民路12号", "110102001050000003")
    assert at_door.grid_code is not None
    assert at_door.grid_code[:12] == at_door.community_code
    assert at_crossing.label == "解放路与人民路交叉口"
    assert at_crossing.crossing is not None
    assert round(at_crossing.crossing.distance_m) == 11
    far = api.surroundings(longitude=100.0, latitude=30.0, at=NOON)
    assert (far.label, far.door, far.crossing, far.poi, far.grid_code) == ("", None, None, None, None)
