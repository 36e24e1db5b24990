"""Requirements of OGC 18-058r1 (Part 2, coordinate reference systems by reference), each a test of its own."""

from functools import cache
from typing import Any

import pytest
from pyproj import CRS, Transformer

from cityloop.maps.domain.systems import systems
from tests.maps.ogc import COLLECTIONS, CRS84, EPSG, ask, body, corners, items, parameters
from tests.support.town import EAST_SPOT, PLANE, position

pytestmark = pytest.mark.usefixtures("walks", "published")
each_collection = pytest.mark.parametrize("name", COLLECTIONS)
SERVED = [CRS84, *(EPSG.format(srid) for srid in (4326, 4490, 3857, PLANE.srid))]
each_system = pytest.mark.parametrize("uri", SERVED)
X, Y = position(*EAST_SPOT)


@cache
def transformer(uri: str) -> Transformer:
    """Return what turns WGS 84 into this system; finding the way there takes far longer than going it."""
    name = "OGC:CRS84" if uri == CRS84 else f"EPSG:{uri.rsplit('/', 1)[1]}"
    return Transformer.from_crs("OGC:CRS84", name, always_xy=False)


def as_written(uri: str, x: float, y: float) -> tuple[float, float]:
    """Return a position as the authority writes it in this system: pyproj keeps to the order of the axes."""
    found: tuple[float, float] = transformer(uri).transform(x, y)
    return found


def around(uri: str, reach: float = 5e-5) -> str:
    """Return a box around the first lamp, as it is written in this system."""
    low, high = as_written(uri, X - reach, Y - reach), as_written(uri, X + reach, Y + reach)
    first, second = zip(low, high, strict=True)
    return f"{min(first)},{min(second)},{max(first)},{max(second)}"


def test_req_crs_crs_uri() -> None:
    for each in body("/collections")["crs"]:
        name = "OGC:CRS84" if each == CRS84 else f"EPSG:{each.rsplit('/', 1)[1]}"
        assert CRS(name).name


@each_collection
def test_req_crs_fc_md_crs_list(name: str) -> None:
    assert body(f"/collections/{name}")["crs"] == SERVED


@each_collection
def test_req_crs_fc_md_storage_crs(name: str) -> None:
    assert body(f"/collections/{name}")["storageCrs"] == EPSG.format(4490)


@each_collection
def test_req_crs_fc_md_storage_crs_valid_value(name: str) -> None:
    document = body(f"/collections/{name}")

    assert document["storageCrs"] in document["crs"]


def test_req_crs_fc_md_crs_list_global() -> None:
    document = body("/collections")

    assert document["crs"] == SERVED
    assert all(each["crs"] == ["#/crs"] for each in document["collections"])


@each_collection
def test_req_crs_fc_bbox_crs_definition(name: str) -> None:
    asked = parameters(name)["bbox-crs"]

    assert (asked["in"], asked["required"], asked["style"], asked["explode"]) == ("query", False, "form", False)
    assert (asked["schema"]["type"], asked["schema"]["format"]) == ("string", "uri")


def test_req_crs_fc_bbox_crs_valid_value() -> None:
    sent: dict[str, Any] = {"bbox": "1,1,2,2", "bbox-crs": EPSG.format(2000)}

    ask("/collections/components/items", status=400, **sent)


def test_req_crs_fc_bbox_crs_valid_default_value() -> None:
    plain = items("components", bbox=around(CRS84))

    assert plain
    assert parameters("components")["bbox-crs"]["schema"]["default"] == CRS84
    assert items("components", **{"bbox": around(CRS84), "bbox-crs": CRS84}) == plain


@each_system
def test_req_crs_fc_bbox_crs_action(uri: str) -> None:
    found = items("components", **{"bbox": around(uri), "bbox-crs": uri})

    assert [each["properties"]["name"] for each in found] == ["lamps1"]


@each_collection
def test_req_crs_fc_crs_definition(name: str) -> None:
    asked = parameters(name)["crs"]

    assert (asked["in"], asked["required"], asked["style"], asked["explode"]) == ("query", False, "form", False)
    assert asked["schema"]["enum"] == SERVED


def test_req_crs_fc_crs_valid_value() -> None:
    ask("/collections/components/items", crs=EPSG.format(2000), status=400)
    key = items("components")[0]["id"]
    ask(f"/collections/components/items/{key}", crs="nonsense", status=400)


def test_req_crs_fc_crs_default_value() -> None:
    assert items("components", crs=CRS84) == items("components")


@each_system
@each_collection
def test_req_crs_fc_crs_action(name: str, uri: str) -> None:
    plain = items(name)
    tolerance = 1e-8 if "43" in uri or "4490" in uri or uri == CRS84 else 2e-3
    for before, after in zip(plain, items(name, crs=uri), strict=True):
        expected = [as_written(uri, x, y) for x, y in corners(before["geometry"])]
        assert list(corners(after["geometry"])) == [pytest.approx(each, abs=tolerance) for each in expected]


@each_system
def test_req_crs_fc_crs_action_of_one_feature(uri: str) -> None:
    key = items("components")[0]["id"]
    (listed,) = [each for each in items("components", crs=uri) if each["id"] == key]

    assert body(f"/collections/components/items/{key}", crs=uri)["geometry"] == listed["geometry"]


@each_collection
def test_req_crs_ogc_crs_header(name: str) -> None:
    key = items(name, limit=1)[0]["id"]
    for path in (f"/collections/{name}/items", f"/collections/{name}/items/{key}"):
        assert "Content-Crs" in ask(path).headers


@each_system
def test_req_crs_ogc_crs_header_value(uri: str) -> None:
    assert ask("/collections/components/items", crs=uri)["Content-Crs"] == f"<{uri}>"
    assert ask("/collections/components/items")["Content-Crs"] == f"<{CRS84}>"


@each_system
def test_req_crs_geojson(uri: str) -> None:
    """GeoJSON in another system still is GeoJSON in everything but the coordinates."""
    answer = ask("/collections/unit_grids/items", crs=uri, limit=1)

    assert answer["Content-Type"] == "application/geo+json"
    assert set(answer.json()["features"][0]["geometry"]) == {"type", "coordinates"}


def test_the_plane_of_a_chinese_city_writes_north_first() -> None:
    known: Any = systems(4547)

    assert known[EPSG.format(4547)].north_first
    assert not known[EPSG.format(3857)].north_first
