"""A changed state is news, once."""

import pytest
import shapely

from cityloop.assets import api
from cityloop.assets.tests.files import ACTOR, load_classes
from cityloop.kernel.models import OutboxEvent
from tests.support.small_city import FOUNDED, NOON, found_city, position

pytestmark = pytest.mark.django_db
BINS = api.ComponentLayer(name="bins", class_edition="2026", class_code="03005")


def test_a_changed_state_is_told_once_with_the_place() -> None:
    found_city()
    load_classes()
    spot = position(2.5, 1.5)
    draft = api.ComponentDraft("1", "废物箱", shapely.to_wkb(shapely.Point(*spot)))
    api.import_components(layer=BINS, drafts=[draft], valid_from=FOUNDED, at=NOON)
    code = api.components()[0].code

    for _ in range(2):
        api.change_state(code=code, state=api.ComponentState.LOST, actor=ACTOR, at=NOON)

    told = OutboxEvent.objects.get(name="ComponentStateChanged").body
    assert (told["code"], told["grid_code"], told["source"], told["target"]) == (
        code,
        "110101001001001",
        "INTACT",
        "LOST",
    )
    assert (told["longitude"], told["latitude"]) == pytest.approx(spot, abs=1e-8)
