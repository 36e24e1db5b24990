from typing import Any

import pytest
from django.test import Client

from cityloop.access.api import Post
from cityloop.assets.api import find_components
from cityloop.assets.models import Component
from cityloop.assets.tests.test_importing import DRAFTS, load
from cityloop.kernel.clock import now
from tests.support.small_city import bearer, position

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/assets"
EAST, PLACELESS = "11010103005000001", "11010003005000001"
X, Y = position(2.5, 1.5)
NEAR = f"/near?longitude={X}&latitude={Y}&radius_m=30"
OPERATIONS = ["/components", f"/components/{EAST}", NEAR, "/search?words=废物箱"]


def get(client: Client, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    response = client.get(f"{ROOT}{path}", headers=headers)
    return response.status_code, response.json()


@pytest.fixture(autouse=True)
def _inventory(small_city: None) -> None:
    load(DRAFTS)


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    assert get(client, path)[0] == 401


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_citizen_may_not_read_the_inventory(client: Client, path: str) -> None:
    assert get(client, path, bearer(Post.CITIZEN, at=now()))[0] == 403


@pytest.mark.parametrize("path", OPERATIONS)
@pytest.mark.parametrize("area", ["", "110101"])
def test_whoever_has_the_area_may_look(client: Client, path: str, area: str) -> None:
    assert get(client, path, bearer(Post.HANDLER, area, at=now()))[0] == 200


def test_somebody_of_another_area_sees_only_their_own(client: Client) -> None:
    headers = bearer(Post.HANDLER, "110102", at=now())

    assert [row["external_id"] for row in get(client, "/components", headers)[1]["items"]] == ["2"]
    assert get(client, NEAR, headers) == (200, [])
    assert get(client, f"/components/{EAST}", headers)[0] == 403
    assert get(client, f"/components/{PLACELESS}", headers)[0] == 403
    assert get(client, "/components?within=110101", headers)[0] == 403


def test_a_list_is_filtered_and_paged(client: Client) -> None:
    headers = bearer(Post.COLLECTOR, at=now())

    _, first = get(client, "/components?limit=3&class_code=03005&state=INTACT", headers)
    _, second = get(client, f"/components?limit=3&cursor={first['next']}", headers)

    codes = [row["code"] for page in (first, second) for row in page["items"]]
    assert codes == [PLACELESS, EAST, "11010103005000002", "11010203005000001"]
    assert second["next"] is None
    assert get(client, "/components?class_code=03006", headers)[1]["items"] == []
    assert get(client, "/components?state=LOST", headers)[1]["items"] == []


def test_one_component_is_told_whole(client: Client) -> None:
    _, body = get(client, f"/components/{EAST}", bearer(Post.COLLECTOR, at=now()))

    assert body["geometry"]["type"] == "Point"
    assert (body["code"], body["class_code"], body["grid_code"], body["state"]) == (
        EAST,
        "03005",
        "110101001001001",
        "INTACT",
    )


def test_components_are_found_by_the_beginning_of_a_code_or_part_of_a_name(client: Client) -> None:
    headers = bearer(Post.COLLECTOR, at=now())
    Component.objects.filter(code=EAST).update(name="柳巷垃圾箱")

    found = {
        words: [row["code"] for row in get(client, f"/search?words={words}", headers)[1]]
        for words in (EAST, EAST[:8], "柳巷", "巷垃圾", "垃圾", "1101019")
    }

    assert found == {
        EAST: [EAST],
        EAST[:8]: [EAST, "11010103005000002"],
        "柳巷": [EAST],
        "巷垃圾": [EAST],
        "垃圾": [],
        "1101019": [],
    }
    elsewhere = bearer(Post.HANDLER, "110102", at=now())
    assert get(client, f"/search?words={EAST}", elsewhere) == (200, [])


def test_of_each_name_one_component_is_found_and_none_that_is_gone(client: Client) -> None:
    headers = bearer(Post.COLLECTOR, at=now())
    Component.objects.update(name="柳巷路灯")
    Component.objects.filter(code=PLACELESS).update(state="REMOVED", valid_until=now())

    assert [row["code"] for row in get(client, "/search?words=柳巷", headers)[1]] == [EAST]


def test_a_search_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert find_components(words="1101")


def test_near_says_how_far(client: Client) -> None:
    _, body = get(client, NEAR, bearer(Post.COLLECTOR, at=now()))

    assert [(row["component"]["external_id"], round(row["distance_m"])) for row in body] == [("10", 0), ("9", 10)]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search?words=1", 422),
        ("/components/11010103005999999", 404),
        ("/components/abc", 422),
        ("/components?cursor=garbage", 422),
        ("/components?state=BROKEN", 422),
        (f"/near?longitude={X}&latitude=nan", 422),
        (f"/near?longitude={X}&latitude={Y}&radius_m=5001", 422),
        (f"/near?longitude={X}&latitude={Y}&limit=0", 422),
    ],
)
def test_what_is_not_there_or_not_right_gets_a_problem(client: Client, path: str, status: int) -> None:
    answer, body = get(client, path, bearer(Post.COLLECTOR, at=now()))

    assert (answer, body["status"]) == (status, status)
