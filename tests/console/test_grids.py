"""The grid editor: grids are cut on the map and merged by keys, handed in, and decided by another."""

import re

from playwright.sync_api import expect

from tests.console.desks import At, Desk
from tests.console.server import ask
from tests.faults.running import Running
from tests.support.town import EAST

COMMUNITY = f"{EAST}001001"
FIRST, TOP, LEFT_BELOW, RIGHT_BELOW = (f"{COMMUNITY}00{number}" for number in (1, 2, 4, 5))


def standing(server: Running) -> list[str]:
    """Return the last digits of the grids that stand."""
    found = ask(server, "leader", "GET", "/territory/unit-grids", params={"within": COMMUNITY, "limit": 200})
    return [grid["code"][-3:] for grid in found["items"]]


def choose_community(desk: Desk) -> None:
    """Choose it by typing its name."""
    desk.page.get_by_role("combobox", name="社区").click()
    desk.page.keyboard.type("社区001")
    desk.page.get_by_role("option", name="东区").first.click()
    expect(desk.page.get_by_role("region", name="网格问题")).to_be_visible()
    expect(desk.page.get_by_text(re.compile(r"单元网格（[1-9]\d*）"))).to_be_visible()
    desk.is_shown()
    stands_still(desk)


def stands_still(desk: Desk) -> None:
    """Wait until all that was given to the map is drawn: what is not drawn cannot be clicked."""
    expect(desk.page.get_by_role("region", name="网格图")).to_have_attribute("data-still", "true")


def choose_grids(desk: Desk, *codes: str) -> None:
    """Choose grids by their codes, with keys only."""
    desk.page.get_by_role("combobox", name="单元网格").focus()
    for code in codes:
        desk.page.keyboard.type(code)
        expect(desk.page.get_by_role("option")).to_have_text([code])
        desk.keys("Enter")
        expect(desk.page.get_by_role("option", selected=True, name=code)).to_be_visible()
    desk.keys("Escape")


def click_at(desk: Desk, right: int, up: int) -> None:
    """Click on the map, so many pixels from its middle."""
    box = desk.page.get_by_role("region", name="网格图").bounding_box()
    assert box
    desk.page.mouse.click(box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 - up)


def test_grids_are_cut_merged_handed_in_and_decided(at: At, server: Running) -> None:
    desk = at("administrator", path="/grids")
    choose_community(desk)
    before = standing(server)

    cut_on_the_map(desk)
    merge_and_take_back(desk)
    assert standing(server) == before
    desk.page.get_by_label("方案名称").fill("环岛路口拆分")
    desk.page.get_by_role("button", name="提交审批").click()
    expect(desk.page.get_by_text("已提交审批。")).to_be_visible()

    leader = at("leader", path="/grids").page
    leader.get_by_role("button", name="环岛路口拆分").click()
    leader.get_by_label("审批意见").fill("同意拆分")
    leader.get_by_role("button", name="同意", exact=True).click()
    expect(leader.get_by_text("已同意，新网格即时生效。")).to_be_visible()
    assert standing(server) == [number for number in before if number != "002"] + ["007", "008"]


def test_attributes_are_given_and_a_duty_grid_is_formed(at: At, server: Running) -> None:
    desk = at("administrator", path="/grids")
    choose_community(desk)
    page = desk.page

    page.get_by_text("属性", exact=True).click()
    choose_grids(desk, FIRST)
    page.get_by_label("用地类型").fill("绿地")
    page.get_by_role("button", name="执行").press("Enter")
    expect(page.get_by_role("region", name="调整结果")).to_contain_text("绿地")
    page.get_by_text("责任网格", exact=True).click()
    choose_grids(desk, LEFT_BELOW, RIGHT_BELOW)
    page.get_by_role("button", name="执行").press("Enter")
    expect(page.get_by_role("region", name="调整结果")).to_contain_text(f"{COMMUNITY}001 004、005")
    page.get_by_label("方案名称").fill("新增责任网格")
    page.get_by_role("button", name="提交审批").click()
    expect(page.get_by_text("已提交审批。")).to_be_visible()
    decide(at, "新增责任网格")

    found = ask(server, "leader", "GET", f"/territory/unit-grids/{FIRST}")
    assert (found["land_use"], found["valid_until"]) == ("绿地", None)


def decide(at: At, title: str) -> None:
    """Have the leader approve a change."""
    page = at("leader", path="/grids").page
    page.get_by_role("button", name=title).click()
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已同意，新网格即时生效。")).to_be_visible()


def test_faults_are_seen_on_the_map_and_listed_by_kind(at: At) -> None:
    desk = at("administrator", path="/grids")
    choose_community(desk)

    expect(desk.page.get_by_role("checkbox", name="在图上标出问题")).to_be_checked()
    assert desk.barriers() == []
    assert desk.untranslated() == []


def test_the_faults_of_the_whole_city_are_counted_listed_and_shown(at: At) -> None:
    desk = at("leader", path="/grids")
    page = desk.page
    page.get_by_role("button", name="检查全部网格").click()

    kinds = page.get_by_role("list", name="问题类型").get_by_role("button")
    expect(kinds.first).to_have_text(re.compile(r"全部问题 \d+"))
    kinds.last.click()
    expect(kinds.last).to_have_attribute("aria-pressed", "true")
    faults = page.get_by_role("region", name="范围内全部问题").get_by_role("listitem").filter(has_text="平方米")
    faults.first.get_by_role("button").click()
    stands_still(desk)
    assert desk.barriers() == []
    assert desk.untranslated() == []


def cut_on_the_map(desk: Desk) -> None:
    """Choose the grid in the middle of the upper row by a click, draw a line through it by two more."""
    page = desk.page
    page.get_by_text("切割", exact=True).click()
    stands_still(desk)
    click_at(desk, 0, 100)
    expect(page.get_by_text(TOP, exact=True).first).to_be_visible()
    for place, right in enumerate((-300, 300), start=1):
        click_at(desk, right, 100)
        expect(page.get_by_role("textbox", name="线上各点")).to_have_value(lines(place))
    page.get_by_role("button", name="执行").click()
    expect(page.get_by_role("region", name="调整结果")).to_contain_text(f"{COMMUNITY}007")


def merge_and_take_back(desk: Desk) -> None:
    """Merge two grids of the lower row, then take the step back by its key."""
    page, steps = desk.page, desk.page.get_by_role("region", name="调整步骤").get_by_role("listitem")
    page.get_by_text("合并", exact=True).click()
    choose_grids(desk, LEFT_BELOW, RIGHT_BELOW)
    page.get_by_role("button", name="执行").press("Enter")
    expect(steps).to_have_count(2)
    page.get_by_role("main").focus()
    desk.keys("u")
    expect(steps).to_have_count(1)


def test_an_operation_that_cannot_be_done_is_told_in_chinese_and_taken_back(at: At) -> None:
    desk = at("administrator", path="/grids")
    choose_community(desk)
    page = desk.page

    page.get_by_text("合并", exact=True).click()
    choose_grids(desk, f"{COMMUNITY}001", f"{COMMUNITY}006")
    page.get_by_role("button", name="执行").press("Enter")

    expect(page.get_by_role("main")).to_contain_text("第 1 项操作")
    page.get_by_role("button", name="撤销上一步").last.click()
    expect(page.get_by_role("region", name="网格问题")).to_be_visible()


def lines(count: int) -> re.Pattern[str]:
    """Return what a line of so many points looks like when it is written down."""
    return re.compile(r"\n".join([r"[\d.]+, [\d.]+"] * count) + "$")
