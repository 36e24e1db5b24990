"""How evenly the console scrolls a million cases, in Chromium, beside a plain list of the same rows that is all there.

Run: python benchmarks/console.py [--cases 1000000] [--frames 600], with DATABASE_URL naming any scratch server that may
be given a database more. Prints how long the first view of the desk takes with an empty cache, until its rows are
painted; then the median and the 95th hundredth of the length of a frame, over three runs, while the list is scrolled as
fast as a wheel can (ten rows a frame) and dragged (a hundred rows a frame); then how long the whole list takes from its
first row to its last. The yardsticks: frames of a page that does nothing, and of 1,000 rows of HTML.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
django.setup()

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 - Django must be set up first

from tests.console.conftest import FLAGS  # noqa: E402 - the same
from tests.console.long_list import LIST, Scrolled, lengthen, scroll  # noqa: E402 - the same
from tests.console.server import PASSWORD, ask, report, settle  # noqa: E402 - the same
from tests.faults.running import Running, running  # noqa: E402 - the same

RUNS = 3
VIEWS = 5
WATCH = f"""new MutationObserver((_, watch) => {{
    if (document.querySelector("{LIST} .row") === null) return
    watch.disconnect()
    requestAnimationFrame(() => setTimeout(() => {{ window.painted = performance.now() }}))
}}).observe(document, {{ childList: true, subtree: true }})"""
PLAIN = "<style>.row{height:44px}</style><div class=case-list style='height:900px;overflow:auto'>%s</div>"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--frames", type=int, default=600)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as home, running(Path(home), f"cityloop_console_{os.getpid()}") as server:
        settle(server)
        report(server, "样本")
        template = ask(server, "acceptor", "GET", "/cases?limit=1")["items"][0]
        measure(server, template, cases=asked.cases, frames=asked.frames)


def measure(server: Running, template: dict[str, Any], *, cases: int, frames: int) -> None:
    """Open the desk and scroll."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS) as browser,
    ):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server.url, locale="zh-CN")
        context.request.post("/api/v1/session", data={"username": "acceptor", "password": PASSWORD})
        views = statistics.median(first_view(browser, server.url) for _ in range(VIEWS))
        print(f"first view of the desk, rows painted after {views:.0f} ms (median of {VIEWS})")
        page = context.new_page()
        page.set_content("<div class=case-list></div>")
        tell("a page that does nothing", [scroll(page, step=0, frames=frames) for _ in range(RUNS)])
        page.set_content(PLAIN % "".join(f"<div class=row>2026{n:08} 滨河路{n}号</div>" for n in range(1000)))
        tell("1,000 rows of HTML, 10 rows a frame", [scroll(page, step=440, frames=90) for _ in range(RUNS)])
        lengthen(page, template, cases)
        for rows in (10, 100):
            tell(f"{cases:,} cases, {rows} rows a frame", [fresh(page, rows, frames) for _ in range(RUNS)])
        whole(page, cases)


def first_view(browser: Browser, url: str) -> float:
    """Open the desk with nothing in the cache; return milliseconds from the address to painted rows."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=url, locale="zh-CN")
    context.request.post("/api/v1/session", data={"username": "acceptor", "password": PASSWORD})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/desk", wait_until="commit")
    page.wait_for_selector(f"{LIST} .row")
    painted: float = page.evaluate(
        "new Promise((done) => setInterval(() => { if (window.painted) done(window.painted) }, 5))"
    )
    context.close()
    return painted


def fresh(page: Page, rows: int, frames: int) -> Scrolled:
    """Scroll from the top of a desk that was just opened."""
    page.goto("/desk")
    page.wait_for_selector(f"{LIST} .row >> nth=10")
    return scroll(page, step=rows * 44, frames=frames)


def whole(page: Page, cases: int) -> None:
    """Scroll to the last case and say what it took."""
    page.goto("/desk")
    page.wait_for_selector(f"{LIST} .row >> nth=10")
    started, reached, used = time.monotonic(), 0, []
    while reached < cases and time.monotonic() - started < 1800:
        went = scroll(page, step=200 * 44, frames=300)
        reached, used = went.reached, [*used, *went.frames]
    heap = page.evaluate("performance.memory.usedJSHeapSize / 2 ** 20")
    seconds = time.monotonic() - started
    frame = statistics.median(used)
    print(f"down to row {reached:,} in {seconds:.0f} s, median frame {frame:.1f} ms, heap {heap:.0f} MiB")


def tell(what: str, runs: list[Scrolled]) -> None:
    """Print the median run."""
    median = statistics.median(run.median for run in runs)
    slow = statistics.median(run.slow for run in runs)
    blank = statistics.median(100 * run.blank / len(run.frames) for run in runs)
    print(f"{what:45} median {median:6.1f} ms   95 % under {slow:6.1f} ms   rows awaited in {blank:.0f} % of frames")


if __name__ == "__main__":
    main()
