"""The inventory: a component is found, its page tells its life and cases, a file comes in with one bad row."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.console.desks import At, look_at
from tests.console.server import ask
from tests.faults.running import Running
from tests.support.town import EAST_SPOT, position

NAME, KEEPER = "柳巷废物箱", "环境卫生管理处"
LONGITUDE, LATITUDE = position(*EAST_SPOT)


@pytest.fixture(scope="module")
def bin_code(server: Running) -> str:
    """A bin in the inventory, with a case."""
    bodies = ask(server, "administrator", "GET", "/bodies")["items"]
    (keeper,) = [each["id"] for each in bodies if each["name"] == KEEPER]
    body = {"class_code": "03005", "name": NAME, "longitude": LONGITUDE, "latitude": LATITUDE, "accuracy": "A"}
    body |= {"keeper_body_id": keeper, "owner_body_id": keeper}
    made: dict[str, Any] = ask(server, "administrator", "POST", "/assets/components", json=body)
    code: str = made["code"]
    report = {"kind": "COMPONENT", "class_code": "03005", "longitude": LONGITUDE, "latitude": LATITUDE}
    words = {"source": "SUPERIOR", "description": "废物箱破损", "address": "柳巷", "component_code": code}
    ask(server, "acceptor", "POST", "/cases", json=report | words)
    return code


def test_a_component_is_found_and_its_page_tells_its_cases(at: At, bin_code: str) -> None:
    desk = at("leader", path="/desk")
    page = desk.page
    page.get_by_role("combobox", name="案件编号、地址、地点、部件、电话").fill(NAME)
    page.get_by_role("option", name=NAME).click()

    expect(page).to_have_url(re.compile(rf"/components/{bin_code}$"))
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("GLBJBSM")
    expect(page.get_by_role("img", name=f"部件 {bin_code} 的二维码标签")).to_be_visible()
    opened = page.get_by_role("list", name="办理中（1）")
    expect(opened).to_contain_text("废物箱破损")
    look_at(desk)

    page.get_by_role("list", name="Open (1)").get_by_role("link").click()
    expect(page).to_have_url(re.compile("/cases/"))
    facts = page.get_by_role("main")
    expect(facts).to_contain_text(f"Component{bin_code}{NAME}")
    expect(facts).to_contain_text(f"Maintained by{KEEPER}")
    expect(facts).to_contain_text(f"Owned by{KEEPER}")
    page.get_by_role("link", name=bin_code, exact=True).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def test_the_inventory_is_narrowed_by_typing_and_kept_in_the_link(at: At, bin_code: str) -> None:
    desk = at("leader", path="/components?state=INTACT")
    page = desk.page
    grid = page.get_by_role("grid", name="部件列表")
    expect(grid).to_contain_text(bin_code)
    page.get_by_role("combobox", name="部件类别").click()
    page.keyboard.type("ljx")
    page.get_by_role("option", name="垃圾箱").click()
    page.get_by_role("textbox", name="编码开头或名称").fill("柳巷")

    expect(page).to_have_url(re.compile("class=03005"))
    expect(page).to_have_url(re.compile("words="))
    page.reload()
    expect(grid).to_contain_text(NAME)
    expect(page.get_by_role("region", name="各类数量")).to_contain_text("垃圾箱")
    look_at(desk)

    page.get_by_role("main").focus()
    desk.keys("j", "Enter")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def test_what_is_found_is_exported_and_labelled(at: At, bin_code: str) -> None:
    page = at("leader", path="/components").page
    page.get_by_role("button", name="导出", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("CSV").click()
    with page.expect_download() as kept:
        dialog.get_by_role("button", name="导出").click()
    assert bin_code in kept.value.path().read_text("utf-8-sig")

    page.get_by_role("button", name="二维码标签").click()
    expect(page.get_by_role("img", name="1 张二维码标签")).to_be_visible()


def test_somebody_adds_a_component_by_hand(at: At) -> None:
    page = at("administrator", path="/components").page
    page.get_by_role("button", name="登记部件").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="部件类别").click()
    page.keyboard.type("03005")
    page.get_by_role("option", name="垃圾箱").click()
    dialog.get_by_placeholder("在图上点选").fill(f"{LONGITUDE:.7f}, {LATITUDE:.7f}")
    dialog.get_by_role("button", name="保存").click()

    expect(page.get_by_role("heading", name="垃圾箱")).to_be_visible()
    page.get_by_role("button", name="变更状态").click()
    page.get_by_role("dialog").get_by_text("破损").click()
    page.get_by_role("dialog").get_by_label("原因").fill("车辆撞坏")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("main")).to_contain_text("车辆撞坏")


def test_a_file_with_one_bad_row_comes_in_and_tells_of_it(at: At, server: Running) -> None:
    east, north = LONGITUDE, LATITUDE
    table = f"编号,名称,状态,经度,纬度\n1,东街一号箱,完好,{east},{north}\n2,东街二号箱,散架,{east},{north}\n"
    desk = at("administrator", path="/components/imports")
    page = desk.page
    page.get_by_label("文件").set_input_files({"name": "bins.csv", "mimeType": "text/csv", "buffer": table.encode()})
    for name, text in (("来源图层", "废物箱普查"), ("类别代码", "03005")):
        page.get_by_role("combobox", name=name).click()
        page.keyboard.type(text)
        desk.keys("Enter")
    expect(page.get_by_role("region", name="三、核对前几行")).to_contain_text("东街二号箱")
    assert desk.barriers() == []  # names of fields stand in braces here: they are no holes in texts
    page.get_by_role("button", name="开始导入").click()

    expect(page.get_by_role("status").filter(has_text="完成")).to_be_visible()
    bad = page.get_by_role("region", name="问题", exact=True)
    expect(bad).to_contain_text("不是管理部件状态")
    expect(bad).to_contain_text("东街二号箱")
    with page.expect_download() as report:
        page.get_by_role("button", name="下载问题行").click()
    assert "散架" in report.value.path().read_text("utf-8-sig")
    found = ask(server, "leader", "GET", "/assets/components", params={"words": "东街"})
    assert [row["name"] for row in found["items"]] == ["东街一号箱"]
    look_at(desk)
