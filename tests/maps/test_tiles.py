"""Vector tiles as others read them: what is in them, for whom, and when they are old."""

from gzip import decompress
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityloop.kernel import outbox
from cityloop.maps import api
from cityloop.maps.domain.tiles import Detail, Tile, detail_of
from cityloop.places import api as places
from tests.maps.furnishing import add, bearer, spots
from tests.maps.tiles import address, get, read, tile_at
from tests.support.town import EAST, EAST_SPOT, MONDAY_NINE, WEST, Town

MVT = "application/vnd.mapbox-vector-tile"


def test_a_tile_is_a_compressed_mapbox_vector_tile(client: Client, town: Town, walks: Any) -> None:
    answer = get(client, town, "components", 17)

    assert (answer["Content-Type"], answer["Content-Encoding"]) == (MVT, "gzip")
    assert answer["Cache-Control"] == "private, no-cache"
    assert set(read(answer)) == {"components"}


def test_whoever_takes_no_gzip_gets_the_plain_tile(client: Client, town: Town, walks: Any) -> None:
    zipped = get(client, town, "components", 17)
    plain = get(client, town, "components", 17, **{"Accept-Encoding": "identity"})

    assert "Content-Encoding" not in plain
    assert plain.content == decompress(zipped.content)
    assert plain["ETag"] == zipped["ETag"]


def test_from_near_by_components_stand_for_themselves(client: Client, town: Town, walks: Any) -> None:
    found = read(get(client, town, "components", 17))["components"]

    assert {(row["class_code"], row["name"], row["state"]) for row in found} >= {
        ("01004", "lamps1", "intact"),
        ("03005", "bins1", "damaged"),
    }
    assert all(row["code"].startswith(EAST) for row in found)


@pytest.mark.parametrize(
    ("zoom", "digits", "counts"),
    [(16, 15, {3, 1}), (13, 12, {3, 1, 2}), (10, 9, {4, 2}), (7, 6, {4, 2})],
)
def test_from_afar_components_are_counted_by_area(
    client: Client, town: Town, walks: Any, zoom: int, digits: int, counts: set[int]
) -> None:
    found = read(get(client, town, "components", zoom))

    assert set(found) == {"component_counts"}
    assert {len(row["code"]) for row in found["component_counts"]} == {digits}
    assert {row["count"] for row in found["component_counts"]} - {0} <= counts
    assert any(row["faulty"] == 1 for row in found["component_counts"])


@pytest.mark.parametrize(
    ("layer", "zoom", "sheet"),
    [
        ("divisions", 14, "divisions"),
        ("unit_grids", 14, "unit_grids"),
        ("unit_grids", 12, "grid_counts"),
        ("duty_grids", 15, "duty_grids"),
        ("duty_grids", 12, "grid_counts"),
        ("components", 17, "components"),
        ("components", 12, "component_counts"),
        ("places", 17, "places"),
        ("places", 12, "place_counts"),
        ("cases", 16, "cases"),
        ("cases", 12, "case_counts"),
    ],
)
def test_a_caller_of_one_district_sees_nothing_of_another(
    client: Client, town: Town, walks: Any, layer: str, zoom: int, sheet: str
) -> None:
    paths = sorted({address(layer, tile_at(zoom, (east, north))) for east in range(10) for north in range(3)})

    def seen(who: str) -> set[str]:
        answers = [read(client.get(path, headers=bearer(town, who))) for path in paths]
        rows = [row for answer in answers for row in answer.get(sheet, ()) if row.get("kind") != "road"]
        return {str(row.get("code") or row["number"]) for row in rows}

    whole, west = seen("acceptor"), seen("acceptor_west")
    western = {walks["west"].view.number} if sheet == "cases" else {code for code in whole if code.startswith(WEST)}
    assert west == western
    assert west < whole


