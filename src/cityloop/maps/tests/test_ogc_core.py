"""Requirements of the class core of OGC 17-069r4, each a test of its own."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely
from django.test import Client
from shapely.geometry import shape

from cityloop.cases.tests.factories import Walk
from cityloop.maps.tests.ogc import COLLECTIONS, CRS84, ask, body, corners, items, links, pages, parameters
from tests.support.town import EAST, EAST_SPOT, position

pytestmark = pytest.mark.usefixtures("walks", "published")
each_collection = pytest.mark.parametrize("name", COLLECTIONS)
X, Y = position(*EAST_SPOT)
AROUND = f"{X - 1e-4},{Y - 1e-4},{X + 1e-4},{Y + 1e-4}"


def test_req_core_root_op() -> None:
    ask("")
    ask("/")


def test_req_core_root_success() -> None:
    document = body("")

    kinds = {link["rel"] for link in document["links"]}
    assert {"service-desc", "conformance", "data"} <= kinds
    assert all(ask_absolute(link["href"]).status_code == 200 for link in document["links"])


def test_req_core_api_definition_op() -> None:
    (described,) = links(body(""), "service-desc")

    answer = ask_absolute(described["href"])
    assert answer["Content-Type"] == described["type"]


def test_req_core_api_definition_success() -> None:
    assert body("/api")["openapi"].startswith("3.0.")


def test_req_core_conformance_op() -> None:
    ask("/conformance")


def test_req_core_conformance_success() -> None:
    declared = set(body("/conformance")["conformsTo"])

    part = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}".format
    assert declared == {part(1, "core"), part(1, "oas30"), part(1, "html"), part(1, "geojson"), part(2, "crs")}


def test_req_core_http() -> None:
    assert Client().head("/ogc").status_code == 200
    assert Client().post("/ogc").status_code == 405
    assert ask("/nowhere", status=404)["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["", "/api", "/conformance", "/collections", "/collections/cases"])
def test_req_core_query_param_unknown_on_resources(path: str) -> None:
    ask(path, colour="red", status=400)


@each_collection
def test_req_core_query_param_unknown(name: str) -> None:
    ask(f"/collections/{name}/items", colour="red", status=400)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("limit", "0"), ("limit", "-1"), ("limit", "many"), ("limit", ""), ("limit", "1.5"),
        ("bbox", "1,2,3"), ("bbox", "1,2,3,x"), ("bbox", "1,2,3,4,5"), ("bbox", "10,50,11,40"), ("bbox", "nan,0,1,1"),
        ("bbox", "0,0,200,1"), ("datetime", "yesterday"), ("datetime", "2026-01-02T00:00:00Z/2026-01-01T00:00:00Z"),
        ("datetime", "a/b/c"), ("datetime", "12"), ("datetime", ""), ("cursor", "garbage"), ("f", "xml"),
        ("crs", "EPSG:4326"), ("bbox-crs", "wrong"), ("state", "a\x00b"),
    ],
)  # fmt: skip
def test_req_core_query_param_invalid(parameter: str, value: str) -> None:
    sent: dict[str, Any] = {parameter: value}
    answer = ask("/collections/components/items", status=400, **sent)

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["facts"] == {"parameter": parameter}


def test_a_parameter_that_comes_twice_is_refused() -> None:
    ask("/collections/components/items?limit=1&limit=2", status=400)


def test_req_core_crs84() -> None:
    (bin_,) = items("components", state="DAMAGED")

    east, north = position(4.45, 0.65)
    assert bin_["geometry"]["coordinates"] == pytest.approx([east, north], abs=1e-8)


def test_req_core_fc_md_op() -> None:
    ask("/collections")


def test_req_core_fc_md_success() -> None:
    assert [each["id"] for each in body("/collections")["collections"]] == list(COLLECTIONS)


def test_req_core_fc_md_links() -> None:
    document = body("/collections")

    assert links(document, "self")
    assert links(document, "alternate")
    assert all(link["type"] for link in document["links"])


def test_req_core_fc_md_items() -> None:
    assert all({"id", "links"} <= set(each) for each in body("/collections")["collections"])


@each_collection
def test_req_core_fc_md_items_links(name: str) -> None:
    (found,) = [each for each in body("/collections")["collections"] if each["id"] == name]

    assert {link["type"] for link in links(found, "items")} == {"application/geo+json", "text/html"}
    assert all(ask_absolute(link["href"]).status_code == 200 for link in found["links"])


@each_collection
def test_req_core_fc_md_extent(name: str) -> None:
    extent = body(f"/collections/{name}")["extent"]

    west, south, east, north = extent["spatial"]["bbox"][0]
    assert extent["spatial"]["crs"] == CRS84
    assert all(west <= x <= east and south <= y <= north for each in items(name) for x, y in corners(each["geometry"]))
    assert extent["temporal"]["interval"] == [[None, None]]


@each_collection
def test_req_core_fc_md_extent_multi(name: str) -> None:
    assert len(body(f"/collections/{name}")["extent"]["spatial"]["bbox"]) == 1


@each_collection
def test_req_core_sfc_md_op(name: str) -> None:
    ask(f"/collections/{name}")


@each_collection
def test_req_core_sfc_md_success(name: str) -> None:
    alone = body(f"/collections/{name}")
    (listed,) = [each for each in body("/collections")["collections"] if each["id"] == name]

    same = ("id", "title", "description", "extent", "itemType", "links")
    assert {key: alone[key] for key in same} == {key: listed[key] for key in same}


@each_collection
def test_req_core_fc_op(name: str) -> None:
    ask(f"/collections/{name}/items")
    ask("/collections/roads/items", status=404)


@each_collection
def test_req_core_fc_limit_definition(name: str) -> None:
    limit = parameters(name)["limit"]

    assert (limit["in"], limit["required"], limit["style"], limit["explode"]) == ("query", False, "form", False)
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 10}


@each_collection
def test_req_core_fc_limit_response_1(name: str) -> None:
    assert len(items(name, limit=1)) == 1
    assert 1 <= len(body(f"/collections/{name}/items")["features"]) <= 10
    assert len(items(name, limit=100_000)) == len(items(name, limit=10_000))


@each_collection
def test_req_core_fc_bbox_definition(name: str) -> None:
    box = parameters(name)["bbox"]

    assert (box["in"], box["required"], box["style"], box["explode"]) == ("query", False, "form", False)
    assert box["schema"]["type"] == "array"
    assert box["schema"]["oneOf"] == [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]
    assert box["schema"]["items"] == {"type": "number"}


@each_collection
def test_req_core_fc_bbox_response(name: str) -> None:
    west, south, east, north = (float(part) for part in AROUND.split(","))
    box = shapely.box(west, south, east, north)
    inside = {each["id"] for each in items(name) if shape(each["geometry"]).intersects(box)}

    assert {each["id"] for each in items(name, bbox=AROUND)} == inside
    assert inside
    six = f"{west},{south},-10,{east},{north},10"
    assert {each["id"] for each in items(name, bbox=six)} == inside


def test_a_box_over_the_date_line_is_two() -> None:
    assert items("components", bbox="170,-90,-170,90") == []
    assert len(items("components", bbox=f"{X - 1e-4},-90,-170,90")) == len(
        items("components", bbox=f"{X - 1e-4},-90,180,90")
    )


@each_collection
def test_req_core_fc_time_definition(name: str) -> None:
    moment = parameters(name)["datetime"]

    assert (moment["in"], moment["required"], moment["style"], moment["explode"]) == ("query", False, "form", False)
    assert moment["schema"] == {"type": "string"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2020-01-01T00:00:00Z", False),
        ("../2020-01-01T00:00:00Z", False),
        ("2020-01-01T00:00:00Z/..", True),
        ("2020-01-01T00:00:00Z/", True),
        ("2026-02-01T00:00:00+08:00/2026-03-31T00:00:00Z", True),
        ("../..", True),
        ("2026-06-01T00:00:00Z", True),
    ],
)
@pytest.mark.parametrize("name", COLLECTIONS[:4])
def test_req_core_fc_time_response(name: str, asked: str, found: object) -> None:
    assert bool(items(name, datetime=asked)) is found


def test_req_core_fc_time_response_of_cases() -> None:
    case = min(items("cases"), key=lambda each: each["properties"]["closed_at"])
    closed = datetime.fromisoformat(case["properties"]["closed_at"])

    assert case["id"] in {each["id"] for each in items("cases", datetime=closed.isoformat())}
    assert items("cases", datetime=f"{(Walk.at + timedelta(days=3)).isoformat()}/..") == []


@each_collection
def test_req_core_fc_response(name: str) -> None:
    """The features are those that meet all conditions: no fewer, no more, and each once."""
    document = body(f"/collections/{name}/items", limit=1000)

    assert document["type"] == "FeatureCollection"
    assert len({each["id"] for each in document["features"]}) == document["numberReturned"] == document["numberMatched"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("components", {"class_code": "01004"}),
        ("components", {"state": "DAMAGED"}),
        ("components", {"class_code": "01004", "state": "INTACT"}),
        ("unit_grids", {"community_code": "110102001001"}),
        ("divisions", {"level": "DISTRICT"}),
        ("cases", {"class_code": "06010"}),
    ],
)
def test_features_are_narrowed_by_their_properties(name: str, asked: dict[str, str]) -> None:
    every = items(name)
    right = {each["id"] for each in every if asked.items() <= each["properties"].items()}
    answer = Client().get(f"/ogc/collections/{name}/items", asked | {"limit": "1000"})

    assert {each["id"] for each in answer.json()["features"]} == right
    assert right
    assert set(asked) <= set(parameters(name))


@each_collection
def test_req_core_fc_links(name: str) -> None:
    document = body(f"/collections/{name}/items", limit=1)

    assert links(document, "self")
    assert links(document, "alternate")
    found = [each["id"] for page in pages(name, limit=2) for each in page["features"]]
    assert found == [each["id"] for each in items(name)]
    assert "next" not in {link["rel"] for link in list(pages(name, limit=2))[-1]["links"]}


@each_collection
def test_a_following_page_keeps_what_was_asked(name: str) -> None:
    first = body(f"/collections/{name}/items", limit=1, datetime="../..", bbox="-180,-90,180,90")

    assert all("limit=1" in link["href"] and "bbox=" in link["href"] for link in links(first, "next"))


@each_collection
def test_req_core_fc_rel_type(name: str) -> None:
    assert all(link["rel"] and link["type"] for link in body(f"/collections/{name}/items")["links"])


@each_collection
def test_req_core_fc_time_stamp(name: str) -> None:
    stamp = datetime.fromisoformat(body(f"/collections/{name}/items")["timeStamp"])

    assert stamp.tzinfo is not None


@each_collection
def test_req_core_fc_number_matched(name: str) -> None:
    every = len(items(name))

    assert body(f"/collections/{name}/items", limit=1)["numberMatched"] == every


@each_collection
def test_req_core_fc_number_returned(name: str) -> None:
    document = body(f"/collections/{name}/items", limit=2)

    assert document["numberReturned"] == len(document["features"])


@each_collection
def test_req_core_f_op(name: str) -> None:
    key = items(name, limit=1)[0]["id"]

    ask(f"/collections/{name}/items/{key}")
    ask(f"/collections/{name}/items/nothing", status=404)
    ask(f"/collections/{name}/items/{key}", limit=1, status=400)


@each_collection
def test_req_core_f_success(name: str) -> None:
    listed = items(name, limit=1)[0]
    alone = body(f"/collections/{name}/items/{listed['id']}")

    assert {key: alone[key] for key in listed} == listed


@each_collection
def test_req_core_f_links(name: str) -> None:
    key = items(name, limit=1)[0]["id"]
    document = body(f"/collections/{name}/items/{key}")

    for rel in ("self", "alternate", "collection"):
        assert all(ask_absolute(link["href"]).status_code == 200 for link in links(document, rel))
    assert {"self", "alternate", "collection"} == {link["rel"] for link in document["links"]}


def test_cases_that_are_published_tell_nothing_of_people(walks: Any) -> None:
    found = items("cases")

    assert {each["id"] for each in found} == {walks["closed"].view.number, walks["closed west"].view.number}
    assert set(found[0]["properties"]) == {
        "number", "kind", "class_code", "address", "grid_code", "registered_at", "closed_at",
    }  # fmt: skip
    assert any(each["properties"]["grid_code"].startswith(EAST) for each in found)


def ask_absolute(address: str) -> Any:
    return Client().get(address)
