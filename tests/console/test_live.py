"""A desk hears what happens elsewhere, at once, and after a lost connection all of what it missed."""

import os
import signal
import time

from playwright.sync_api import expect

from tests.console.desks import At, Desk
from tests.console.server import move, report
from tests.faults.running import Running, eventually

LOST = "连接已断开"


def shows(desk: Desk, number: str) -> None:
    """Wait until a case is on the desk; nobody reloads."""
    desk.page.wait_for_selector(f"[role=row] >> text={number}")


def test_a_new_case_is_on_the_desk_within_a_second(at: At, server: Running) -> None:
    desk = at("acceptor", path=None)
    desk.listen("/desk")
    desk.is_shown()
    delays = []

    for number in range(5):
        case = report(server, f"新案件{number}")
        reported = time.monotonic()
        shows(desk, case["number"])
        delays.append(time.monotonic() - reported)

    assert sorted(delays)[2] < 1.0, delays


def test_a_case_that_moves_on_leaves_the_desk_and_comes_to_the_next(at: At, server: Running) -> None:
    case = report(server, "转到下一个岗位")
    acceptor, leader = at("acceptor", path=None), at("shift_leader", path=None)
    for desk in (acceptor, leader):
        desk.listen("/desk")
    shows(acceptor, case["number"])

    move(server, "acceptor", case["id"], "submit")

    shows(leader, case["number"])
    expect(acceptor.page.get_by_role("row").filter(has_text=case["number"])).to_have_count(0)
    expect(leader.page.get_by_role("button", name="消息，1 条未读")).to_be_visible()


def test_a_lost_connection_is_told_and_what_was_missed_is_caught_up(at: At, server: Running) -> None:
    desk = at("acceptor", path="/desk")
    desk.is_shown()
    shows(desk, report(server, "断线之前")["number"])
    banner = desk.page.get_by_role("alert").filter(has_text=LOST)
    expect(banner).to_be_hidden()

    desk.context.set_offline(True)
    expect(banner).to_be_visible()
    missed = [report(server, f"断线期间{number}")["number"] for number in range(2)]
    desk.context.set_offline(False)

    for number in missed:
        shows(desk, number)
    expect(banner).to_be_hidden()


def test_a_desk_survives_the_death_of_the_server(at: At, server: Running) -> None:
    desk = at("acceptor", path="/desk")
    desk.is_shown()
    expect(desk.page.locator("[data-drawn=true]")).to_have_count(1)  # its program comes from the server, too
    shows(desk, report(server, "服务器停止之前")["number"])
    banner = desk.page.get_by_role("alert").filter(has_text=LOST)

    server.kill("web")
    for process in server.orphans:
        os.kill(process, signal.SIGKILL)
    expect(banner).to_be_visible()
    server.start("web")
    eventually(server.is_ready)

    shows(desk, report(server, "服务器恢复之后")["number"])
    expect(banner).to_be_hidden()


def test_a_session_that_has_ended_is_told_as_such_and_taken_up_again(at: At) -> None:
    desk = at("inspector", path="/desk")
    desk.is_shown()
    expect(desk.page.locator("[data-drawn=true]")).to_have_count(1)  # the map comes last
    desk.context.clear_cookies()

    desk.context.set_offline(True)  # the stream breaks off, and finds nobody signed in when it comes back
    desk.context.set_offline(False)

    banner = desk.page.get_by_role("alert").filter(has_text="登录已失效")
    expect(banner).to_be_visible()
    banner.get_by_role("link", name="登录").click()
    expect(desk.page.get_by_label("账号")).to_be_visible()