def test_a_division_is_named_once_however_many_tiles_it_is_cut_into(client: Client, town: Town, walks: Any) -> None:
    paths = {
        address("divisions", tile_at(15, (east / 2, north / 2))) for east in range(-2, 21) for north in range(-2, 8)
    }
    rows = [read(client.get(path, headers=bearer(town, "leader"))) for path in sorted(paths)]
    names = [(row["level"], row["code"]) for found in rows for row in found.get("division_names", ())]
    shapes = [row["code"] for found in rows for row in found.get("divisions", ())]

    assert {code for _, code in names} == set(shapes)
    assert {level for level, _ in names} == {"city", "district", "street", "community"}
    assert len(shapes) > len(set(shapes))
    assert len(names) == len(set(names))


def test_cases_are_open_ones_with_their_lamp(client: Client, town: Town, walks: Any) -> None:
    found = read(get(client, town, "cases", 16))["cases"]

    assert [(row["id"], row["lamp"]) for row in found] == [(str(walks["open"].id), "red")]
    assert found[0]["number"] == walks["open"].view.number


def test_cases_from_afar_are_counted_with_the_red_ones(client: Client, town: Town, walks: Any) -> None:
    found = read(get(client, town, "cases", 7))["case_counts"]

    assert {(row["code"], row["count"]) for row in found} == {(EAST, 1), (WEST, 1)}
    assert {row["red"] for row in found if row["code"] == EAST} == {1}


def test_a_handler_sees_the_cases_of_their_body_only(client: Client, town: Town, walks: Any) -> None:
    with_body = read(get(client, town, "cases", 16, "handler_other"))
    without = read(get(client, town, "cases", 16, "handler"))

    assert [row["id"] for row in with_body["cases"]] == [str(walks["open"].id)]
    assert without == {}


def test_a_tile_is_drawn_once_until_something_changes(client: Client, town: Town, walks: Any) -> None:
    first = get(client, town, "components", 17)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = get(client, town, "components", 17)
    assert not any("ST_AsMVT" in query["sql"] for query in queries)
    assert again.content == first.content

    add("posts", "01001", {"1": EAST_SPOT})
    outbox.relay(at=MONDAY_NINE)

    later = get(client, town, "components", 17)
    assert later["ETag"] != first["ETag"]
    assert "posts1" in {row["name"] for row in read(later)["components"]}


def test_counts_follow_the_inventory(client: Client, town: Town, walks: Any) -> None:
    before = read(get(client, town, "components", 7))["component_counts"]
    add("posts", "01001", {"1": EAST_SPOT})
    outbox.relay(at=MONDAY_NINE)

    assert api.tally()
    assert not api.tally()
    after = read(get(client, town, "components", 7))["component_counts"]
    assert sum(row["count"] for row in after) == sum(row["count"] for row in before) + 1


def test_house_numbers_join_the_other_places_from_very_near(client: Client, town: Town, walks: Any) -> None:
    far, near = (read(get(client, town, "places", zoom))["places"] for zoom in (16, 17))

    assert {(row["kind"], row["name"]) for row in far} == {("road", "柳巷"), ("poi", "东湖公园")}
    assert {row["name"] for row in near} - {row["name"] for row in far} == {"柳巷12号"}


def test_a_corrected_place_is_drawn_anew_and_components_are_not(client: Client, town: Town, walks: Any) -> None:
    before = {layer: get(client, town, layer, 17)["ETag"] for layer in ("places", "components", "unit_grids")}
    park = places.places(words="东湖公园")[0]

    places.change_place(
        code=park.code, version=1, given={"name": "东湖湿地"}, actor=town["administrator"], at=MONDAY_NINE
    )
    outbox.relay(at=MONDAY_NINE)
    api.tally()

    after = {layer: get(client, town, layer, 17) for layer in before}
    assert [layer for layer in before if after[layer]["ETag"] != before[layer]] == ["places"]
    assert "东湖湿地" in {row["name"] for row in read(after["places"])["places"]}


def test_counts_of_places_follow_what_is_added_and_ended(client: Client, town: Town, walks: Any) -> None:
    def total() -> int:
        outbox.relay(at=MONDAY_NINE)
        api.tally()
        return sum(row["count"] for row in read(get(client, town, "places", 7))["place_counts"])

    before = total()
    spots("公厕", {"东湖公厕": EAST_SPOT})
    more = total()
    added = places.places(words="东湖公厕")[0]
    places.end_place(code=added.code, version=1, actor=town["administrator"], at=MONDAY_NINE)

    assert (before, more, total()) == (4, 5, 4)


