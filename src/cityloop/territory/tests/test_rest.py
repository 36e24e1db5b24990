from typing import Any

import pytest
from django.test import Client

from cityloop.access.api import Post
from cityloop.kernel.clock import now
from cityloop.territory.api import named_places
from tests.support.small_city import NOON, bearer, found_city, position

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/territory"
SPOT = dict(zip(("longitude", "latitude"), position(2.5, 1.5), strict=True))
OPERATIONS = [
    "/city",
    "/divisions",
    "/places?words=社区",
    "/divisions/110101",
    "/divisions/110101/geometry",
    "/unit-grids?within=110101",
    "/unit-grids/110101001001001",
    "/duty-grids?within=110101",
    f"/locate?longitude={SPOT['longitude']}&latitude={SPOT['latitude']}",
]
BOUND_TO_AREA = [path for path in OPERATIONS if "grids" in path or "locate" in path]


def get(client: Client, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    response = client.get(f"{ROOT}{path}", headers=headers)
    return response.status_code, response.json()


@pytest.mark.parametrize("path", OPERATIONS)
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    found_city()

    assert get(client, path)[0] == 401


@pytest.mark.parametrize("path", OPERATIONS)
@pytest.mark.parametrize("area", ["", "110101", "110101001001"])
def test_whoever_has_the_area_may_look(client: Client, path: str, area: str) -> None:
    found_city()

    assert get(client, path, bearer(Post.COLLECTOR, area, at=now()))[0] == 200


@pytest.mark.parametrize("path", BOUND_TO_AREA)
def test_somebody_of_another_area_may_not(client: Client, path: str) -> None:
    found_city()

    status, body = get(client, path, bearer(Post.HANDLER, "110102", at=now()))

    assert (status, body["type"]) == (403, "urn:cityloop:problem:not-permitted")


def test_a_list_is_narrowed_to_the_callers_area_and_paged(client: Client) -> None:
    found_city()
    headers = bearer(Post.COLLECTOR, "110101001002", at=now())

    _, first = get(client, "/unit-grids?limit=3", headers)
    _, second = get(client, f"/unit-grids?limit=3&cursor={first['next']}&include=geometry", headers)

    codes = [grid["code"] for page in (first, second) for grid in page["items"]]
    assert codes == [f"110101001002{number:03d}" for number in range(1, 5)]
    assert second["next"] is None
    assert "geometry" not in first["items"][0] or first["items"][0]["geometry"] is None
    assert second["items"][0]["geometry"]["type"] == "Polygon"


def test_a_place_is_named(client: Client) -> None:
    found_city()

    _, place = get(client, OPERATIONS[-1], bearer(Post.ACCEPTOR, at=now()))

    assert place == {
        "grid_code": "110101001001001",
        "community_code": "110101001001",
        "street_code": "110101001",
        "district_code": "110101",
        "area_level": "A",
        "duty_grid_code": "110101001001001",
        "names": {"110101": "东区", "110101001": "东街道", "110101001001": "社区001"},
    }


def test_a_place_is_found_by_its_name_the_larger_first(client: Client) -> None:
    found_city()
    headers = bearer(Post.ACCEPTOR, at=now())

    _, streets = get(client, "/places?words=街道", headers)
    _, communities = get(client, "/places?words=社区001", headers)

    assert [(row["level"], row["label"]) for row in streets] == [("STREET", "东区 东街道"), ("STREET", "西区 西街道")]
    assert [row["label"] for row in communities] == ["东区 东街道 社区001", "西区 西街道 社区001"]
    spot = "&".join(f"{name}={communities[1][name]}" for name in ("longitude", "latitude"))
    assert get(client, f"/locate?{spot}", headers)[1]["community_code"] == communities[1]["code"]
    assert get(client, "/places?words=测试市", headers)[1] == [], "the whole city is no place"


def test_places_cost_two_queries(django_assert_num_queries: Any) -> None:
    found_city()

    with django_assert_num_queries(2):
        assert len(named_places("社区", at=NOON)) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/places?words=东", 422),
        ("/divisions/119999", 404),
        ("/divisions/119999/geometry", 404),
        ("/unit-grids/110101001001999", 404),
        ("/locate?longitude=0&latitude=0", 404),
        ("/locate?longitude=nan&latitude=0", 422),
        ("/locate?longitude=181&latitude=0", 422),
        ("/locate?longitude=1&latitude=1&tolerance_m=501", 422),
        ("/unit-grids?cursor=garbage", 422),
        ("/unit-grids?within=abc", 422),
        ("/unit-grids/%00", 422),
        ("/divisions?level=VILLAGE", 422),
    ],
)
def test_what_is_not_there_or_not_right_gets_a_problem(client: Client, path: str, status: int) -> None:
    found_city()

    answer, body = get(client, path, bearer(Post.ACCEPTOR, at=now()))

    assert (answer, body["status"]) == (status, status)


def test_before_a_city_is_loaded_there_is_none(client: Client) -> None:
    assert get(client, "/city", bearer(Post.ADMINISTRATOR, at=now()))[0] == 404
