"""Components follow when their grid is replaced, and the past still finds the grid of its time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import sleep

import pytest
import shapely
from django.db import connections, transaction

from cityloop.assets import api
from cityloop.assets.models import Component
from cityloop.assets.tests.files import ACTOR, RULES, load_classes, row, take_in, write
from cityloop.territory import api as territory
from tests.support.grids import CUT, FIRST, HOME, LATER, SECOND, change_grids, is_somebody_waiting, loose_ends
from tests.support.small_city import FOUNDED, NOON, found_city, position

pytestmark = pytest.mark.django_db
SPOTS = {"1": (2.2, 1.5), "2": (2.8, 1.5), "3": (3.5, 1.5), "4": (2.4, 2.05)}  # the last one beside the ground
LAMPS = api.ComponentLayer(name="lamps", class_edition="2026", class_code="01027")


def load(at: datetime = NOON) -> api.Imported:
    points = {key: shapely.to_wkb(shapely.Point(*position(*spot))) for key, spot in SPOTS.items()}
    drafts = [api.ComponentDraft(key, f"路灯{key}", point) for key, point in points.items()]
    return api.import_components(layer=LAMPS, drafts=drafts, valid_from=FOUNDED, at=at, tolerance_m=10)


def grids() -> dict[str, str]:
    return {row.external_id: str(row.grid_id)[-3:] for row in Component.objects.all()}


@pytest.fixture(autouse=True)
def city() -> None:
    found_city()
    load_classes()
    load()


def test_components_lie_in_the_new_grids_and_those_that_were_removed_in_the_grid_of_their_time() -> None:
    gone = Component.objects.get(external_id="2").code
    api.change_state(code=gone, state=api.ComponentState.REMOVED, reason="", case_number="", actor=ACTOR, at=NOON)

    told = change_grids(CUT)

    assert grids() == {"1": "005", "2": "001", "3": "002", "4": "005"}
    assert loose_ends() == []
    before = list(Component.objects.order_by("pk").values())
    api.follow_grids(told)
    assert list(Component.objects.order_by("pk").values()) == before


def test_news_that_comes_late_leads_to_grids_that_still_stand() -> None:
    first = change_grids(CUT)
    again = {"kind": "CUT", "grids": [f"{HOME}005"], "line": [position(1.9, 1.6), position(2.6, 1.6)]}
    second = change_grids(again, at=LATER + timedelta(days=1))
    settled = grids()
    Component.objects.filter(external_id="1").update(grid=FIRST)  # as it was before both

    api.follow_grids(second)
    api.follow_grids(first)

    assert grids() == settled
    assert settled["1"] not in {"001", "005"}


@pytest.mark.parametrize("east", [2.2, 2.8, 3.5])
def test_an_import_that_was_started_before_a_change_comes_into_grids_that_stand(tmp_path: Path, east: float) -> None:
    path = write(tmp_path / "poles.gpkg", [row(1, east, 1.5)])
    wanted = api.NewImport(path.name, {**RULES, "attributes": RULES["attributes"] | {"source_layer": "poles"}})
    job = api.start_import(file=BytesIO(path.read_bytes()), wanted=wanted, actor=ACTOR, at=NOON, is_deferred=False)
    change_grids(CUT)

    done = api.run_import(import_id=job.id, at=LATER)

    assert (done.state, done.added) == (api.ImportState.DONE, 1)
    code = Component.objects.get(source_layer="poles").grid_id
    assert code == {2.2: f"{HOME}005", 2.8: f"{HOME}006", 3.5: SECOND}[east]
    assert territory.ended_grids([FIRST, str(code)]) == {FIRST}


def test_a_row_that_names_a_grid_which_ended_goes_to_its_heir(tmp_path: Path) -> None:
    change_grids(CUT)
    path = write(tmp_path / "poles.gpkg", [row(1, 60, 60, NOTE=FIRST), row(2, 2.2, 2.05, NOTE=FIRST)])
    rules = {**RULES, "attributes": RULES["attributes"] | {"source_layer": "poles", "grid_code": "{NOTE}"}}

    assert take_in(path, rules).added == 2

    heirs = territory.standing_heirs(FIRST)
    found = dict(Component.objects.filter(source_layer="poles").values_list("external_id", "grid__code"))
    assert found["1"] in heirs
    assert found["2"] == f"{HOME}005"


@pytest.mark.django_db(transaction=True)
def test_components_that_come_in_while_their_grid_is_replaced_follow() -> None:
    def replaced() -> None:
        try:
            change_grids(CUT)
        finally:
            connections.close_all()

    drafts = [api.ComponentDraft("5", "路灯5", shapely.to_wkb(shapely.Point(*position(2.2, 1.7))))]
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            api.import_components(layer=LAMPS, drafts=drafts, valid_from=FOUNDED, at=NOON)
            change = threads.submit(replaced)
            while not (change.done() or is_somebody_waiting()):
                sleep(0.02)
            assert not change.done(), "it was heard of before what is being written is there"
        change.result(20)

    assert grids()["5"] == "005"


def test_the_grid_of_a_past_moment_is_found_by_the_position() -> None:
    change_grids(CUT)
    lamp = api.component(Component.objects.get(external_id="1").code)
    assert lamp
    assert lamp.grid_code == f"{HOME}005"

    for moment, code in ((NOON, FIRST), (LATER + timedelta(days=1), f"{HOME}005")):
        place = territory.locate(longitude=lamp.longitude, latitude=lamp.latitude, at=moment)
        assert place
        assert place.grid_code == code


def test_the_same_layer_again_changes_nothing_after_a_change_to_the_grids() -> None:
    change_grids(CUT)

    imported = load(at=LATER)

    assert (imported.added, imported.changed, imported.unchanged) == (0, 0, 4)
    assert grids()["3"] == SECOND[-3:]
