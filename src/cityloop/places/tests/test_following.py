"""Places follow when their grid is replaced; what they were is recorded, and the list of places is another one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cityloop.access.api import system_actor
from cityloop.kernel import outbox
from cityloop.kernel.errors import BusyError
from cityloop.kernel.models import OutboxEvent
from cityloop.places import api
from cityloop.places.models import Gazetteer, Place, PlaceChange
from cityloop.places.tests import town
from cityloop.territory import api as territory
from tests.support.grids import CUT, FIRST, HOME, LATER, change_grids, decide, is_somebody_waiting, loose_ends
from tests.support.small_city import FOUNDED, NOON, found_city, position

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("tests")
FIFTH, SIXTH = f"{HOME}005", f"{HOME}006"
CUT_AGAIN = {"kind": "CUT", "grids": [FIFTH], "line": [position(1.9, 1.5), position(2.6, 1.5)]}


def add(at: Any = NOON) -> api.PlaceView:
    spot = {"type": "Point", "coordinates": list(position(2.2, 1.7))}
    return api.add_place(kind=api.PlaceKind.POI, geometry=spot, given={"name": "东湖驿站"}, actor=SYSTEM, at=at)


def of_standing(code: str | None) -> bool:
    return code in {grid.code for grid in territory.unit_grids(within=HOME, at=LATER + timedelta(days=9))}


def test_places_lie_in_the_new_grids_and_what_they_were_is_recorded() -> None:
    found_city()
    inside = [town.door("1号", 2.2, 1.5), town.door("2号", 2.8, 1.5), town.door("3号", 3.5, 1.5)]
    town.load(town.DOORS, inside)
    stamp = Gazetteer.objects.get().stamp

    told = change_grids(CUT)

    rows = dict(Place.objects.values_list("number", "grid__code"))
    assert {number: str(code)[-3:] for number, code in rows.items()} == {1: "005", 2: "006", 3: "002"}
    assert {change.before["grid_code"] for change in PlaceChange.objects.all()} == {FIRST}
    assert Gazetteer.objects.get().stamp != stamp
    assert loose_ends() == []
    api.follow_grids(told)
    assert PlaceChange.objects.count() == 2
    again = api.import_places(layer=town.DOORS, drafts=inside, valid_from=FOUNDED, at=LATER)
    assert (again.changed, again.unchanged) == (0, 3)


def test_news_that_comes_late_leads_to_grids_that_still_stand() -> None:
    found_city()
    first = change_grids(CUT)
    second = change_grids(CUT_AGAIN, at=LATER + timedelta(days=1))
    place = add()
    Place.objects.update(grid=FIRST)  # as it was before both

    api.follow_grids(second)
    api.follow_grids(first)

    assert of_standing(Place.objects.get().grid_id)
    assert Place.objects.get().grid_id == place.grid_code != FIFTH


def test_whoever_comes_with_an_hour_before_the_change_still_places_in_a_grid_that_stands() -> None:
    found_city()
    change_grids(CUT)

    added = add(at=LATER - timedelta(milliseconds=1))
    moved = api.change_place(
        code=added.code,
        version=1,
        given={"geometry": {"type": "Point", "coordinates": list(position(2.8, 1.5))}},
        actor=SYSTEM,
        at=LATER - timedelta(milliseconds=1),
    )
    api.import_places(layer=town.DOORS, drafts=[town.door("1号", 2.2, 1.5)], valid_from=FOUNDED, at=NOON)

    assert (added.grid_code, moved.grid_code) == (FIFTH, SIXTH)
    assert Place.objects.get(number=1).grid_id == FIFTH


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["add", "change", "import"])
def test_a_place_that_is_being_written_while_its_grid_is_replaced_follows(way: str) -> None:
    found_city()
    beside = api.PlaceDraft("1", "亭", town.point(3.5, 1.5))
    town.load(town.SPOTS, [beside])
    inside = {"geometry": {"type": "Point", "coordinates": list(position(2.2, 1.7))}}
    code = Place.objects.get().code
    ways: dict[str, Callable[[], object]] = {
        "add": add,
        "change": lambda: api.change_place(code=code, version=1, given=inside, actor=SYSTEM, at=NOON),
        "import": lambda: town.load(town.SPOTS, [api.PlaceDraft("2", "台", town.point(2.2, 1.7))]),
    }

    def replaced() -> None:
        try:
            change_grids(CUT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            ways[way]()
            change = threads.submit(replaced)
            while not (change.done() or is_somebody_waiting()):
                sleep(0.02)
            assert not change.done(), "it was heard of before what is being written is there"
        change.result(20)

    assert all(of_standing(grid) for grid in Place.objects.values_list("grid__code", flat=True))


@pytest.mark.django_db(transaction=True)
def test_news_of_grids_waits_for_who_places_and_holds_up_no_other_news() -> None:
    found_city()
    town.load(town.SPOTS, [api.PlaceDraft("1", "亭", town.point(2.2, 1.5))])
    outbox.relay(at=NOON)

    def replaced() -> list[str]:
        try:
            decide(CUT)
            outbox.relay(at=LATER)
            waiting = OutboxEvent.objects.filter(position=None, name__in=["GridsReplaced", "TerritoryChanged"])
            return list(waiting.values_list("name", flat=True))
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        territory.hold_ground()  # an import, which goes on for minutes
        assert threads.submit(replaced).result(20) == ["GridsReplaced"]
    outbox.relay(at=LATER + outbox.NOT_YET)

    assert not OutboxEvent.objects.filter(position=None).exists()
    assert of_standing(Place.objects.get().grid_id)


@pytest.mark.django_db(transaction=True)
def test_a_person_is_told_to_come_again_while_grids_are_followed() -> None:
    found_city()

    def tried() -> str:
        try:
            add()
        except BusyError as error:
            return error.slug
        finally:
            connections.close_all()
        return "added"

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        territory.await_placing()
        assert threads.submit(tried).result(20) == "busy"
    assert tried() == "added"


def test_places_are_locked_in_the_order_of_their_codes() -> None:
    found_city()
    town.load(town.SPOTS, town.SPOT_DRAFTS)
    with CaptureQueriesContext(connection) as asked:
        town.load(town.SPOTS, [api.PlaceDraft(draft.external_id, "新名", draft.geometry) for draft in town.SPOT_DRAFTS])
        change_grids(CUT)

    locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"] and 'FROM "places_place"' in query["sql"]]
    assert len(locks) == 2
    assert all('ORDER BY "places_place"."code" ASC' in lock for lock in locks)
