"""Places follow when their grid is replaced; what they were is recorded, and the list of places is another one."""

import pytest

from cityloop.places import api
from cityloop.places.models import Gazetteer, Place, PlaceChange
from cityloop.places.tests import town
from tests.support.grids import CUT, FIRST, LATER, change_grids, loose_ends
from tests.support.small_city import FOUNDED, found_city

pytestmark = pytest.mark.django_db


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
