from dataclasses import replace
from typing import Any

import pytest
import shapely
from django.db import IntegrityError, transaction

from cityloop.assets import api
from cityloop.assets.actions import numbering
from cityloop.assets.models import Component, ComponentSequence
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.territory.api import CGCS2000
from tests.support.small_city import FOUNDED, NOON, degrees, position

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_city")]


BINS = api.ComponentLayer(name="bins", class_edition="2026", class_code="03005", data_source="实测")


def bin_at(external_id: str, east: float, north: float, **values: Any) -> api.ComponentDraft:
    point = shapely.Point(*position(east, north))
    return api.ComponentDraft(
        external_id=external_id, name=f"废物箱{external_id}", geometry=shapely.to_wkb(point), **values
    )


DRAFTS = [bin_at("10", 2.5, 1.5), bin_at("9", 2.6, 1.5), bin_at("2", 0.5, 0.5), bin_at("3", 50, 50)]


def load(drafts: list[api.ComponentDraft], layer: api.ComponentLayer = BINS, **values: Any) -> api.Imported:
    return api.import_components(layer=layer, drafts=drafts, valid_from=FOUNDED, at=NOON, **values)


def everything() -> list[dict[str, Any]]:
    return [dict(row) for row in Component.objects.order_by("code").values()]


def test_components_get_a_code_a_grid_and_a_position() -> None:
    result = load(DRAFTS)

    assert (result.added, result.changed, result.unchanged, result.missing) == (4, 0, 0, 0)
    codes = dict(Component.objects.values_list("external_id", "code"))
    assert codes == {
        "10": "11010103005000001",
        "9": "11010103005000002",
        "2": "11010203005000001",
        "3": "11010003005000001",
    }
    view = api.component("11010103005000001", shape=True)
    assert view is not None
    assert (view.name, view.class_code, view.grid_code) == ("废物箱10", "03005", "110101001001001")
    assert (view.longitude, view.latitude) == pytest.approx(position(2.5, 1.5))
    assert view.state is api.ComponentState.INTACT
    assert view.geometry is not None
    assert view.geometry["type"] == "Point"
    assert api.component("99999999999999999") is None


def test_one_outside_every_grid_is_kept_under_the_city_and_reported() -> None:
    result = load(DRAFTS)

    assert [(lost.external_id, lost.reason) for lost in result.placeless] == [("3", "lies in no unit grid")]
    kept = api.component("11010003005000001")
    assert kept is not None
    assert kept.grid_code is None


def test_one_just_outside_takes_the_nearest_grid_within_the_tolerance() -> None:
    result = load([bin_at("1", 0.5, -0.03), bin_at("2", 0.5, -0.08)], tolerance_m=5.0)

    assert [(lost.external_id, lost.reason) for lost in result.placeless] == [
        ("2", "lies in no unit grid nor within 5 m of one")
    ]
    assert Component.objects.get(external_id="1").grid_id == "110102001001003"


def test_importing_the_same_again_changes_nothing() -> None:
    load(DRAFTS)
    before = (everything(), OutboxEvent.objects.count(), list(ComponentSequence.objects.values()))

    result = load(list(reversed(DRAFTS)))

    assert (result.added, result.changed, result.unchanged) == (0, 0, 4)
    assert before == (everything(), OutboxEvent.objects.count(), list(ComponentSequence.objects.values()))


def test_what_differs_is_changed_what_is_new_is_added_and_what_is_gone_is_kept() -> None:
    load(DRAFTS)
    moved = replace(bin_at("10", 4.5, 1.5), state=api.ComponentState.DAMAGED)

    result = load([moved, DRAFTS[1], bin_at("11", 2.7, 1.5)])

    assert (result.added, result.changed, result.unchanged, result.missing) == (1, 1, 1, 2)
    row = Component.objects.get(external_id="10")
    assert (row.code, row.grid_id, row.state) == ("11010103005000001", "110101001002001", "DAMAGED")
    assert row.changed_at == NOON
    assert Component.objects.get(external_id="11").code == "11010103005000003"
    assert OutboxEvent.objects.filter(name="ComponentsImported").latest("id").body["changed"] == 1


