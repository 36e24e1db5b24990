from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.db import IntegrityError, transaction

from cityloop.access.api import system_actor
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.places import api
from cityloop.places.models import Place, PlaceChange, PlaceSequence
from cityloop.places.tests import town
from tests.support.small_city import NOON, found_city, position

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("tests")


def everything() -> list[list[dict[str, Any]]]:
    return [
        [dict(row) for row in model.objects.order_by("pk").values()] for model in (Place, PlaceChange, PlaceSequence)
    ]


def test_places_get_codes_by_street_layer_and_number() -> None:
    town.found_places()

    assert (
        dict(Place.objects.filter(kind="DOORPLATE").values_list("name", "code"))["人民路12号"] == "110102001050000003"
    )
    assert Place.objects.get(name="人民路22号").code == "110101001050000002"
    assert Place.objects.get(name="测试市第一人民医院").code == "110101001060000001"
    assert Place.objects.get(name="和平小区").code == "110101001030000001"


def test_a_door_plate_hangs_on_its_road_and_has_a_number_to_order_by() -> None:
    town.found_places()

    rows = Place.objects.filter(kind="DOORPLATE").values_list("number_text", "number", "number_tail", "road__name")
    assert set(rows) >= {("12-3号", 12, "3", "人民路"), ("361弄5号", 361, "5弄", "人民路")}


def test_a_door_on_an_unknown_road_is_kept_and_counted() -> None:
    found_city()

    stored = town.load(town.DOORS, [town.door("5号", 1.0, 1.0, on="无名路"), town.door("6号", 50.0, 1.0, on="无名路")])

    assert (stored.added, stored.roadless, stored.unplaced) == (2, 2, 1)
    assert Place.objects.get(number=6).code == "110100000050000001"
    assert api.geocode("无名路5号").candidates[0].precision is api.Precision.DOOR


def test_importing_the_same_again_changes_nothing() -> None:
    town.found_places()
    before = (everything(), OutboxEvent.objects.count())

    stored = town.load(town.DOORS, list(reversed(town.DOOR_DRAFTS)))

    assert (stored.added, stored.changed, stored.unchanged) == (0, 0, len(town.DOOR_DRAFTS))
    assert before == (everything(), OutboxEvent.objects.count())


def test_what_a_place_was_is_recorded_and_its_old_name_still_finds_it() -> None:
    town.found_places()
    renamed = replace(town.SPOT_DRAFTS[0], name="测试市中心医院", aliases=())

    stored = town.load(town.SPOTS, [renamed])

    assert (stored.changed, stored.missing) == (1, 3)
    view = api.place("110101001060000001")
    assert view is not None
    assert (view.name, view.former_names) == ("测试市中心医院", ("测试市第一人民医院",))
    assert [change.before["aliases"] for change in view.history] == [["市一医院"]]
    assert api.geocode("测试市第一人民医院").candidates[0].label == "测试市中心医院"


def test_an_ended_place_is_found_no_more_and_its_code_is_never_given_again() -> None:
    town.found_places()
    code = Place.objects.get(name="解放路公厕").code

    api.end_place(code=code, version=1, actor=SYSTEM, at=NOON)
    town.load(town.SPOTS, town.SPOT_DRAFTS)

    ended = api.place(code)
    assert ended is not None
    assert ended.valid_until == NOON
    assert Place.objects.get(name="解放路公厕", valid_until=None).code == "110101001060000003"
    with pytest.raises(RefusedError, match="has ended"):
        api.end_place(code=code, version=2, actor=SYSTEM, at=NOON + timedelta(days=1))
    with pytest.raises(NotFoundError):
        api.end_place(code="110101001060009999", version=1, actor=SYSTEM, at=NOON)


def test_a_road_with_doors_on_it_does_not_end() -> None:
    town.found_places()

    with pytest.raises(RefusedError, match="Door plates hang on the place"):
        api.end_place(code=Place.objects.get(name="人民路").code, version=1, actor=SYSTEM, at=NOON)


@pytest.mark.parametrize(
    ("layer", "drafts", "why"),
    [
        (town.SPOTS, [town.SPOT_DRAFTS[0]] * 2, "comes more than once"),
        (town.SPOTS, [replace(town.SPOT_DRAFTS[0], name=" ")], "lacks an id, a name"),
        (town.DOORS, [replace(town.DOOR_DRAFTS[0], number="")], "lacks an id, a name, a road or a number"),
        (town.SPOTS, [replace(town.SPOT_DRAFTS[0], geometry=shapely.to_wkb(shapely.Point()))], "empty geometry"),
    ],
)
def test_a_bad_layer_is_refused_whole(layer: api.PlaceLayer, drafts: list[api.PlaceDraft], why: str) -> None:
    found_city()

    with pytest.raises(InvalidInputError, match=why):
        town.load(layer, drafts)

    assert everything() == [[], [], []]


def test_a_layer_keeps_its_kind() -> None:
    town.found_places()

    with pytest.raises(RefusedError, match="cannot become"):
        town.load(replace(town.SPOTS, kind=api.PlaceKind.QUARTER), town.SPOT_DRAFTS)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"code": "11010100105000001"}, "place_code_form"),
        ({"kind": "HOLE"}, "place_kind_known"),
        ({"valid_until": NOON - timedelta(days=900)}, "place_ends_after_start"),
        ({"kind": "POI", "number": 5}, "place_only_doors_have_roads"),
    ],
)
def test_the_table_refuses_nonsense(values: dict[str, Any], constraint: str) -> None:
    found_city()
    town.load(town.ROADS, town.ROAD_DRAFTS[:1])

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Place.objects.update(**values)


def test_the_point_of_a_road_lies_on_it() -> None:
    found_city()
    town.load(town.ROADS, town.ROAD_DRAFTS[:1])

    assert Place.objects.get().position.y == pytest.approx(position(3.0, 1.0)[1], abs=1e-6)
