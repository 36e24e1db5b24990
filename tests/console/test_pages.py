"""Every page in both languages and both lights: it keeps nobody out, and nothing on it is untranslated."""

import pytest
from playwright.sync_api import expect

from tests.console.desks import At
from tests.console.server import bring_to_disposal, report
from tests.faults.running import Running

pytestmark = pytest.mark.xdist_group("console")
PAGES = [
    ("acceptor", "/desk"),
    ("acceptor", "/desk/done"),
    ("acceptor", "/desk/all"),
    ("acceptor", "/register"),
    ("dispatcher", "/desk"),
    ("handler_other", "/desk"),
    ("collector_a", "/desk"),
    ("leader", "/query"),
    ("administrator", "/standards"),
    ("administrator", "/organizations"),
]


@pytest.fixture(scope="module")
def work(server: Running) -> dict[str, str]:
    """Cases at different stages, so that pages have something on them."""
    return {"new": report(server, "页面检查：待受理")["id"], "disposal": bring_to_disposal(server, "页面检查：处置中")}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("who", "path"), [(None, "/sign-in"), (None, "/no/page"), *PAGES])
def test_a_page_keeps_nobody_out(at: At, work: dict[str, str], who: str | None, path: str, language: str) -> None:
    """Chinese in the light, English in the dark; the colours of one language are those of the other."""
    desk = at(who, path=path, language=language, theme="light" if language == "zh-CN" else "dark")
    desk.is_shown()

    assert desk.barriers() == []
    assert desk.untranslated() == []


@pytest.mark.parametrize(
    ("who", "case"), [("acceptor", "new"), ("handler_other", "disposal"), ("inspector", "disposal")]
)
def test_the_page_of_a_case_keeps_nobody_out(at: At, work: dict[str, str], who: str, case: str) -> None:
    for language, theme in (("zh-CN", "light"), ("en", "dark")):
        desk = at(who, path=f"/cases/{work[case]}", language=language, theme=theme)
        desk.is_shown()
        expect(desk.page.get_by_role("main")).to_contain_text("页面检查")

        assert desk.barriers() == []
        assert desk.untranslated() == []


def test_a_narrow_screen_loses_nothing(at: At, work: dict[str, str]) -> None:
    desk = at("acceptor", path="/desk", viewport={"width": 1024, "height": 768})
    desk.is_shown()

    assert desk.page.evaluate("document.documentElement.scrollWidth") == 1024
