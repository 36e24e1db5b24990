"""Take a picture of each desk of the demonstration city, light and dark, into docs/console/. See the README.md there.

Needs a server with the demonstration city (`make demo`) and Chromium. Pictures are named by account, page and light.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "console"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
LINE = re.compile(r"^  (?P<username>\S+)  +(?P<password>\S+)  ", re.MULTILINE)
DESK = {"desk": "/desk", "all": "/desk/all"}
PAGES: Mapping[str, Mapping[str, str]] = {
    "acceptor": {**DESK, "register": "/register", "case": "/desk/all", "own": "/evaluation/me"},
    "shift-leader": {**DESK, "query": "/query"},
    "dispatcher": {**DESK, "approvals": "/desk/approvals", "case": "/desk"},
    "handler": {**DESK, "case": "/desk"},
    "inspector": {**DESK, "query": "/query"},
    "leader": {
        **DESK,
        "query": "/query",
        "league": "/evaluation",
        "trends": "/evaluation?view=trends",
        "heat": "/evaluation?view=heat",
        "compare": "/evaluation?view=compare",
        "map": "/evaluation?view=map",
    },
    "evaluator": {
        **DESK,
        "evaluation": "/evaluation",
        "quality": "/evaluation/quality",
        "integrity": "/evaluation/integrity",
        "outside": "/evaluation/outside",
        "results": "/evaluation/results",
        "result-basis": "/evaluation/results?part=basis",
        "entries": "/evaluation/entries?scheme=jinhua-body",
        "indicators": "/evaluation/definitions",
        "schemes": "/evaluation/definitions?part=schemes",
    },
    "collector": {"desk": "/desk"},
    "administrator": {
        "components": "/components",
        "component": "/components",
        "imports": "/components/imports",
        "surveys": "/components/surveys",
        "grids": "/grids",
        "classes": "/standards/classes",
        "disposal": "/standards/disposal",
        "calendars": "/standards/calendars",
        "bodies": "/organizations/bodies",
        "staff": "/organizations/staff",
        "responsibility": "/organizations/responsibility",
        "accounts": "/organizations/accounts",
    },
}
WAITING = ".note.loading, .blank, .el-loading-mask, [aria-busy=true]"
PATIENCE = 30_000.0  # milliseconds
expect.set_options(timeout=PATIENCE)
STILL = 12  # looks at most until two are alike


def main() -> None:
    """Sign in to one account of each post and take its pictures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="http://localhost:8420")
    options.add_argument("--accounts", type=Path, default=ROOT / ".cityloop" / "demo-accounts.txt")
    options.add_argument("--language", choices=["zh-CN", "en"], default="zh-CN")
    options.add_argument("--only", default="", help="the account to take pictures of")
    options.add_argument("--folder", type=Path, default=FOLDER)
    asked = options.parse_args()
    if not asked.accounts.exists():
        sys.exit(f"{asked.accounts} is missing: `make demo` writes it.")
    asked.folder.mkdir(parents=True, exist_ok=True)
    people = [found for found in LINE.finditer(asked.accounts.read_text()) if asked.only in ("", found["username"])]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS) as browser,
    ):
        for person in people:
            for light in ("light", "dark"):
                context = signed_in(browser, asked.url, person, asked.language, light)
                for name, picture in pictures(context, PAGES.get(person["username"], {})):
                    file = asked.folder / f"{person['username']}-{name}-{light}.png"
                    picture.screenshot(path=file)
                    print(file)
                context.close()


def signed_in(browser: Browser, url: str, person: re.Match[str], language: str, light: str) -> BrowserContext:
    """Return a browser in which somebody is signed in."""
    context = browser.new_context(
        base_url=url, viewport={"width": 1440, "height": 900}, locale=language, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    wished = (
        f"localStorage.setItem('cityloop.language', '{language}'); localStorage.setItem('cityloop.theme', '{light}')"
    )
    context.add_init_script(wished)
    answer = context.request.post(
        "/api/v1/session", data={"username": person["username"], "password": person["password"]}
    )
    if not answer.ok:
        sys.exit(f"{person['username']} cannot sign in to {url}: {answer.text()}")
    return context


def pictures(context: BrowserContext, pages: Mapping[str, str]) -> Iterator[tuple[str, Page]]:
    """Yield each page when all it asked for is on it; `case` and `component` are the first of their lists."""
    page = context.new_page()
    for name, path in pages.items():
        page.goto(path)
        settle(page)
        if name in {"case", "component"}:
            first = page.get_by_role("row").nth(1).get_by_role("link").first
            if first.count() == 0:
                continue
            first.click()
            page.wait_for_url(f"**/{name}s/*")
            settle(page)
        yield name, page


def settle(page: Page) -> None:
    """Wait until nothing is on its way any more, maps included."""
    page.get_by_role("main").wait_for()
    expect(page.locator(WAITING)).to_have_count(0)
    expect(page.get_by_role("main")).to_have_text(re.compile(r"\S"))
    page.evaluate("document.fonts.ready.then(() => true)")
    before = b""
    for _ in range(STILL):
        now = page.screenshot()
        if now == before:
            return
        before = now
        page.evaluate("() => new Promise((done) => setTimeout(done, 500))")


if __name__ == "__main__":
    main()
