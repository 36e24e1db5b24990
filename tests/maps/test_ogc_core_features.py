"""Requirements of the class core of OGC 17-069r4 about features, each a test of its own."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely
from django.test import Client
from shapely.geometry import shape

from cityloop.cases.tests.factories import Walk
from tests.maps.ogc import COLLECTIONS, ask, body, items, links, pages, parameters
from tests.support.town import EAST, EAST_SPOT, position

pytestmark = pytest.mark.usefixtures("walks", "published")
each_collection = pytest.mark.parametrize("name", COLLECTIONS)
X, Y = position(*EAST_SPOT)
AROUND = f"{X - 1e-4},{Y - 1e-4},{X + 1e-4},{Y + 1e-4}"


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
@pytest.mark.parametrize("name", COLLECTIONS[:5])
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
