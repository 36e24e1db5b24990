"""Results through the screens: published, objected to, decided, checked by anybody; entries; definitions."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cityloop.kernel.clock import now
from tests.console.desks import At, look_at
from tests.console.server import ask
from tests.faults.running import Running
from tests.support.desk import picture

SCHEME = "jinhua-body"


@pytest.fixture(scope="module")
def month(server: Running) -> str:
    """The month before this one, in a city that has schemes."""
    assert server.run("load-evaluation").returncode == 0
    first = now().date().replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


def press(page: Page, button: str) -> None:
    """Press a button of the page, then the one that says the same in the dialog."""
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def send(page: Page, button: str) -> None:
    """Send the form that is open."""
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_result_from_its_draft_to_a_decided_objection(at: At, server: Running, month: str, tmp_path: Path) -> None:
    made = ask(server, "evaluator", "POST", "/evaluation/results", json={"scheme": "national-body", "period": month})
    desk = at("evaluator", path=f"/evaluation/results/{made['id']}")
    page = desk.page
    expect(page.get_by_role("main")).to_contain_text("草稿尚未冻结")

    press(page, "公示")
    send(page, "公示")
    expect(page.get_by_role("region", name="公示表")).to_be_visible()

    body = at("handler_other", path=f"/evaluation/results/{made['id']}")
    press(body.page, "提出申诉")
    body.page.get_by_role("textbox", name="申诉理由").fill("暴雨停工，超时应予剔除。")
    send(body.page, "提出申诉")
    expect(body.page.get_by_role("list", name="申诉")).to_contain_text("待裁定")
    expect(body.page.get_by_role("main").get_by_role("button", name="提出申诉")).to_have_count(0)

    page.goto(f"/evaluation/results/{made['id']}?part=objections")
    press(page, "裁定")
    page.get_by_role("dialog").get_by_text("申诉成立", exact=True).click()
    page.get_by_role("textbox", name="裁定意见").fill("情况属实。")
    assert desk.barriers() == []
    send(page, "裁定")
    expect(page.get_by_role("list", name="申诉")).to_contain_text("第 2 版次")

    with page.expect_download() as download:
        press(page, "导出签名文件")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == f"national-body-{month}-2.json"
    server.do("evaluation", "verify", str(file))

    page.goto(f"/evaluation/results/{made['id']}?part=basis")
    expect(page.get_by_role("region", name="依据与验证")).to_contain_text(f"cityloop evaluation verify {file.name}")
    look_at(desk)


def test_points_are_filled_in_with_evidence_that_is_told_when_it_comes_again(
    at: At, server: Running, month: str, tmp_path: Path
) -> None:
    photo = tmp_path / "考核表.jpg"
    photo.write_bytes(picture("考核表"))
    names = {each["code"]: each["name"] for each in ask(server, "evaluator", "GET", "/bodies")["items"]}
    desk = at("evaluator", path=f"/evaluation/entries?scheme={SCHEME}&period={month}")
    page, drawer = desk.page, desk.page.get_by_role("dialog")

    page.get_by_role("button", name=f"{names['HW']} 的弄虚作假与推诿").click()
    drawer.get_by_role("textbox", name="填报值").fill("-2")
    drawer.get_by_role("textbox", name="说明").fill("查实一起弄虚作假")
    drawer.locator("input[type=file]").set_input_files(photo)
    expect(drawer.get_by_role("button", name=re.compile("下载 考核表.jpg"))).to_be_visible()
    assert desk.barriers() == []
    drawer.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name=f"{names['HW']} 的弄虚作假与推诿：-2")).to_be_visible()

    page.get_by_role("button", name=f"{names['SZ']} 的弄虚作假与推诿").click()
    drawer.locator("input[type=file]").set_input_files(photo)
    expect(drawer.get_by_role("status")).to_contain_text("已用于 1 处填报")
    drawer.get_by_role("textbox", name="填报值").fill("-9")
    drawer.get_by_role("button", name="保存").click()
    expect(drawer).to_contain_text("-5")  # the bounds of the term, as the server says them


def test_a_wrong_formula_is_marked_and_a_right_one_published(at: At, server: Running, month: str) -> None:
    desk = at("evaluator", path="/evaluation/definitions/closing_rate")
    page = desk.page
    expect(page.get_by_role("region", name="结案率")).to_contain_text("结案数 / 应结案数")

    press(page, "修改")
    formula = page.get_by_role("dialog").get_by_role("textbox", name="计算公式")
    formula.fill("结案数 / 应结按数")
    page.get_by_role("dialog").get_by_role("button", name="发布新版本").click()
    expect(page.locator("mark")).to_have_text("应结按数")
    assert desk.barriers() == []

    formula.fill("结案数 / max(应结案数, 1)")
    send(page, "发布新版本")
    versions = ask(server, "evaluator", "GET", "/evaluation/indicators/versions")["items"]
    assert [each["number"] for each in versions] == [2, 1]
    look_at(desk)
