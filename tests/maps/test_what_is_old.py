"""What happens to a single thing makes old what shows it, and nothing else."""

from typing import Any

import pytest
import shapely
from django.test import Client

from cityloop.access.api import system_actor
from cityloop.assets import api as assets
from cityloop.assets.models import Component
from cityloop.cases.models import Case
from cityloop.kernel import outbox
from cityloop.maps import api
from cityloop.maps.domain.tiles import CELL_ZOOM, Tile, cells_under
from cityloop.maps.models import AreaTally, DueGrid, Edition
from cityloop.places import api as places
from tests.maps.furnishing import add
from tests.maps.tiles import get, read, tile_at
from tests.support.town import EAST_SPOT, MONDAY_NINE, WEST_SPOT, Town, position


@pytest.fixture
def lamp(walks: Any) -> str:
    return Component.objects.get(source_layer="lamps", external_id="1").code


def heard() -> None:
    outbox.relay(at=MONDAY_NINE)


def break_down(code: str) -> None:
    assets.change_state(
        code=code, state=assets.ComponentState.DAMAGED, actor=system_actor("tests"), at=MONDAY_NINE, reason="灯不亮"
    )
    heard()


def tags(client: Client, town: Town) -> dict[tuple[str, int], str]:
    layers = [each for each in api.LayerName if each is not api.LayerName.CASES]
    return {(layer, zoom): get(client, town, layer, zoom)["ETag"] for layer in layers for zoom in (10, 14, 17)}


def changed(before: dict[Any, str], after: dict[Any, str]) -> set[Any]:
    return {key for key in before if before[key] != after[key]}


def test_a_component_is_drawn_in_its_new_state(client: Client, town: Town, lamp: str) -> None:
    before = get(client, town, "components", 17)
    break_down(lamp)

    after = get(client, town, "components", 17)
    assert after["ETag"] != before["ETag"]
    assert {row["state"] for row in read(after)["components"] if row["code"] == lamp} == {"damaged"}


def test_what_happens_to_one_component_makes_only_tiles_of_components_old(
    client: Client, town: Town, lamp: str
) -> None:
    before, edition = tags(client, town), Edition.objects.get()
    break_down(lamp)

    assert changed(before, tags(client, town)) == {("components", 17)}
    assert api.tally()
    counts = {("components", 10), ("components", 14), ("places", 10), ("places", 14)}
    assert changed(before, tags(client, town)) == counts | {("components", 17)}
    assert (Edition.objects.get().stamp, Edition.objects.get().tally_stamp) == (edition.stamp, edition.tally_stamp)


def test_tiles_elsewhere_stay_as_they_are(client: Client, town: Town, lamp: str) -> None:
    far = (EAST_SPOT[0] + 60, EAST_SPOT[1])
    before = {zoom: get(client, town, "components", zoom, spot=far)["ETag"] for zoom in (14, 17)}
    break_down(lamp)
    api.tally()

    assert {zoom: get(client, town, "components", zoom, spot=far)["ETag"] for zoom in (14, 17)} == before


def test_single_changes_are_counted_as_counting_everything_would(client: Client, town: Town, lamp: str) -> None:
    def counted() -> list[Any]:
        return list(AreaTally.objects.order_by("code").values_list("code", "grids", "components", "faulty", "places"))

    before = counted()
    break_down(lamp)
    add("posts", "01001", {"1": WEST_SPOT})
    street = places.places(words="柳巷")[0]
    moved = {"type": "LineString", "coordinates": [position(0.3, 1.5), position(8.8, 1.5)]}
    places.change_place(
        code=street.code, version=1, given={"geometry": moved}, actor=town["administrator"], at=MONDAY_NINE
    )
    heard()

    assert api.tally()
    singly = counted()
    assert not api.tally()
    assert api.tally(anyway=True)
    assert counted() == singly != before
    assert not DueGrid.objects.exists()


def test_a_component_that_moves_is_gone_from_where_it_was(client: Client, town: Town, walks: Any) -> None:
    west = (EAST_SPOT[0] - 60, EAST_SPOT[1])  # in another square of ground
    add("posts", "01001", {"1": EAST_SPOT})
    heard()
    before = get(client, town, "components", 17)
    edition = Edition.objects.get().stamp
    add_at(position(*west))
    heard()

    after = get(client, town, "components", 17)
    assert "posts1" in {row["name"] for row in read(before)["components"]}
    assert "posts1" not in {row["name"] for row in read(after)["components"]}
    assert Edition.objects.get().stamp == edition


def add_at(spot: tuple[float, float]) -> None:
    draft = assets.ComponentDraft(external_id="1", name="posts1", geometry=shapely.to_wkb(shapely.Point(*spot)))
    layer = assets.ComponentLayer(name="posts", class_edition="2026", class_code="01001")
    assets.import_components(layer=layer, drafts=[draft], valid_from=MONDAY_NINE, at=MONDAY_NINE)


def test_many_components_at_once_make_all_tiles_of_components_old(client: Client, town: Town, walks: Any) -> None:
    edition = Edition.objects.get().stamp
    add("posts", "01001", {str(number): (4 + number / 100, 0.6) for number in range(30)})
    heard()

    assert Edition.objects.get().stamp != edition


def test_what_changes_while_it_is_counted_is_counted_again(walks: Any) -> None:
    api.note_change()
    number = Edition.objects.get().change_number
    api.note_change()

    assert Edition.objects.get().change_number == number + 1
    assert api.tally()
    assert Edition.objects.get().is_tallied
    api.note_places()
    assert not Edition.objects.get().is_tallied


def test_open_cases_of_a_grid_that_has_ended_are_counted_where_they_are(client: Client, town: Town, walks: Any) -> None:
    case = Case.objects.get(pk=walks["open"].id)
    before = read(get(client, town, "cases", 14))["case_counts"]
    AreaTally.objects.filter(code=case.grid_code).delete()  # what a grid of no things is, once it has ended
    api.note_case(case_id=case.pk)

    after = read(get(client, town, "cases", 14))["case_counts"]
    assert [(row["code"], row["count"]) for row in after] == [(row["code"], row["count"]) for row in before]
    assert case.grid_code in {row["code"] for row in after}


def test_the_cells_under_a_box_are_those_of_its_corners() -> None:
    longitude, latitude = position(*EAST_SPOT)
    x, y = tile_at(CELL_ZOOM).x, tile_at(CELL_ZOOM).y

    assert list(cells_under(longitude, latitude, longitude, latitude)) == [Tile(CELL_ZOOM, x, y)]
    wide = list(cells_under(longitude, latitude, longitude + 360 / 2**CELL_ZOOM, latitude))
    assert wide == [Tile(CELL_ZOOM, x, y), Tile(CELL_ZOOM, x + 1, y)]
    assert len(list(cells_under(-180, -90, -180, 90))) == 2**CELL_ZOOM
