"""Somebody's screen: one browser context, signed in, and what went wrong on it."""

import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from cityloop.config.home import ROOT
from tests.console.server import PASSWORD
from tests.faults.running import Running

PATIENCE = 20_000.0  # milliseconds; two processors may be busy with other tests
expect.set_options(timeout=PATIENCE)
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LOOK_FOR_FAULTS = """async () => {
  const ends = ({ effect }) => Number.isFinite(effect.getComputedTiming().endTime)
  const isMoving = (animation) => animation.playState === "running" && ends(animation)
  for (let calm = 0; calm < 5; calm = document.getAnimations().some(isMoving) ? 0 : calm + 1) {
    await new Promise(requestAnimationFrame)  // one transition ends and sets off the next in what is inside
  }
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
  const { violations } = await axe.run(document, { resultTypes: ["violations"], runOnly: rules })
  const told = ({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary.split("\\n").slice(1).join("; ")}`
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${told(node)}`))
}"""
WORDS_ON_SCREEN = """() => {
  const names = ["aria-label", "title", "placeholder", "alt"]
  const parts = [...document.querySelectorAll(names.map((name) => `[${name}]`).join())]
  const labels = parts.flatMap((part) => names.map((name) => part.getAttribute(name) ?? ""))
  return [document.title, document.body.innerText, ...labels].join("\\n")
}"""
# What a text looks like whose key is unknown: the key itself, or a hole that nothing fills.
RAW_KEY = re.compile(
    r"\b(?:assets|atlas|bell|cases|common|error|evaluation|keys|lamp|lost|nav|organizations|password|post|search|shell|signIn|"
    r"standards|territory)"
    r"(?:\.[A-Za-z][\w-]*)+|\{\w+\}|\bundefined\b|\bNaN\b|Invalid Date|\[object "
)


class At(Protocol):
    """Seats somebody at a desk of their own."""

    def __call__(
        self, who: str | None, *, path: str | None = "/", language: str = "zh-CN", theme: str = "light", **context: Any
    ) -> "Desk":
        """Return the desk, showing a page."""


@dataclass
class Desk:
    """A screen with somebody in front of it."""

    server: Running
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    @classmethod
    def open(
        cls, browser: Browser, server: Running, who: str | None, *, language: str, theme: str, **context: Any
    ) -> "Desk":
        """Open a browser for somebody, signed in unless it is nobody."""
        options = {"viewport": {"width": 1440, "height": 900}, "locale": language, "reduced_motion": "reduce"}
        opened = browser.new_context(base_url=server.url, **(options | context))
        opened.set_default_timeout(PATIENCE)
        opened.add_init_script(
            f"localStorage.setItem('cityloop.language', localStorage.getItem('cityloop.language') ?? '{language}');"
            f"localStorage.setItem('cityloop.theme', localStorage.getItem('cityloop.theme') ?? '{theme}')"
        )
        if who is not None:
            answer = opened.request.post("/api/v1/session", data={"username": who, "password": PASSWORD})
            assert answer.ok, answer.text()
        desk = cls(server, opened, opened.new_page())
        desk.page.on("pageerror", lambda error: desk.faults.append(f"error in the page: {error}"))
        desk.page.on("console", desk.note)
        desk.page.on("response", desk.watch)
        return desk

    def go(self, path: str) -> None:
        """Show a page."""
        self.page.goto(path)

    def listen(self, path: str) -> None:
        """Show a page and wait until it hears what happens."""
        with self.page.expect_response(lambda response: "/api/v1/stream?" in response.url):
            self.go(path)

    def note(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains about; refusals of the API are looked at where they are told."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"complaint of the browser: {message.text}")

    def watch(self, response: Response) -> None:
        """Keep what the server failed at."""
        if response.status >= 500 and response.status != 503:
            self.faults.append(f"{response.status} from {response.url}")

    def keys(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def is_shown(self) -> None:
        """Wait until the page has what it asked for, maps included."""
        expect(self.page.get_by_role("main")).to_be_visible()
        expect(
            self.page.locator(".note.loading, [aria-busy=true], .el-loading-mask, [data-drawn=false]")
        ).to_have_count(0)
        expect(self.page.get_by_role("main")).to_have_text(re.compile(r"\S"))

    def barriers(self) -> list[str]:
        """Return what keeps somebody out, as axe sees it: everything serious or critical."""
        self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(LOOK_FOR_FAULTS)
        return found

    def untranslated(self) -> list[str]:
        """Return what is written on the screen that no person would write."""
        return RAW_KEY.findall(self.page.evaluate(WORDS_ON_SCREEN))


def look_at(desk: Desk) -> None:
    """Hold that nothing keeps anybody out of this page and all is translated: Chinese by day, then English by night."""
    desk.is_shown()
    found = desk.barriers() + desk.untranslated()
    desk.page.get_by_role("button", name="English").click()
    desk.page.get_by_role("button", name="Dark").click()
    desk.is_shown()
    found += desk.barriers() + desk.untranslated()
    assert not found, "\n".join(found)
