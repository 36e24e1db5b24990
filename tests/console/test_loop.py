"""The whole loop through the screens, each post at a browser of its own, in both languages."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from tests.console.desks import At, Desk
from tests.console.server import ask, move, report
from tests.faults.running import Running

WORDS = {
    "zh-CN": {
        "phone": "来电号码",
        "caller": "来电人",
        "words": "诉求内容",
        "class": "类别",
        "place": "地点",
        "register": "登记",
        "registered": "已登记，案件编号",
        "open": "打开案件",
        "body": "环境卫生管理处",
        "photo": "添加照片",
    },
    "en": {
        "phone": "Phone",
        "caller": "Caller",
        "words": "Report",
        "class": "Class",
        "place": "Place",
        "register": "Register",
        "registered": "Registered. Case number",
        "open": "Open the case",
        "body": "环境卫生管理处",
        "photo": "Add photographs",
    },
}


@dataclass
class Loop:
    """The people of the loop at their desks, and the case that goes round."""

    server: Running
    desks: dict[str, Desk]
    language: str
    case: str = ""
    number: str = ""

    def words(self, name: str) -> str:
        """Return what stands on the screen."""
        return WORDS[self.language][name]

    def register(self, address: str) -> None:
        """The acceptor takes a call down: class by its initials, place by an address that is known."""
        page = self.desks["acceptor"].page
        page.goto("/register")
        form = page.get_by_role("form")
        expect(form.get_by_label(self.words("phone"))).to_be_focused()
        page.keyboard.type("13800001234")
        form.get_by_label(self.words("caller"), exact=True).fill("王芳")
        form.get_by_label(self.words("words"), exact=True).fill("人行道上有一堆垃圾，昨天就在")
        self.choose(form.get_by_role("combobox", name=self.words("class")), "bllj", "暴露垃圾")
        self.choose(form.get_by_role("combobox", name=self.words("place")), address, address)
        expect(page.get_by_role("complementary")).to_contain_text(self.words("body"))
        with page.expect_response(lambda answer: answer.request.method == "POST" and "/cases" in answer.url) as told:
            page.keyboard.press("Control+Enter")
        self.case, self.number = (told.value.json()[name] for name in ("id", "number"))
        expect(page.get_by_role("status", name=self.words("registered"))).to_contain_text(self.number[-3:])
        page.get_by_role("link", name=self.words("open")).click()

    def choose(self, field: Locator, typed: str, option: str) -> None:
        """Type into a field that offers what fits, and take what it offers first."""
        field.fill(typed)
        expect(field.page.get_by_role("option", selected=True)).to_contain_text(option)
        field.press("Enter")

    def take_up(self, who: str, path: str = "/desk") -> None:
        """Somebody opens the case from their desk, where it has come by itself."""
        page = self.desks[who].page
        if not page.url.endswith(path):
            page.goto(path)
        page.get_by_role("row").get_by_role("link", name=self.number).click()

    def act(self, who: str, verb: str, *, opinion: str = "", **given: Any) -> None:
        """Somebody makes a move: its button, its form, sent by keys."""
        page = self.desks[who].page
        page.locator(f"[data-verb={verb}]").click()
        form = page.get_by_role("form")
        if "condition" in given:
            form.get_by_role("radio").nth(given["condition"]).check()
        if "body" in given:
            expect(form).to_contain_text(given["body"])
        if "photo" in given:
            form.get_by_label(self.words("photo")).set_input_files(given["photo"])
            expect(form.get_by_role("listitem").get_by_role("img")).to_be_visible()
        if opinion:
            form.get_by_role("textbox").last.fill(opinion)
        page.keyboard.press("Control+Enter")
        expect(form).to_be_hidden()

    def collector_finds(self, verb: str, answer: str) -> None:
        """The collector who was drawn answers, on a telephone that is not part of the console."""
        out = [
            task
            for task in ask(self.server, "acceptor", "GET", f"/cases/{self.case}")["tasks"]
            if not task["answered_at"]
        ]
        who = next(name for name, account in self.server.accounts.items() if account == out[0]["assignee_id"])
        move(self.server, who, self.case, verb, answer=answer)

    def comes_to_a_body(self, address: str) -> None:
        """From the call to the body's signature: what comes from outside is verified first."""
        self.register(address)
        self.act("acceptor", "send_verification")
        self.collector_finds("answer_verification", "EXISTS")
        self.act("acceptor", "submit")
        self.take_up("shift_leader")
        self.act("shift_leader", "file", condition=0)
        self.take_up("dispatcher")
        self.act("dispatcher", "dispatch", body=self.words("body"))
        self.take_up("handler_other")
        self.act("handler_other", "sign")

    def is_extended(self) -> None:
        """The body asks for more time and the dispatcher agrees."""
        self.act("handler_other", "ask_extension", opinion="垃圾量大，需要调车")
        self.take_up("dispatcher", "/desk/approvals")
        self.act("dispatcher", "approve")
        assert self.now()["extension_count"] == 1

    def is_disposed_of_twice(self) -> None:
        """The first check fails, the second one passes; what the collector finds shows without reloading."""
        for colour, finding, verb, opinion in (
            ("green", "NOT_PASS", "rework", "仍有残留，请继续处置"),
            ("white", "PASS", "pass_check", ""),
        ):
            self.act("handler_other", "feed_back", photo=photograph(colour))
            self.act("acceptor", "send_check")
            self.collector_finds("answer_check", finding)
            self.act("acceptor", verb, opinion=opinion)

    def now(self) -> dict[str, Any]:
        """Return the case as the API tells it."""
        told: dict[str, Any] = ask(self.server, "acceptor", "GET", f"/cases/{self.case}")
        return told


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_call_goes_round_with_an_extension_and_a_rework(at: At, server: Running, language: str) -> None:
    address = f"滨河路{'十八' if language == 'en' else '十六'}号"
    report(server, address)
    posts = ("acceptor", "shift_leader", "dispatcher", "handler_other")
    loop = Loop(server, {who: at(who, path="/desk", language=language) for who in posts}, language)

    loop.comes_to_a_body(address)
    loop.is_extended()
    loop.is_disposed_of_twice()

    loop.act("shift_leader", "close")
    closed = loop.now()
    told = {name: closed[name] for name in ("stage", "rework_count", "extension_count", "closing_kind")}
    assert told == {"stage": "CLOSED", "rework_count": 1, "extension_count": 1, "closing_kind": "NORMAL"}
    assert [desk.untranslated() for desk in loop.desks.values()] == [[]] * 4


