"""The desk's map as something to work on: layers, measuring, going somewhere, a picture to keep."""

import pytest
from playwright.sync_api import expect

from tests.console.desks import At, Desk
from tests.support.town import EAST_SPOT, position

pytestmark = pytest.mark.xdist_group("console")
LONGITUDE, LATITUDE = position(*EAST_SPOT)


def opened(at: At) -> Desk:
    desk = at("leader", path="/desk")
    expect(desk.page.locator("[data-drawn=true]")).to_have_count(1)
    return desk


def test_layers_are_asked_for_as_tiles_and_explained(at: At) -> None:
    desk = opened(at)
    desk.page.get_by_role("button", name="图层", exact=True).click()
    panel = desk.page.get_by_role("region", name="图层")

    with desk.page.expect_response(lambda found: "/api/v1/tiles/unit_grids/" in found.url) as tile:
        panel.get_by_label("单元网格").check()
    assert tile.value.status == 200
    expect(panel).to_contain_text("单元网格界线")

    desk.is_shown()
    assert desk.barriers() + desk.untranslated() == []
    desk.page.get_by_role("button", name="English").click()
    desk.page.get_by_role("button", name="Dark").click()
    expect(desk.page.get_by_role("region", name="Layers")).to_contain_text("Borders of unit grids")
    desk.is_shown()
    assert desk.barriers() + desk.untranslated() == []


def test_somebody_goes_to_a_place_and_measures_by_keyboard(at: At) -> None:
    desk = opened(at)
    desk.page.get_by_role("button", name="定位", exact=True).click()
    find = desk.page.get_by_label("坐标或编码")
    find.fill("人民路")
    find.press("Enter")
    expect(desk.page.locator(".find [role=status]")).to_contain_text("经度, 纬度")
    find.fill(f"{LONGITUDE:.6f}, {LATITUDE:.6f}")
    find.press("Enter")
    assert desk.barriers() == []

    desk.page.get_by_role("button", name="测距", exact=True).click()
    canvas = desk.page.locator(".map canvas")
    canvas.focus()
    said = desk.page.locator(".atlas > [role=status]")
    desk.keys("Enter")
    expect(said).to_contain_text("1 个点")
    for _ in range(3):
        desk.keys("ArrowRight")
        desk.page.wait_for_timeout(600)  # the map glides
    desk.keys("Enter")
    expect(said).to_contain_text("2 个点")
    expect(said).not_to_contain_text("0 米 · 2")
    desk.keys("Backspace")
    expect(said).to_contain_text("1 个点")


def test_the_map_is_kept_as_a_picture(at: At) -> None:
    desk = opened(at)
    with desk.page.expect_download() as kept:
        desk.page.get_by_role("button", name="导出图片", exact=True).click()

    assert kept.value.suggested_filename.endswith(".png")
    assert kept.value.path().read_bytes().startswith(b"\x89PNG")