@pytest.mark.parametrize("layer", ["components", "cases"])
def test_whoever_has_the_tile_hears_that_it_is_the_same(client: Client, town: Town, walks: Any, layer: str) -> None:
    tag = get(client, town, layer, 17)["ETag"]
    answer = get(client, town, layer, 17, **{"If-None-Match": f'"other", {tag}'})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_the_tag_of_another_area_is_another_one(client: Client, town: Town, walks: Any) -> None:
    assert get(client, town, "components", 17)["ETag"] != get(client, town, "components", 17, "acceptor_west")["ETag"]


@pytest.mark.parametrize("layer", list(api.LayerName))
def test_a_layer_describes_itself_as_tilejson(client: Client, town: Town, walks: Any, layer: str) -> None:
    body = client.get(f"/api/v1/tiles/{layer}.json", headers=bearer(town, "leader")).json()

    assert body["tilejson"] == "3.0.0"
    assert body["tiles"] == [f"http://testserver/api/v1/tiles/{layer}/{{z}}/{{x}}/{{y}}.pbf"]
    west, south, east, north = body["bounds"]
    assert west < body["center"][0] < east
    assert south < body["center"][1] < north
    assert 0 <= body["minzoom"] <= body["maxzoom"] <= 22
    assert all(set(sheet) == {"id", "fields", "minzoom", "maxzoom"} for sheet in body["vector_layers"])


@pytest.mark.parametrize("layer", list(api.LayerName))
@pytest.mark.parametrize("zoom", [7, 12, 14, 17])
def test_tiles_hold_the_layers_and_fields_that_are_described(
    client: Client, town: Town, walks: Any, layer: str, zoom: int
) -> None:
    body = client.get(f"/api/v1/tiles/{layer}.json", headers=bearer(town, "leader")).json()
    described = {
        sheet["id"]: set(sheet["fields"])
        for sheet in body["vector_layers"]
        if sheet["minzoom"] <= zoom <= sheet["maxzoom"]
    }
    found = read(get(client, town, layer, zoom))

    assert set(described) - {"division_names"} <= set(found) <= set(described)  # a tile may hold no name
    assert all(set(row) <= described[name] for name, rows in found.items() for row in rows)


@pytest.mark.parametrize(
    "path", ["components/3/9/0.pbf", "components/23/0/0.pbf", "components/-1/0/0.pbf", "roads.json"]
)
def test_there_is_no_such_tile(client: Client, town: Town, walks: Any, path: str) -> None:
    answer = client.get(f"/api/v1/tiles/{path}", headers=bearer(town, "leader"))

    assert answer.status_code in {404, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_the_administrator_sees_no_cases(client: Client, town: Town, walks: Any) -> None:
    assert get(client, town, "cases", 16, "administrator").status_code == 403
    assert get(client, town, "components", 16, "citizen").status_code == 403


def test_a_tile_of_components_costs_five_queries_at_most(client: Client, town: Town, walks: Any) -> None:
    get(client, town, "components", 17)
    with CaptureQueriesContext(connection) as queries:
        get(client, town, "components", 17)

    assert len(queries) <= 5


def test_the_ladder_of_counts_climbs_down_with_the_zoom() -> None:
    assert [detail_of(zoom) for zoom in (0, 8, 9, 11, 14, 22)] == [
        Detail.DISTRICT,
        Detail.DISTRICT,
        Detail.STREET,
        Detail.COMMUNITY,
        Detail.UNIT_GRID,
        Detail.UNIT_GRID,
    ]


def test_the_pyramid_covers_the_world() -> None:
    assert Tile(0, 0, 0).ground(0) == pytest.approx((-180, -85.0511287798, 180, 85.0511287798))
    assert Tile(1, 1, 0).ground(0) == pytest.approx((0, 0, 180, 85.0511287798))
    assert not Tile(1, 2, 0).is_real
