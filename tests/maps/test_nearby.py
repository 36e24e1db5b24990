"""What is nearby."""

from typing import Any

import pytest
import shapely
from django.test import Client

from cityloop.assets.models import Component
from cityloop.maps.queries.nearby import DETOUR
from cityloop.places import api as places
from tests.maps.furnishing import add, spots
from tests.support.town import EAST_SPOT, FOUNDED, MONDAY_NINE, position

pytestmark = pytest.mark.usefixtures("walks")
X, Y = position(*EAST_SPOT)
HERE = f"/api/v1/nearby?longitude={X}&latitude={Y}"


def ask(client: Client, more: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{HERE}{more}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.fixture(autouse=True)
def _amenities(walks: Any) -> None:
    add("toilets", "03001", {"near": (4.9, 0.6), "far": (8.9, 0.6)})
    add("stops", "02004", {"1": (6.4, 0.6)})


def test_everybody_hears_what_is_nearby_in_the_order_of_the_walk(client: Client) -> None:
    found = ask(client)

    assert [(row["kind"], row["name"]) for row in found] == [
        ("bin", "bins1"), ("toilet", "toiletsnear"), ("station", "stops1"), ("toilet", "toiletsfar"),
    ]  # fmt: skip
    assert found[1]["distance_m"] == pytest.approx(50, abs=1)
    assert all(row["walk_m"] == pytest.approx(row["distance_m"] * DETOUR, abs=0.2) for row in found)


def test_a_kind_and_a_shorter_walk_narrow_it(client: Client) -> None:
    assert [row["name"] for row in ask(client, "&kind=toilet")] == ["toiletsnear", "toiletsfar"]
    assert [row["name"] for row in ask(client, "&kind=toilet&kind=station&walk_m=300")] == ["toiletsnear", "stops1"]
    assert [row["name"] for row in ask(client, "&limit=1")] == ["bins1"]


def test_it_reaches_a_kilometre_as_the_crow_flies_and_tells_the_walk_beside(client: Client) -> None:
    add("toilets", "03001", {"edge": (14.3, 0.6), "beyond": (14.5, 0.6)})

    (edge,) = [row for row in ask(client, "&kind=toilet") if row["distance_m"] > 500]

    assert edge["name"] == "toiletsedge"
    assert edge["distance_m"] == pytest.approx(990, abs=2)
    assert edge["walk_m"] == pytest.approx(990 * DETOUR, abs=3)


def test_what_is_gone_is_not_nearby(client: Client) -> None:
    Component.objects.filter(name="toiletsnear").update(state="ABANDONED")

    assert "toiletsnear" not in {row["name"] for row in ask(client)}


def test_places_are_nearby_too_and_each_thing_once(client: Client) -> None:
    spots("公厕", {"东湖公厕": (5.9, 0.6), "柳巷公厕": (4.95, 0.6)})
    spots("公交站", {"柳巷站": (6.45, 0.6)})
    spots("公园", {"小游园": (5.0, 0.6)})

    found = ask(client)

    assert [(row["kind"], row["name"]) for row in found] == [
        ("bin", "bins1"), ("toilet", "toiletsnear"), ("toilet", "东湖公厕"), ("station", "stops1"),
        ("toilet", "toiletsfar"),
    ]  # fmt: skip
    assert [len(row["code"]) for row in found] == [17, 17, 18, 17, 17]


def test_of_a_place_that_two_layers_know_one_is_told(client: Client) -> None:
    spots("公厕", {"东湖公厕": (5.9, 0.6)})
    other = places.PlaceLayer("地图", places.PlaceKind.POI)
    point = shapely.to_wkb(shapely.Point(*position(5.95, 0.6)))
    draft = places.PlaceDraft("9", "东湖公厕", point, category="公共厕所")
    places.import_places(layer=other, drafts=[draft], valid_from=FOUNDED, at=MONDAY_NINE)

    assert [row["name"] for row in ask(client, "&kind=toilet")] == ["toiletsnear", "东湖公厕", "toiletsfar"]


def test_what_the_inventory_knows_to_be_gone_no_place_brings_back(client: Client) -> None:
    spots("公厕", {"柳巷公厕": (4.95, 0.6)})
    Component.objects.filter(name="toiletsnear").update(state="ABANDONED")

    assert [row["name"] for row in ask(client, "&kind=toilet")] == ["toiletsfar"]


@pytest.mark.parametrize("more", ["&walk_m=1301", "&kind=bar", "&limit=0", "&walk_m=nan"])
def test_what_cannot_be_asked_is_refused(client: Client, more: str) -> None:
    assert client.get(f"{HERE}{more}").status_code == 422


def test_it_costs_one_query_and_the_counting_of_who_asks(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        ask(client)


def test_an_address_that_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.CITYLOOP_NEARBY_A_MINUTE = 2
    answers = [client.get(HERE) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "60"
    assert "Cache-Control" not in refused
    assert refused.json()["type"] == "urn:cityloop:problem:too-many-requests"
    assert client.get(HERE, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_behind_a_proxy_it_is_the_caller_who_is_counted(client: Client, settings: Any) -> None:
    settings.CITYLOOP_NEARBY_A_MINUTE, settings.CITYLOOP_PROXIES = 1, 1
    forwarded = ("192.0.2.1", "6.6.6.6, 192.0.2.1", "192.0.2.2")
    answers = [client.get(HERE, headers={"X-Forwarded-For": each}) for each in forwarded]

    assert [answer.status_code for answer in answers] == [200, 429, 200]
