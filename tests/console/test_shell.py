"""What surrounds every screen: signing in, posts, language, light, search, help; all of it by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.console.desks import At, Desk
from tests.console.server import PASSWORD, report
from tests.faults.running import Running

SIGN_IN = re.compile(r"/sign-in")


def test_somebody_signs_in_by_keys_and_comes_to_the_page_they_wanted(at: At) -> None:
    desk = at(None, path="/query")
    expect(desk.page).to_have_url(re.compile(r"/sign-in\?to=/query$"))

    desk.page.get_by_label("账号").focus()
    desk.page.keyboard.type("acceptor")
    desk.keys("Tab")
    desk.page.keyboard.type(PASSWORD)
    desk.keys("Enter")

    expect(desk.page).to_have_url(re.compile(r"/query$"))
    expect(desk.page).to_have_title("综合查询 · CityLoop")


def test_a_wrong_password_is_told_and_the_name_stays(at: At) -> None:
    desk = at(None, path="/sign-in", language="en")

    sign_in(desk, "acceptor_west", "Wrong-2026-pass", "Account", "Password")

    expect(desk.page.get_by_role("alert")).to_have_text("There is no account of this name and password.")
    expect(desk.page.get_by_label("Account")).to_have_value("acceptor_west")


def test_who_is_locked_out_is_told_until_when(at: At) -> None:
    desk = at(None, path="/sign-in")
    alert = desk.page.get_by_role("alert")

    for _ in range(5):
        sign_in(desk, "nobody-of-this-name", "Wrong-2026-pass", "账号", "密码")
        expect(alert).not_to_be_empty()

    expect(alert).to_have_text(re.compile(r"^登录失败次数过多，账号已锁定，请 15 分钟后再试。（\d\d:\d\d 自动解锁）$"))


def test_a_newcomer_chooses_a_password_before_anything_else(at: At) -> None:
    desk = at(None, path="/sign-in")
    sign_in(desk, "newcomer", PASSWORD, "账号", "密码")
    dialog = desk.page.get_by_role("dialog", name="修改密码")
    expect(dialog).to_contain_text("请先修改密码")
    desk.keys("Escape")
    expect(dialog).to_be_visible()

    dialog.get_by_label("原密码").fill(PASSWORD)
    dialog.get_by_label("新密码", exact=True).fill("Another-2026-One")
    dialog.get_by_label("再输一遍").fill("Another-2026-Two")
    desk.keys("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("两次输入的新密码不一致。")
    dialog.get_by_label("再输一遍").fill("Another-2026-One")
    desk.keys("Enter")

    expect(dialog).to_be_hidden()
    expect(desk.page).to_have_url(re.compile(r"/desk"))


def test_somebody_with_two_posts_changes_between_them_by_keys(at: At) -> None:
    desk = at("both")
    post = desk.page.get_by_role("banner").get_by_role("button", name=re.compile("受理员|值班长"))
    expect(post).to_contain_text("受理员 · 城市管理监督中心")
    expect(desk.page.get_by_role("link", name="受理登记")).to_be_visible()

    post.focus()
    desk.keys("Enter")
    expect(desk.page.get_by_role("menuitem", name="值班长")).to_be_visible()
    desk.keys("ArrowDown", "Enter")

    expect(post).to_contain_text("值班长 · 城市管理监督中心")
    desk.page.reload()
    expect(post).to_contain_text("值班长 · 城市管理监督中心")


def test_the_language_changes_at_once_and_is_kept(at: At) -> None:
    desk = at("acceptor")
    expect(desk.page.get_by_role("link", name="综合查询")).to_be_visible()

    desk.page.get_by_role("button", name="English").click()

    expect(desk.page.get_by_role("link", name="Query")).to_be_visible()
    assert desk.page.evaluate("document.documentElement.lang") == "en"
    desk.page.reload()
    expect(desk.page.get_by_role("link", name="Query")).to_be_visible()


def test_the_dark_screen_is_dark_from_the_first_moment(at: At) -> None:
    desk = at("acceptor", theme="light")
    body = desk.page.locator("body")
    light = body.evaluate("(it) => getComputedStyle(it).backgroundColor")
    desk.page.get_by_role("button", name="深色").click()
    expect(body).not_to_have_css("background-color", light)
    desk.page.route("**/assets/*.js", lambda route: route.abort())  # nothing of ours runs but what is in the page

    desk.page.reload(wait_until="commit")

    expect(body).not_to_have_css("background-color", light)
    expect(desk.page.locator("html")).to_have_class("dark")
    desk.faults.clear()


def test_a_case_is_found_by_its_number_with_keys_only(at: At, server: Running) -> None:
    case = report(server, "向阳路八号门前积水")
    desk = at("acceptor")
    expect(desk.page.get_by_role("search", name="查找案件")).to_be_visible()

    desk.keys("/")
    desk.page.keyboard.type(case["number"])
    hit = desk.page.get_by_role("option", selected=True)
    expect(hit).to_contain_text(case["number"])
    desk.keys("Enter")

    expect(desk.page).to_have_url(re.compile(rf"/cases/{case['id']}$"))


def test_a_search_that_finds_nothing_says_so(at: At) -> None:
    desk = at("acceptor")

    desk.page.get_by_role("combobox", name="案件编号、地址、地点、部件、电话").fill("没有这样的案件")

    expect(desk.page.get_by_role("listbox", name="查找结果")).to_contain_text("没有找到。")


def test_the_keys_explain_themselves(at: At) -> None:
    desk = at("acceptor")
    expect(desk.page.get_by_role("search", name="查找案件")).to_be_visible()

    desk.keys("?")
    dialog = desk.page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("查找案件")
    desk.keys("Escape")

    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("path", ["/no/such/page", "/organizations-of-mars"])
def test_a_wrong_address_leads_home(at: At, path: str) -> None:
    desk = at("acceptor", path=path)
    expect(desk.page.get_by_text("没有这一页")).to_be_visible()

    desk.page.get_by_role("button", name="回到首页").click()

    expect(desk.page).to_have_url(re.compile(r"/desk"))


def test_a_page_that_is_not_for_this_post_is_not_shown(at: At) -> None:
    desk = at("handler", path="/register")

    expect(desk.page.get_by_role("main")).to_contain_text("没有这一页")


def test_somebody_signs_out_and_the_next_one_sees_nothing_of_theirs(at: At) -> None:
    desk = at("dispatcher_west")
    desk.page.get_by_role("button", name="dispatcher_west").click()
    desk.page.get_by_role("menuitem", name="退出登录").click()
    expect(desk.page).to_have_url(SIGN_IN)

    desk.go("/desk")

    expect(desk.page).to_have_url(SIGN_IN)
    assert desk.context.request.get("/api/v1/session").status == 401


def sign_in(desk: Desk, who: str, password: str, *labels: str) -> None:
    """Fill in the form and send it."""
    for label, words in zip(labels, (who, password), strict=True):
        desk.page.get_by_label(label, exact=True).fill(words)
    desk.keys("Enter")
