"""Addresses by what they are called: those of earlier cases, and the city's places among them."""

from typing import Any

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.queries.addresses import KnownAddress, addresses_for, known_addresses
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.places import api as places
from tests.support.desk import Desk
from tests.support.town import FOUNDED, WEST_SPOT, Town, position

pytestmark = pytest.mark.django_db


def walked(town: Town, name: str, **changes: Any) -> Walk:
    return Walk(town, name, changes=changes)


def addresses(town: Town, words: str, who: str = "acceptor") -> list[KnownAddress]:
    return known_addresses(words=words, actor=town[who])


def test_an_address_is_known_from_its_newest_case(town: Town) -> None:
    walked(town, "old", address="柳巷174号")
    newer = Walk(town, "newer", at=Walk.at + MINUTE, spot=WEST_SPOT, changes={"address": "柳巷174号"})
    walked(town, "elsewhere", address="东街174号")
    walked(town, "nameless", address="")

    known = addresses(town, "柳巷174")

    assert [(row.address, row.houses_off, row.grid_code) for row in known] == [
        ("柳巷174号", None, newer.view.grid_code)
    ]


def test_where_the_house_is_not_known_its_neighbours_are(town: Town) -> None:
    for number in (12, 170, 176, 400):
        walked(town, f"{number}", address=f"柳巷{number}号")
    walked(town, "crossing", address="柳巷与钟楼街交叉口")

    known = addresses(town, "柳巷174号")

    assert [(row.address, row.houses_off) for row in known] == [
        ("柳巷176号", 2), ("柳巷170号", 4), ("柳巷12号", 162), ("柳巷400号", 226),
    ]  # fmt: skip
    assert [row.address for row in addresses(town, "柳巷与")] == ["柳巷与钟楼街交叉口"]
    assert addresses(town, "  ") == []


def test_addresses_of_what_one_may_not_know_of_are_not_told(town: Town) -> None:
    Walk(town, "east")
    Walk(town, "own", who="citizen", changes={"address": "东街道二号"})

    told = {who: [row.address for row in addresses(town, "东街道", who)] for who in ("acceptor_west", "citizen")}

    assert told == {"acceptor_west": [], "citizen": ["东街道二号"]}


def known_places() -> None:
    """Two roads that cross, a door plate and a hospital."""
    lines = {"人民路": ((3.2, 0.5), (8.8, 0.5)), "解放路": ((5.0, 0.1), (5.0, 1.9))}
    roads = [
        places.PlaceDraft(name, name, shapely.to_wkb(shapely.LineString([position(*spot) for spot in line])))
        for name, line in lines.items()
    ]
    door = places.PlaceDraft(
        "12", "", shapely.to_wkb(shapely.Point(*position(4.0, 0.45))), road="人民路", number="12号"
    )
    spot = places.PlaceDraft("1", "人民医院", shapely.to_wkb(shapely.Point(*position(6.0, 1.0))), category="医院")
    kinds = places.PlaceKind
    for kind, drafts in ((kinds.ROAD, roads), (kinds.DOORPLATE, [door]), (kinds.POI, [spot])):
        places.import_places(layer=places.PlaceLayer(kind.word, kind), drafts=drafts, valid_from=FOUNDED, at=FOUNDED)


def offered(town: Town, words: str) -> list[tuple[str, str, bool]]:
    found = addresses_for(words=words, actor=town["acceptor"])
    return [(row.source.value, row.address, row.is_exact) for row in found]


def test_a_crossing_that_no_case_ever_named_gives_a_point(town: Town) -> None:
    known_places()

    (corner, *_) = addresses_for(words="人民路和解放路交叉口东北角", actor=town["acceptor"])

    assert (corner.address, corner.precision, corner.is_exact) == (
        "人民路与解放路交叉口",
        places.Precision.CROSSING,
        False,
    )
    assert corner.matched == {"street": "人民路", "crossed": "解放路"}
    assert corner.score is not None
    assert corner.score > 0.9
    x, y = position(5.0, 0.5)
    assert 0 < corner.longitude - x < 0.0003
    assert 0 < corner.latitude - y < 0.0003


def test_places_stand_between_what_cases_hold_and_their_neighbours(town: Town) -> None:
    known_places()
    walked(town, "beside", address="人民路12号旁")
    walked(town, "same", address="人民路12号")
    walked(town, "near", address="人民路14号")

    assert offered(town, "人民路12号")[:3] == [
        ("case", "人民路12号", True), ("case", "人民路12号旁", True), ("case", "人民路14号", False),
    ]  # fmt: skip
    assert ("place", "人民医院", True) in offered(town, "人民医")


def test_places_are_not_crowded_out_by_earlier_cases(town: Town) -> None:
    known_places()
    for number in range(8):
        walked(town, f"{number}", address=f"人民路12号院{number}栋")

    found = offered(town, "人民路12号")

    assert [source for source, *_ in found[:5]] == ["case"] * 4 + ["place"]
    assert len(found) <= 8


@pytest.mark.parametrize("words", ["人", "解放"])
def test_one_sign_or_two_find_places(town: Town, words: str) -> None:
    known_places()

    assert any(address.startswith(words) for _, address, _ in offered(town, words))


def test_what_lies_beside_a_place_keeps_the_words(town: Town) -> None:
    known_places()

    assert offered(town, "人民医院对面")[0] == ("place", "人民医院", False)
    assert offered(town, "人民路")[0] == ("place", "人民路", False)


def test_addresses_and_places_cost_two_queries(town: Town) -> None:
    known_places()
    places.geocode("人民路")

    with CaptureQueriesContext(connection) as queries:
        addresses_for(words="人民路12号", actor=town["acceptor"])

    assert len(queries) == 2


def test_addresses_cost_one_query_and_are_told_over_http(town: Town) -> None:
    for number in range(4):
        walked(town, f"{number}", address=f"柳巷{number}号")

    with CaptureQueriesContext(connection) as queries:
        addresses(town, "柳巷")

    assert len(queries) == 1
    told = Desk(town, "acceptor").get("/cases/addresses", at=Walk.at, words="柳巷2号")
    assert [(row["address"], row["houses_off"]) for row in told][:1] == [("柳巷2号", None)]
