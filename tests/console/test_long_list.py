"""A list of a million cases costs no more than one of a hundred: only what is seen is there."""

from playwright.sync_api import expect

from tests.console.desks import At
from tests.console.long_list import lengthen, scroll
from tests.console.server import ask, report
from tests.faults.running import Running

SHORT, MILLION = 3_000, 1_000_000
TURNS = 3


def test_a_million_cases_scroll_like_a_few(at: At, server: Running) -> None:
    """How evenly is measured on a quiet machine by benchmarks/console.py; here beside a short list, turn by turn."""
    report(server, "列表的样本")
    template = ask(server, "acceptor", "GET", "/cases?limit=1")["items"][0]
    lists = {}
    for total in (SHORT, MILLION):
        lists[total] = at("acceptor", path=None)
        lengthen(lists[total].page, template, total)
        lists[total].go("/desk")
        expect(lists[total].page.get_by_role("row").nth(20)).to_be_visible()

    medians: dict[int, list[float]] = {total: [] for total in lists}
    for _ in range(TURNS):
        for total, desk in lists.items():
            desk.page.bring_to_front()
            scrolled = scroll(desk.page, step=440, frames=80)
            assert scrolled.drawn < 80
            medians[total].append(scrolled.median)

    assert scrolled.reached > 2000
    assert min(medians[MILLION]) < 2 * min(medians[SHORT]), medians
    desk.page.keyboard.press("j")
    expect(desk.page.locator("[role=row][aria-selected=true]")).to_be_visible()
