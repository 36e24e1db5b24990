"""Places corrected by hand: what changes, what is kept of before, and what is refused and changes nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cityloop.access import api as access
from cityloop.access.api import audit_entries, system_actor
from cityloop.kernel.errors import InvalidInputError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.models import OutboxEvent
from cityloop.kernel.tables import BadTableError, write_csv
from cityloop.places import api
from cityloop.places.models import Place, PlaceChange, PlaceSequence
from cityloop.places.tests import town
from tests.support.small_city import NOON, position

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("tests")
LATER = NOON + timedelta(hours=1)
HOSPITAL, ROAD = "110101001060000001", "人民路"
POI, DOORPLATE = api.PlaceKind.POI, api.PlaceKind.DOORPLATE


@pytest.fixture(autouse=True)
def _places() -> None:
    town.found_places()


def point(east: float, north: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(position(east, north))}


def add(kind: api.PlaceKind = POI, geometry: Any = None, **given: Any) -> api.PlaceView:
    drawn = geometry or point(2.5, 1.5)
    return api.add_place(kind=kind, geometry=drawn, given=given, actor=SYSTEM, at=LATER)


def change(code: str = HOSPITAL, version: int = 1, **given: Any) -> api.PlaceView:
    return api.change_place(code=code, version=version, given=given, actor=SYSTEM, at=LATER)


def everything() -> list[list[dict[str, Any]]]:
    tables = (Place, PlaceChange, PlaceSequence, OutboxEvent)
    return [[{"actions": noted()}], *([dict(row) for row in model.objects.order_by("pk").values()] for model in tables)]


def noted() -> list[tuple[str, str]]:
    return [(entry.action, entry.subject) for entry in audit_entries(before=None, subject=None, limit=1000)]


def test_a_place_that_was_added_has_a_code_and_is_found() -> None:
    added = add(name="东湖驿站", aliases=["城管驿站"], category="驿站")

    assert (added.code[:11], added.version, added.grid_code is not None) == ("11010100106", 1, True)
    assert api.geocode("城管驿站").candidates[0].code == added.code
    assert ("places.add_place", f"place:{added.code}") in noted()
    assert OutboxEvent.objects.filter(name__contains="PlaceAdded").exists()


def test_a_door_plate_that_was_added_hangs_on_its_road() -> None:
    added = add(DOORPLATE, point(2.6, 0.9), road=ROAD, number="16号")

    assert (added.name, added.road_code) == ("人民路16号", Place.objects.get(name=ROAD).code)
    best = api.geocode("人民路16号").best
    assert best
    assert (best.code, best.precision) == (added.code, api.Precision.DOOR)


def test_what_a_place_was_stays_in_its_history_and_under_its_old_name() -> None:
    changed = change(name="测试市中心医院", geometry=point(0.5, 1.5))

    assert (changed.code, changed.version, changed.former_names) == (HOSPITAL, 2, ("测试市第一人民医院",))
    assert (changed.grid_code or "")[:6] == "110102"
    (before,) = changed.history
    assert (before.changed_at, before.before["name"]) == (LATER, "测试市第一人民医院")
    found = api.geocode("测试市第一人民医院").best
    assert found
    assert (found.label, found.code) == ("测试市中心医院", HOSPITAL)


def test_what_is_left_out_stays_and_saying_the_same_changes_nothing() -> None:
    changed = change(aliases=["市一院", "市一医院"])
    before = everything()

    assert (changed.name, changed.category, changed.aliases) == ("测试市第一人民医院", "医院", ("市一院", "市一医院"))
    assert change(version=2, aliases=["市一院", "市一医院"]).version == 2
    assert everything() == before


def test_a_correction_stands_until_the_layer_says_something_else() -> None:
    change(aliases=["市一院"])
    town.load(town.SPOTS, town.SPOT_DRAFTS)
    stands = api.place(HOSPITAL)
    town.load(town.SPOTS, [replace(town.SPOT_DRAFTS[0], category="综合医院")])
    follows = api.place(HOSPITAL)

    assert stands
    assert follows
    assert (stands.aliases, stands.version) == (("市一院",), 2)
    assert (follows.aliases, follows.category, follows.version) == (("市一医院",), "综合医院", 3)


def test_a_correction_across_a_border_stands_while_the_layer_says_the_same() -> None:
    moved = change(geometry=point(0.5, 1.5), aliases=["市一院"])

    again = town.load(town.SPOTS, town.SPOT_DRAFTS)

    stands = api.place(HOSPITAL)
    assert stands
    assert (again.changed, again.unchanged, stands.version) == (0, len(town.SPOT_DRAFTS), 2)
    assert (stands.longitude, stands.grid_code, stands.aliases) == (moved.longitude, moved.grid_code, ("市一院",))


def test_a_nearer_road_takes_the_doors_and_leaves_their_corrections() -> None:
    door = Place.objects.get(name="人民路22号")
    change(door.code, aliases=["老粮站"])
    line = {"type": "LineString", "coordinates": [list(position(3.4, 0.9)), list(position(3.6, 0.9))]}
    nearer = add(api.PlaceKind.ROAD, line, name=ROAD)

    first, second = (town.load(town.DOORS, town.DOOR_DRAFTS) for _ in range(2))

    door.refresh_from_db()
    assert (door.road_id, door.aliases, door.number) == (nearer.code, ["老粮站"], 22)
    assert first.changed == Place.objects.filter(road__code=nearer.code).count() > 0
    assert (second.changed, second.unchanged) == (0, len(town.DOOR_DRAFTS))


def test_doors_keep_their_road_when_it_gets_another_name() -> None:
    change(Place.objects.get(name=ROAD).code, name="人民大道")
    before = everything()

    assert town.load(town.DOORS, town.DOOR_DRAFTS).changed == 0
    assert everything() == before


def test_a_place_ends_even_in_the_moment_it_began() -> None:
    added = add(name="东湖驿站")

    ended = api.end_place(code=added.code, version=1, actor=SYSTEM, at=LATER)

    assert ended.valid_until is not None
    assert ended.valid_until > ended.valid_from
    assert api.geocode("东湖驿站").best is None


LINE = {"type": "LineString", "coordinates": [list(position(1.0, 1.0)), list(position(2.0, 1.0))]}
BOW = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


@pytest.mark.parametrize(
    ("kind", "geometry", "given"),
    [
        (POI, None, {}),
        (POI, None, {"name": "。"}),
        (DOORPLATE, None, {"road": ROAD}),
        (DOORPLATE, None, {"number": "5号"}),
        (POI, LINE, {"name": "x"}),
        (api.PlaceKind.ROAD, None, {"name": "新路"}),
        (api.PlaceKind.QUARTER, BOW, {"name": "x"}),
        (POI, {"type": "Point", "coordinates": [400, 0]}, {"name": "x"}),
        (POI, {"type": "Point", "coordinates": []}, {"name": "x"}),
        (POI, {"type": "Nonsense", "coordinates": [1, 1]}, {"name": "x"}),
        (POI, {"type": "Point", "coordinates": ["a", None]}, {"name": "x"}),
    ],
)
def test_what_is_no_place_is_refused(kind: api.PlaceKind, geometry: Any, given: dict[str, str]) -> None:
    before = everything()

    with pytest.raises(InvalidInputError):
        add(kind, geometry, **given)

    assert everything() == before


def test_who_did_not_see_the_newest_is_told_and_an_ended_one_does_not_change() -> None:
    change(category="综合医院")
    with pytest.raises(StaleVersionError):
        change(category="诊所")
    api.end_place(code=HOSPITAL, version=2, actor=SYSTEM, at=LATER)
    before = everything()

    with pytest.raises(RefusedError, match="has ended"):
        change(version=3, category="诊所")

    assert everything() == before


def test_nobody_changes_places_of_another_area() -> None:
    west = replace(SYSTEM, area_code="110102")
    before = everything()

    for given in ({"name": "x"}, {"geometry": point(0.5, 1.5)}):
        with pytest.raises(NotPermittedError):
            api.change_place(code=HOSPITAL, version=1, given=given, actor=west, at=LATER)
    with pytest.raises(NotPermittedError):
        api.add_place(kind=POI, geometry=point(4.0, 1.0), given={"name": "x"}, actor=west, at=LATER)
    with pytest.raises(NotPermittedError):
        api.take_in_places(layer=town.SPOTS, content=b"", actor=west, at=LATER)

    assert everything() == before


COLUMNS = ("external_id", "name", "longitude", "latitude", "aliases", "category", "road", "number")
TOILETS = api.PlaceLayer("公厕表", POI, "普查")


def table(*rows: tuple[object, ...]) -> bytes:
    return write_csv(COLUMNS, rows)


def test_a_table_comes_in_whole_and_twice_changes_nothing() -> None:
    content = table(
        ("a", "东湖公厕", *position(2.5, 1.5), "湖边厕所、东湖洗手间", "公厕"), ("b", "西湖公厕", *position(0.5, 0.5))
    )

    first = api.take_in_places(layer=TOILETS, content=content, actor=SYSTEM, at=LATER)
    again = api.take_in_places(layer=TOILETS, content=content, actor=SYSTEM, at=LATER)

    assert (first.added, again.added, again.changed, again.unchanged) == (2, 0, 0, 2)
    found = api.geocode("东湖洗手间").best
    assert found
    assert found.label == "东湖公厕"
    assert [action for action, _ in noted()].count("places.import_places") == 2


def test_a_table_that_cannot_be_put_on_record_does_not_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def full(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(access, "audit", full)
    with pytest.raises(RuntimeError):
        api.take_in_places(layer=TOILETS, content=table(("a", "东湖公厕", *position(2.5, 1.5))), actor=SYSTEM, at=LATER)

    assert everything() == before


def test_everything_wrong_with_a_table_is_told_and_nothing_comes_in() -> None:
    before = everything()
    content = table(("a", "", "x", 100), ("", "西湖公厕", *position(0.5, 0.5)))

    with pytest.raises(BadTableError) as refused:
        api.take_in_places(layer=TOILETS, content=content, actor=SYSTEM, at=LATER)
    with pytest.raises(InvalidInputError, match="middle line"):
        api.take_in_places(layer=town.ROADS, content=table(), actor=SYSTEM, at=LATER)

    assert [(fault["line"], fault["column"]) for fault in refused.value.facts["faults"]] == [
        (2, "longitude"), (2, "latitude"), (2, "name"), (3, "external_id"),
    ]  # fmt: skip
    assert everything() == before
