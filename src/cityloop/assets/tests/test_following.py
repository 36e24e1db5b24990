"""Components follow when their grid is replaced, and the past still finds the grid of its time."""

from datetime import datetime, timedelta

import pytest
import shapely

from cityloop.assets import api
from cityloop.assets.models import Component
from cityloop.assets.tests.files import ACTOR, load_classes
from cityloop.territory import api as territory
from tests.support.grids import CUT, FIRST, HOME, LATER, SECOND, change_grids, loose_ends
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
