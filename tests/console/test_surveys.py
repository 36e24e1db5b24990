"""A survey through the screens: planned, closed, reviewed by somebody else, brought into the inventory."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cityloop.kernel.clock import now
from tests.console.desks import At, Desk, look_at
from tests.console.server import ask
from tests.faults.running import Running
from tests.support.town import EAST_SPOT, position

EAST, NORTH = EAST_SPOT
METRE = 0.01  # of the hundred metres that spots are told in
LAMP = "01027"


def found(server: Running, survey: str, metres: float, **told: Any) -> None:
    """Have a collector tell of a lamp so many metres east of where the first one was."""
    longitude, latitude = position(EAST + metres * METRE, NORTH)
    spot = {"longitude": longitude, "latitude": latitude, "accuracy": "A", "taken_at": now().isoformat()}
    ask(server, "collector_a", "POST", f"/assets/surveys/{survey}/records", json={"class_code": LAMP, **spot, **told})


def choose(page: Page, field: str, words: str, option: str) -> None:
    """Choose an option of a list in the dialog by typing."""
    page.get_by_role("dialog").get_by_role("combobox", name=field).focus()
    page.keyboard.type(words)
    page.get_by_role("option", name=re.compile(option)).click()
    page.get_by_role("dialog").get_by_role("heading").click()


def confirm(page: Page, button: str) -> None:
    """Press a button, and say once more that it is meant."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("dialog", name=button).get_by_role("button", name="确定").click()


def plan(desk: Desk) -> str:
    """Plan a survey of the lamps; return its id."""
    page, dialog = desk.page, desk.page.get_by_role("dialog")
    page.get_by_role("button", name="安排普查").click()
    dialog.get_by_role("textbox", name="任务名称").fill("柳巷路灯普查")
    dialog.get_by_placeholder("开始日期").fill((now() - timedelta(days=2)).date().isoformat())
    dialog.get_by_placeholder("截止日期").fill((now() + timedelta(days=5)).date().isoformat())
    desk.keys("Enter")
    choose(page, "部件类别", LAMP, LAMP)
    choose(page, "采集员", "collector_a", "collector_a")
    assert desk.barriers() == []
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="柳巷路灯普查")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("正在外业普查")
    return page.url.rsplit("/", 1)[1]


def accept_both(page: Page) -> None:
    """Look at what was found, and accept it: one with an opinion, the other by its key."""
    findings = page.get_by_role("list", name="比对结果")
    expect(findings.get_by_role("listitem")).to_have_count(2)
    findings.get_by_role("button", name=re.compile("移位")).click()
    card = page.get_by_role("region", name="比对结果详情")
    expect(card).to_contain_text("相距 9 米")
    expect(card).to_contain_text("灯杆倾斜")
    page.get_by_role("textbox", name="审核意见").fill("照片清楚")
    card.get_by_role("button", name=re.compile("^通过")).click()
    expect(findings.get_by_role("listitem")).to_have_count(1)
    expect(card).to_contain_text("新增")
    page.get_by_role("main").focus()
    page.keyboard.press("y")
    expect(page.get_by_role("main")).to_contain_text("没有待审核的差异。")


def test_a_survey_from_its_plan_to_the_inventory(at: At, server: Running) -> None:
    longitude, latitude = position(EAST, NORTH)
    lamp = {"class_code": LAMP, "name": "柳巷路灯", "longitude": longitude, "latitude": latitude, "accuracy": "A"}
    code = ask(server, "administrator", "POST", "/assets/components", json=lamp)["code"]
    desk = at("administrator", path="/components/surveys")
    page = desk.page
    survey = plan(desk)
    found(server, survey, 9, note="灯杆倾斜")
    found(server, survey, 60)

    confirm(page, "结束外业")
    expect(page.get_by_role("main")).to_contain_text("内业审核")
    expect(page.get_by_role("button", name="写入台账")).to_be_disabled()
    review = at("inspector", path=f"/components/surveys/{survey}")
    accept_both(review.page)
    look_at(review)
    page.reload()
    confirm(page, "写入台账")
    expect(page.get_by_role("main")).to_contain_text("已入库")

    standing = ask(server, "leader", "GET", "/assets/components", params={"class_code": LAMP})["items"]
    assert len(standing) == 2
    moved = next(row for row in standing if row["code"] == code)
    assert moved["longitude"] == pytest.approx(position(EAST + 9 * METRE, NORTH)[0], abs=1e-7)
    assert moved["note"] == "灯杆倾斜"
    look_at(desk)
