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


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_trend_and_an_hour_open_the_cases_that_they_count(
    at: At, server: Running, cases: list[str], language: str
) -> None:
    view, key = ("view=trends", "measure=filed") if language == "en" else ("view=heat", "counted=filed")
    desk = at("leader", path=f"/evaluation/national-city?{view}&{key}", language=language)
    figures = desk.page.get_by_role("table").get_by_role("button")

    figures.last.click() if language != "en" else figures.first.click()

    listed = desk.page.get_by_role("dialog").get_by_role("link")
    for number in cases:
        expect(listed.filter(has_text=number)).to_have_count(1)


def test_two_periods_stand_beside_each_other(at: At, cases: list[str]) -> None:
    desk = at("leader", path="/evaluation/national-city?view=compare", language="en")

    expect(desk.page.get_by_role("row").filter(has_text="Filed from").first).to_be_visible()
    desk.page.get_by_text("The league", exact=True).click()

    expect(desk.page.get_by_role("region", name="The league").get_by_role("row")).to_have_count(2)


def test_an_area_on_the_map_says_why(at: At, cases: list[str]) -> None:
    desk = at("leader", path="/evaluation/national-district?view=map")
    desk.is_shown()
    ground = desk.page.locator("[data-still=true]")
    expect(ground).to_be_visible()

    box = ground.bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(desk.page).to_have_url(re.compile("who="))
    expect(desk.page.get_by_role("complementary", name="得分构成").get_by_role("heading").first).to_be_visible()


def test_somebody_finds_their_own_figures_and_nobody_elses(at: At, cases: list[str]) -> None:
    desk = at("acceptor", path="/evaluation/me")

    expect(desk.page.get_by_role("main")).to_contain_text(re.compile("共 [0-9]+ 人"))
    expect(desk.page.get_by_role("main")).to_contain_text("受理")
    expect(desk.page.get_by_role("main")).not_to_contain_text("shift_leader")
