"""A list of a million cases costs no more than one of a hundred: only what is seen is there."""

import pytest
from playwright.sync_api import expect

from tests.console.desks import At
from tests.console.long_list import lengthen, scroll
from tests.console.server import ask, report
from tests.faults.running import Running

pytestmark = pytest.mark.xdist_group("console")
MILLION = 1_000_000


def test_a_million_cases_scroll(at: At, server: Running) -> None:
    """How evenly is measured on a quiet machine by benchmarks/console.py; here only what no load can excuse."""
    report(server, "列表的样本")
    template = ask(server, "acceptor", "GET", "/cases?limit=1")["items"][0]
    desk = at("acceptor", path=None)
    lengthen(desk.page, template, MILLION)
    desk.go("/desk")
    expect(desk.page.get_by_role("row").nth(20)).to_be_visible()

    scrolled = scroll(desk.page, step=440, frames=250)

    assert scrolled.reached > 2000
    assert scrolled.drawn < 80
    assert scrolled.median < 100, sorted(scrolled.frames)
    desk.page.keyboard.press("j")
    expect(desk.page.locator("[role=row][aria-selected=true]")).to_be_visible()
