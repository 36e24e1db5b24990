"""Tiles of open cases are kept while they would look the same, and for nobody who may not see what is in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityloop.cases.models import Case
from cityloop.cases.tests.factories import Walk
from cityloop.kernel import outbox
from cityloop.maps import api
from cityloop.maps.domain.tiles import CELL_ZOOM, Tile
from cityloop.maps.models import CaseStamp
from cityloop.maps.queries.case_tiles import KEPT_S
from tests.maps.tiles import get, read, tile_at
from tests.support.town import EAST_SPOT, MONDAY_NINE, WEST_SPOT, Town

ZOOMS = [7, 10, 12, 14, 16, 18]
TUESDAY_NINE = MONDAY_NINE + timedelta(days=1)
EVERYBODY = (
    "leader", "acceptor", "acceptor_west", "dispatcher_west", "handler", "handler_below", "handler_other",
    "collector_a", "collector_b", "collector_west",
)  # fmt: skip
SOON = timedelta(milliseconds=1)


@contextmanager
def drawing(*, expected: bool) -> Iterator[None]:
    """Hold that a tile is drawn within, or is not."""
    with CaptureQueriesContext(connection) as queries:
        yield
    assert any("ST_AsMVT" in query["sql"] for query in queries) is expected


@contextmanager
def later(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_tile_of_cases_is_drawn_once(client: Client, town: Town, walks: Any, zoom: int) -> None:
    with drawing(expected=True):
        first = get(client, town, "cases", zoom)
    with drawing(expected=False):
        again = get(client, town, "cases", zoom)
    with drawing(expected=False):
        known = get(client, town, "cases", zoom, **{"If-None-Match": first["ETag"]})

    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert (known.status_code, known["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize("zoom", ZOOMS)
def test_nobody_gets_the_tile_of_another(client: Client, town: Town, walks: Any, zoom: int) -> None:
    """Whoever comes first, each sees what they would see if nothing were kept."""
    spots = (EAST_SPOT, WEST_SPOT)
    alone = {}
    for who in EVERYBODY:
        for spot in spots:
            caches["tiles"].clear()
            alone[who, spot] = one(client, town, zoom, who, spot)
    assert len({content for content, _ in alone.values()}) > 2
    caches["tiles"].clear()

    for order in (EVERYBODY, EVERYBODY[::-1]):
        assert {(who, spot): one(client, town, zoom, who, spot) for who in order for spot in spots} == alone


def one(client: Client, town: Town, zoom: int, who: str, spot: tuple[float, float]) -> tuple[bytes, str]:
    answer = get(client, town, "cases", zoom, who, spot)
    return answer.content, answer.get("ETag", str(answer.status_code))


def test_those_who_see_the_same_cases_share_a_tile(client: Client, town: Town, walks: Any) -> None:
    get(client, town, "cases", 16, "leader")

    with drawing(expected=False):
        get(client, town, "cases", 16, "shift_leader")
    with drawing(expected=True):
        get(client, town, "cases", 16, "acceptor_west")


def test_a_kept_tile_is_refused_to_who_may_read_no_cases(client: Client, town: Town, walks: Any) -> None:
    assert get(client, town, "cases", 16, "leader").status_code == 200
    assert get(client, town, "cases", 16, "administrator").status_code == 403


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_tile_is_old_when_a_case_comes_moves_and_goes(client: Client, town: Town, walks: Any, zoom: int) -> None:
    def shown() -> tuple[bytes, str]:
        outbox.relay(at=TUESDAY_NINE)
        return one(client, town, zoom, "leader", EAST_SPOT)

    seen = [shown()]
    walk = Walk(town, f"new {zoom}", at=TUESDAY_NINE)
    seen.append(shown())
    walk.go("acceptor", "submit")
    seen.append(shown())
    walk.go("shift_leader", "send_back", opinion="请补充")
    seen.append(shown())
    walk.refuse()
    seen.append(shown())

    assert seen[0] == seen[-1]
    assert seen[1] != seen[0]
    if zoom >= 15:
        assert seen[2] not in seen[:2]
        assert seen[3] == seen[1]


def test_what_happens_elsewhere_leaves_a_tile_as_it_is(client: Client, town: Town, walks: Any) -> None:
    for zoom in ZOOMS:
        get(client, town, "cases", zoom)
    CaseStamp.objects.bulk_create([CaseStamp(place=place, stamp=uuid4()) for place in ("999999001", "0/0")])

    for zoom in ZOOMS:
        with drawing(expected=False):
            get(client, town, "cases", zoom)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_a_lamp_that_changes_makes_the_tile_old_at_once(client: Client, town: Town, walks: Any, zoom: int) -> None:
    walk = Walk(town, f"lamp {zoom}", at=TUESDAY_NINE)
    case = Case.objects.get(pk=walk.id)
    assert case.warn_at
    assert case.due_at

    def lamp(at: datetime) -> tuple[Any, str]:
        with later(at):
            answer = get(client, town, "cases", zoom)
        found = read(answer)
        if zoom >= 15:
            return next(row["lamp"] for row in found["cases"] if row["id"] == str(walk.id)), answer["ETag"]
        return max((row["yellow"], row["red"]) for row in found["case_counts"]), answer["ETag"]

    moments = [case.warn_at, case.warn_at + SOON, case.due_at, case.due_at + SOON]
    (green, g), (yellow, y), (still, s), (red, r) = [lamp(at) for at in moments]

    assert yellow == still
    assert len({green, yellow, red}) == 3
    assert y == s
    assert len({g, y, r}) == 3


@pytest.mark.parametrize("zoom", ZOOMS)
def test_what_nobody_told_is_seen_after_a_minute(client: Client, town: Town, walks: Any, zoom: int) -> None:
    before = read(get(client, town, "cases", zoom))
    Walk(town, f"untold {zoom}", at=TUESDAY_NINE)  # the relay is down

    with later(TUESDAY_NINE + timedelta(seconds=KEPT_S + 1)):
        after = read(get(client, town, "cases", zoom))
    assert counted(after) == counted(before) + 1


def counted(found: dict[str, list[dict[str, Any]]]) -> int:
    return sum(row["count"] for row in found.get("case_counts", ())) + len(found.get("cases", ()))


def test_a_clock_that_was_set_back_shows_no_lamp_of_the_future(client: Client, town: Town, walks: Any) -> None:
    walk = Walk(town, "back", at=TUESDAY_NINE)
    due = Case.objects.get(pk=walk.id).due_at
    assert due
    with later(due + SOON):
        get(client, town, "cases", 16)
    with later(due - timedelta(minutes=14)):
        found = read(get(client, town, "cases", 16))["cases"]

    assert next(row["lamp"] for row in found if row["id"] == str(walk.id)) == "green"


def test_counts_are_old_once_the_areas_were_counted_anew(client: Client, town: Town, walks: Any) -> None:
    for zoom in ZOOMS:
        get(client, town, "cases", zoom)
    api.tally(anyway=True)

    for zoom in ZOOMS:
        with drawing(expected=zoom < 15):
            get(client, town, "cases", zoom)


def test_a_change_is_noted_once_however_often_it_is_told(client: Client, town: Town, walks: Any) -> None:
    api.note_case(case_id=walks["open"].id)
    rows = CaseStamp.objects.count()
    api.note_case(case_id=walks["open"].id)

    assert CaseStamp.objects.count() == rows
    x, y = (getattr(tile_at(CELL_ZOOM, EAST_SPOT), axis) for axis in "xy")
    street = Case.objects.get(pk=walks["open"].id).grid_code[:9]
    assert CaseStamp.objects.filter(place__in=[f"{x}/{y}", street]).count() == 2


def test_the_cells_of_a_tile_hold_its_margin_too() -> None:
    inner, edge, corner = Tile(18, 16 * 5 + 3, 16 * 7 + 3), Tile(18, 16 * 5, 16 * 7 + 3), Tile(16, 4 * 5, 4 * 7)

    assert list(inner.cells()) == [Tile(14, 5, 7)]
    assert list(edge.cells()) == [Tile(14, 4, 7), Tile(14, 5, 7)]
    assert len(list(corner.cells())) == 4
    assert list(Tile(15, 0, 0).cells()) == [Tile(14, 0, 0)]
    assert list(Tile(15, 2**15 - 1, 2**15 - 1).cells()) == [Tile(14, 2**14 - 1, 2**14 - 1)]
