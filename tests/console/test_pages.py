"""Every page in both languages and both lights: it keeps nobody out, and nothing on it is untranslated."""

import pytest
from playwright.sync_api import expect

from tests.console.desks import At, look_at
from tests.console.server import bring_to_disposal, move, report
from tests.faults.running import Running

PAGES = [
    (None, "/sign-in"),
    ("acceptor", "/desk"),
    ("acceptor", "/desk/done"),
    ("acceptor", "/desk/all"),
    ("acceptor", "/register"),
    ("dispatcher", "/desk"),
    ("handler_other", "/desk"),
    ("collector_a", "/desk"),
    ("leader", "/query"),
    ("leader", "/evaluation"),
    ("leader", "/evaluation/national-body?view=trends"),
    ("leader", "/evaluation/national-body?view=heat"),
    ("leader", "/evaluation/national-body?view=compare"),
    ("leader", "/evaluation/national-district?view=map"),
    ("leader", "/evaluation/me"),
    ("acceptor", "/evaluation/me"),
    ("evaluator", "/evaluation/results"),
    ("evaluator", "/evaluation/entries?scheme=jinhua-body"),
    ("evaluator", "/evaluation/definitions"),
    ("leader", "/evaluation/definitions?part=schemes"),
    ("leader", "/components"),
    ("administrator", "/components/imports"),
    ("administrator", "/components/surveys"),
    ("administrator", "/grids"),
    ("administrator", "/standards"),
    ("administrator", "/standards/disposal"),
    ("administrator", "/standards/calendars"),
    ("administrator", "/organizations"),
    ("administrator", "/organizations/staff"),
    ("administrator", "/organizations/responsibility"),
    ("administrator", "/organizations/accounts"),
    ("administrator", "/organizations/audit"),
]


@pytest.fixture(scope="module")
def work(server: Running) -> dict[str, str]:
    """Cases at different stages, so that pages have something on them."""
    return {"new": report(server, "页面检查：待受理")["id"], "disposal": bring_to_disposal(server, "页面检查：处置中")}


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_keeps_nobody_out(at: At, work: dict[str, str], who: str | None, path: str) -> None:
    look_at(at(who, path=path))


@pytest.mark.parametrize(
    ("who", "case"), [("acceptor", "new"), ("handler_other", "disposal"), ("inspector", "disposal")]
)
def test_the_page_of_a_case_keeps_nobody_out(at: At, work: dict[str, str], who: str, case: str) -> None:
    desk = at(who, path=f"/cases/{work[case]}")
    expect(desk.page.get_by_role("main")).to_contain_text("页面检查")

    look_at(desk)


@pytest.mark.parametrize(("who", "verb"), [("shift_leader", "file"), ("dispatcher", "dispatch")])
def test_the_form_of_a_move_keeps_nobody_out(at: At, server: Running, who: str, verb: str) -> None:
    case = report(server, "页面检查：表单")["id"]
    move(server, "acceptor", case, "submit")
    if verb == "dispatch":
        move(server, "shift_leader", case, "file", limit="4 work_hour")
    desk = at(who, path=f"/cases/{case}")
    desk.page.locator(f"[data-verb={verb}]").click()
    expect(desk.page.get_by_role("form")).to_be_visible()

    look_at(desk)


def test_a_narrow_screen_loses_nothing(at: At, work: dict[str, str]) -> None:
    desk = at("acceptor", path="/desk", viewport={"width": 1024, "height": 768})
    desk.is_shown()

    assert desk.page.evaluate("document.documentElement.scrollWidth") == 1024


CUT = """() => [...document.querySelectorAll(".columns > *, .bar nav")]
  .filter((part) => part.offsetParent !== null && part.scrollWidth > part.clientWidth + 1)
  .map((part) => `${part.className}: ${part.textContent}`)"""
COLUMNS = """() => [...document.querySelectorAll(".columns")].map((row) => [...row.children]
  .filter((cell) => cell.offsetParent !== null && !cell.classList.contains("check"))
  .map((cell) => Math.round(cell.getBoundingClientRect().x)))"""


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_columns_align_and_neither_they_nor_the_menu_are_cut(
    at: At, work: dict[str, str], width: int, language: str
) -> None:
    desk = at("dispatcher", path="/desk/all", language=language, viewport={"width": width, "height": 900})
    expect(desk.page.get_by_role("grid")).to_contain_text("页面检查")

    assert desk.page.evaluate(CUT) == []
    edges = desk.page.evaluate(COLUMNS)
    assert len(edges) > 2
    assert all(row == edges[0] for row in edges), edges[:3]
    expect(desk.page.get_by_role("columnheader", name="处置时限" if language == "zh-CN" else "Limit")).to_be_visible()