def photograph(colour: str) -> FilePayload:
    """Return a picture as a camera would hand it over."""
    with BytesIO() as file:
        Image.new("RGB", (640, 480), colour).save(file, "JPEG")
        return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_stale_form_is_refused_kindly_and_keeps_what_was_typed(at: At, server: Running) -> None:
    case = report(server, "两个人同时办理")
    desk = at("acceptor", path=f"/cases/{case['id']}")
    desk.page.locator("[data-verb=submit]").click()
    form = desk.page.get_by_role("form", name="批转立案")
    form.get_by_role("textbox").last.fill("情况属实，建议立案，已电话核对。")
    desk.page.route("**/api/v1/stream?*", lambda route: route.abort())

    move(server, "acceptor", case["id"], "correct", class_code="06020")
    desk.page.keyboard.press("Control+Enter")

    note = form.get_by_role("alert")
    expect(note).to_contain_text("您填的内容还在，请核对后再提交")
    expect(form.get_by_role("textbox").last).to_have_value("情况属实，建议立案，已电话核对。")
    assert ask(server, "acceptor", "GET", f"/cases/{case['id']}")["stage"] == "ACCEPTANCE"

    note.get_by_role("button", name="已核对，继续").click()
    desk.page.keyboard.press("Control+Enter")
    expect(form).to_be_hidden()
    assert ask(server, "acceptor", "GET", f"/cases/{case['id']}")["stage"] == "FILING"


def test_a_case_is_found_opened_and_moved_by_keys_only(at: At, server: Running) -> None:
    case = report(server, "全用键盘办理")
    desk = at("acceptor", path=None)
    desk.listen("/desk?order=newest")
    page = desk.page
    expect(page.get_by_role("row").nth(1)).to_contain_text(case["number"])

    desk.keys("j", "Enter")
    expect(page).to_have_url(f"{server.url}/cases/{case['id']}")
    button = page.locator("[data-verb=submit]")
    expect(button).to_be_visible()
    desk.keys(button.get_attribute("aria-keyshortcuts") or "")
    form = page.get_by_role("form", name="批转立案")
    expect(form).to_be_visible()
    page.keyboard.type("键盘批转")
    desk.keys("Control+Enter")
    expect(form).to_be_hidden()
    desk.keys("Escape")

    expect(page).to_have_url(f"{server.url}/desk?order=newest")
    assert ask(server, "acceptor", "GET", f"/cases/{case['id']}")["stage"] == "FILING"
