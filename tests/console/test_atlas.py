"""Maps to work on: layers, measuring, going somewhere, a picture to keep, a sheet to print, the maps of others."""

from collections.abc import Iterator
from gzip import decompress
from io import BytesIO
from typing import Any

import mapbox_vector_tile
import pytest
from PIL import Image
from playwright.sync_api import Response, Route, expect

from tests.console.desks import PATIENCE, At, Desk
from tests.console.server import move, report
from tests.maps.wmts import MapServer, map_server
from tests.support.town import EAST_SPOT, position

LONGITUDE, LATITUDE = position(*EAST_SPOT)
SHEETS = [("A4", "横向", 297, 210), ("A3", "纵向", 297, 420)]
MM_PER_POINT = 25.4 / 72


@pytest.fixture
def others() -> Iterator[MapServer]:
    """Somebody's WMTS."""
    with map_server() as found:
        yield found


def opened(at: At, **context: Any) -> Desk:
    desk = at("leader", path="/desk", **context)
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


def test_the_map_of_a_case_shows_what_its_tiles_hold(at: At) -> None:
    desk = at("leader", path=None)
    case = report(desk.server, "the first")
    other = report(desk.server, "right beside it", (EAST_SPOT[0] + 0.05, EAST_SPOT[1]))
    tiles: list[Response] = []
    desk.page.on("response", lambda found: tiles.append(found) if "/tiles/cases/" in found.url else None)
    desk.go(f"/cases/{case['id']}")

    expect(desk.page.get_by_text("图中在办案件")).to_be_visible()
    shown = [row for tile in tiles for row in features(tile, "cases")]
    assert {case["id"], other["id"]} <= {row["id"] for row in shown}
    assert {row["number"] for row in shown} >= {case["number"], other["number"]}
    expect(desk.page.get_by_text("图中在办案件")).not_to_contain_text(" 0 件")

    with desk.page.expect_response(lambda found: "/tiles/cases/" in found.url and found.status == 200):
        move(desk.server, "acceptor", case["id"], "submit")


def features(tile: Response, sheet: str) -> list[dict[str, Any]]:
    """Return the properties of what a tile holds, as another reader than MapLibre decodes it."""
    content = tile.body() if tile.status == 200 else b""
    content = decompress(content) if content.startswith(b"\x1f\x8b") else content
    return [each["properties"] for each in mapbox_vector_tile.decode(content).get(sheet, {"features": []})["features"]]


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


@pytest.mark.parametrize(("language", "theme"), [("zh-CN", "light"), ("en", "dark")])
def test_a_view_is_printed_on_a_sheet_that_says_what_it_is(at: At, language: str, theme: str) -> None:
    desk = opened(at, language=language, theme=theme)
    words = {
        "zh-CN": ("打印", "图名", "图例", "图层", "单元网格"),
        "en": ("Print", "Title", "Legend", "Layers", "Unit grids"),
    }[language]
    desk.page.get_by_role("button", name=words[3], exact=True).click()
    desk.page.get_by_label(words[4], exact=True).check()
    desk.page.get_by_role("button", name=words[0], exact=True).focus()
    desk.keys("Enter")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(words[1]).fill("East: 2026")
    expect(dialog.locator(".sheet img")).to_be_visible(timeout=3 * PATIENCE)

    expect(dialog.locator(".sheet")).to_contain_text("East: 2026")
    expect(dialog.locator(".sheet .scale")).to_contain_text("1 : ")
    expect(dialog.locator(".sheet .key")).to_contain_text(words[2])
    expect(dialog.locator(".sheet footer")).to_contain_text("CGCS2000")
    assert desk.barriers() + desk.untranslated() == []
    white = dialog.locator(".sheet").evaluate("(sheet) => getComputedStyle(sheet).backgroundColor")
    assert white == "rgb(255, 255, 255)"

    desk.page.evaluate("void (window.print = () => document.body.classList.toggle('printed'))")
    dialog.get_by_role("button", name=words[0], exact=True).click()
    expect(desk.page.locator("body.printed")).to_have_count(1)
    desk.keys("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize(("paper", "direction", "width", "height"), SHEETS)
def test_paper_is_one_page_of_its_size_at_the_resolution_of_a_printer(
    at: At, paper: str, direction: str, width: int, height: int
) -> None:
    desk = opened(at)
    desk.page.get_by_role("button", name="打印", exact=True).click()
    dialog = desk.page.get_by_role("dialog")
    picture = dialog.locator(".sheet img")
    expect(picture).to_be_visible(timeout=3 * PATIENCE)
    dialog.get_by_label(paper).check()
    dialog.get_by_label(direction).check()
    expect(picture).to_be_visible(timeout=3 * PATIENCE)  # the processors draw what a graphics card would

    drawn = picture.evaluate("(image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight])")
    assert drawn[0] / ((width - 20) / 25.4) == pytest.approx(300, rel=0.01)
    document = desk.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = [box.split(b"]")[0].split() for box in document.split(b"/MediaBox [")[1:]]
    sizes = [(float(box[2]) * MM_PER_POINT, float(box[3]) * MM_PER_POINT) for box in boxes]
    assert sizes == [pytest.approx((width, height), abs=0.5)]


def test_the_map_of_others_is_drawn_named_and_left_when_it_falls_silent(at: At, others: MapServer) -> None:
    desk = at("leader", path=None, bypass_csp=True)  # the policy of this server knows nothing of this map
    offer = {"name": "街道图", "attribution": "某测绘院 <b>", "system": "GCJ-02", "state": "READY"}
    layer = {"url": f"{others.url}/rest/streets/day/google/{{z}}/{{y}}/{{x}}.png", "tile_size": 256}
    told = [offer | {"layers": [layer | {"least_zoom": 0, "most_zoom": 18}]}]
    desk.page.route("**/api/v1/base-maps", lambda route: tell(route, told))
    desk.go("/desk")

    expect(desk.page.locator(".maplibregl-ctrl-attrib")).to_contain_text("某测绘院 <b> · GCJ-02")
    middle = desk.page.locator(".map").bounding_box()
    assert middle is not None
    spot = (int(middle["x"] + middle["width"] / 3), int(middle["y"] + middle["height"] / 3))
    desk.page.wait_for_timeout(1000)  # pictures fade in
    screen = Image.open(BytesIO(desk.page.screenshot())).convert("RGB")
    assert screen.getpixel(spot) == (255, 0, 255)
    assert others.drawn

    others.answers = 503
    desk.page.get_by_role("button", name="Zoom out").click()
    desk.page.get_by_role("button", name="Zoom out").click()
    expect(desk.page.locator(".atlas > [role=status]")).to_contain_text("底图“街道图”没有应答")
    desk.page.wait_for_timeout(1000)
    screen = Image.open(BytesIO(desk.page.screenshot())).convert("RGB")
    assert screen.getpixel(spot) != (255, 0, 255)
    desk.page.get_by_role("button", name="图层", exact=True).click()
    expect(desk.page.get_by_label("底图")).to_contain_text("街道图（GCJ-02，与本系统图层有偏移）（暂不可用）")
    assert desk.barriers() + desk.untranslated() == []


def tell(route: Route, content: Any) -> None:
    """Answer in the server's stead."""
    route.fulfill(json=content)
