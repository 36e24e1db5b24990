"""Requirements of the class core of OGC 17-069r4 about the service and its collections, each a test of its own."""

from typing import Any

import pytest
from django.test import Client

from tests.maps.ogc import COLLECTIONS, CRS84, ask, body, corners, items, links
from tests.support.town import EAST_SPOT, position

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


def ask_absolute(address: str) -> Any:
    return Client().get(address)