def test_a_component_never_changes_its_class() -> None:
    load(DRAFTS)
    before = everything()

    with pytest.raises(InvalidInputError, match="is known with another class, which its code holds"):
        load(DRAFTS, replace(BINS, class_code="03006"))

    assert everything() == before


@pytest.mark.parametrize(
    ("drafts", "layer", "why"),
    [
        ([DRAFTS[0], DRAFTS[0]], BINS, "'10' comes more than once"),
        (
            [api.ComponentDraft("1", "x", shapely.to_wkb(shapely.Point()))],
            BINS,
            r"'1' of layer .* has no geometry",
        ),
        (DRAFTS, replace(BINS, class_code="3005x"), "class_code '3005x' is no component class"),
    ],
)
def test_a_bad_layer_is_refused_whole(drafts: list[api.ComponentDraft], layer: api.ComponentLayer, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        load(drafts, layer)

    assert everything() == []
    assert ComponentSequence.objects.count() == 0


def test_the_millionth_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "LAST_NUMBER", 1)

    with pytest.raises(RefusedError, match="All 1 identity codes under 11010103005 are used up"):
        load(DRAFTS[:2])

    assert everything() == []
    assert load(DRAFTS[:1]).added == 1
    assert Component.objects.get().code == "11010103005000001"


def test_before_2026_classes_have_four_digits_and_codes_sixteen() -> None:
    load(DRAFTS[:1], replace(BINS, class_edition="2013", class_code="0205"))

    assert Component.objects.get().code == "1101010205000001"


def test_polygons_stand_at_a_point_on_them() -> None:
    ring = shapely.difference(shapely.box(2.1, 0.1, 3.9, 1.9), shapely.box(2.2, 0.2, 3.8, 1.8))

    load([api.ComponentDraft("1", "桥", shapely.to_wkb(degrees(ring)))])

    row = Component.objects.get()
    assert row.geometry.intersects(row.position)
    assert row.position.srid == CGCS2000


def test_the_nearest_come_first() -> None:
    load(DRAFTS)
    x, y = position(2.5, 1.5)

    found = api.near(longitude=x, latitude=y, radius_m=15)

    assert [(near.component.external_id, round(near.distance_m)) for near in found] == [("10", 0), ("9", 10)]
    assert api.near(longitude=x, latitude=y, radius_m=9)[-1].component.external_id == "10"
    assert api.near(longitude=x, latitude=y, radius_m=15, class_code="03006") == []
    assert api.near(longitude=x, latitude=y, radius_m=15, within="110102") == []
    assert len(api.near(longitude=x, latitude=y, radius_m=15, limit=1)) == 1


def test_what_was_removed_is_not_near() -> None:
    load([replace(DRAFTS[0], state=api.ComponentState.REMOVED)])
    x, y = position(2.5, 1.5)

    assert api.near(longitude=x, latitude=y, radius_m=15) == []


@pytest.mark.parametrize("radius", [0.0, -1.0, 5001.0, float("nan")])
def test_a_radius_must_be_sensible(radius: float) -> None:
    with pytest.raises(InvalidInputError, match="The radius must be above 0"):
        api.near(longitude=117.0, latitude=40.0, radius_m=radius)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"code": "110101010020001"}, "component_code_form"),
        ({"state": "BROKEN"}, "component_state_known"),
        ({"valid_until": FOUNDED}, "component_ends_after_start"),
    ],
)
def test_the_table_refuses_nonsense(values: dict[str, Any], constraint: str) -> None:
    load(DRAFTS[:1])

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Component.objects.update(**values)


def test_states_have_the_words_of_the_standard() -> None:
    assert [state.word for state in api.ComponentState] == ["完好", "破损", "丢失", "废弃", "移除"]
