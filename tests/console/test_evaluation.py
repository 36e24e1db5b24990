"""Evaluation on the screen: who has come to what, why, and the cases behind a figure, while cases go on."""

import re
from time import monotonic

import pytest
from playwright.sync_api import expect

from tests.console.desks import At
from tests.console.server import ask, bring_to_disposal
from tests.faults.running import Running

SECONDS = 2.0


@pytest.fixture(scope="module")
def cases(server: Running) -> list[str]:
    """Two cases that a body has to dispose of, by their numbers; and the schemes that ship."""
    assert server.run("load-evaluation").returncode == 0
    made = [bring_to_disposal(server, words) for words in ("评价一", "评价二")]
    return [ask(server, "leader", "GET", f"/cases/{case}")["number"] for case in made]


def name_of(server: Running, code: str) -> str:
    bodies = ask(server, "leader", "GET", "/bodies")["items"]
    name: str = next(each["name"] for each in bodies if each["code"] == code)
    return name


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_figure_opens_the_cases_that_it_counts(at: At, server: Running, cases: list[str], language: str) -> None:
    desk = at("leader", path="/evaluation/national-body", language=language)
    name = "Filed" if language == "en" else "立案数"
    body = name_of(server, "HW")

    desk.page.get_by_role("button", name=body, exact=True).click()
    desk.page.get_by_role("region", name=body).get_by_role("button", name=name).click()

    listed = desk.page.get_by_role("dialog").get_by_role("link")
    for number in cases:
        expect(listed.filter(has_text=number)).to_have_count(1)
    counted = int("".join(filter(str.isdigit, desk.page.get_by_role("dialog").get_by_role("heading").inner_text())))
    expect(listed).to_have_count(counted)


def test_a_case_that_is_filed_changes_the_figure_in_two_seconds(at: At, server: Running, cases: list[str]) -> None:
    desk = at("leader", path=None)
    desk.listen("/evaluation/national-body")
    body = name_of(server, "HW")
    desk.page.get_by_role("button", name=body, exact=True).click()
    figure = desk.page.get_by_role("region", name=body).get_by_role("button", name="立案数")
    before = int("".join(filter(str.isdigit, figure.inner_text())))

    bring_to_disposal(server, "评价三")
    done = monotonic()

    expect(figure).to_have_text(f"立案数 {before + 1}")
    assert monotonic() - done < SECONDS


def test_a_period_without_anything_says_so_and_steps_back(at: At, cases: list[str]) -> None:
    desk = at("leader", path="/evaluation/national-body?period=2019-05")

    desk.page.get_by_role("button", name="下一期").click()

    expect(desk.page).to_have_url(re.compile("period=2019-06"))
