"""Leagues: scores that a hand can compute, ranks, what moved, and the cases behind every figure."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.access import api as access
from cityloop.evaluation import api
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.evaluation.town_scored import APRIL, MARCH, rows_of
from tests.support.town import CITY, EAST, SYSTEM, WEST, Town

pytestmark = pytest.mark.django_db
SCHEMES = [scheme.key for scheme in api.shipped_schemes()]


def league(scheme: str, actor: access.Actor = SYSTEM, *, period: str = MARCH) -> api.League:
    return api.league(scheme_key=scheme, period=period, at=APRIL, actor=actor)


def opened(scheme: str, key: str, subject_id: str, *, period: str = MARCH, size: int = 2) -> tuple[int, int, int]:
    """Return the figure, the sum of all pages behind it, and how many rows those had."""
    asked = api.FigureAsked(key=key, scheme_key=scheme, period=period, subject_id=subject_id)
    cursor, total, rows = None, 0, 0
    while True:
        found = api.behind(asked=asked, actor=SYSTEM, at=APRIL, cursor=cursor, size=size)
        total += sum(each.contribution for each in found.page.rows)
        rows += len(found.page.rows)
        cursor = found.page.cursor
        if cursor is None:
            return found.figure, total, rows


def test_bodies_are_scored_as_a_hand_does_it(march: Town) -> None:
    rows = rows_of(league("national-body"))

    # HW: 5 filed, 10 of 10; 4 closed of 5 due (one is late), 24 of 30; 3 of 5 on time, 18; 1 of 5 reworked, 24
    assert [term.points for term in rows["HW"].terms] == ["10.0000", "24.0000", "18.0000", "24.0000"]
    assert (rows["HW"].total, rows["HW"].grade, rows["HW"].rank) == ("76.00", "B", 1)
    # SZ has what SZ-1 has: 1 filed, 10; 0 of 1 closed, 0; 0 of 1 on time, 0; none reworked, 30
    for code in ("SZ", "SZ-1"):
        assert [term.points for term in rows[code].terms] == ["10.0000", "0.0000", "0.0000", "30.0000"]
        assert (rows[code].total, rows[code].grade, rows[code].rank) == ("40.00", "D", 2)
    assert [row.code for row in league("national-body").rows] == ["HW", "SZ", "SZ-1"]


def test_a_term_tells_the_figures_it_opens_now_and_before(march: Town) -> None:
    found = league("national-body")
    closing = next(head for head in found.terms if head.key == "closing")
    row = rows_of(found)["HW"]

    assert [(head.key, head.zh) for head in closing.figures] == [("closed", "结案数"), ("need_close", "应结案数")]
    assert [(each.key, each.figure, each.before) for each in row.terms[1].figures] == [
        ("closed", 4, 0), ("need_close", 5, 0),
    ]  # fmt: skip
    assert found.against is not None
    assert found.against.key == "2026-02"
    # nobody filed anything in February: that is no score, let alone the first place
    assert (row.total_before, row.rank_before, row.terms[1].points_before) == (None, None, None)


def test_april_is_held_against_march(march: Town) -> None:
    row = rows_of(league("national-body", period="2026-04"))["HW"]

    assert (row.total_before, row.rank_before) == ("76.00", 1)
    assert [each.before for each in row.terms[1].figures] == [4, 5]


@pytest.mark.parametrize(
    ("day", "days", "before"), [(1, "2026-03-01..2026-03-01", 0), (6, "2026-03-01..2026-03-06", 5)]
)
def test_a_month_that_is_not_over_is_held_against_as_many_days(day: int, days: str, before: int, march: Town) -> None:
    at = APRIL.replace(day=day)
    for other in ("", MARCH):
        found = api.league(scheme_key="national-body", period="2026-04", at=at, actor=SYSTEM, other=other)

        assert found.against is not None
        assert (found.period.is_running, found.against.is_cut, found.against.key) == (True, True, days)
        assert rows_of(found)["HW"].terms[0].figures[0].before == before


def test_a_month_that_is_over_is_held_against_a_whole_one(march: Town) -> None:
    found = league("national-body")

    assert found.against is not None
    assert (found.period.is_running, found.against.is_cut, found.against.key) == (False, False, "2026-02")


def test_grades_counts_and_notes_have_english_names(march: Town) -> None:
    body, district = league("national-body"), league("chengdu-district")

    assert rows_of(body)["HW"].grade_en == "B"
    assert {row.grade_en for row in district.rows if row.grade is not None} <= {"Excellent", "Good", "Fair", "Poor"}
    heads = [head for term in district.terms for head in term.figures]
    assert all(head.en.isascii() for head in heads), [head.en for head in heads if not head.en.isascii()]
    assert district.scheme.note_en.isascii()
    assert district.scheme.note_en


def test_a_group_tells_the_formula_it_is_judged_by(march: Town) -> None:
    found = next(head for head in league("national-grid").terms if head.key == "filed")

    assert "<= 2: 90" in found.formula
    assert "<= 3: 90" in found.by_group["second"]


def test_areas_are_scored_each_by_its_own(march: Town) -> None:
    rows = rows_of(league("national-district"))

    assert rows.keys() == {EAST, WEST}
    # the west has one, closed on time, found by a collector
    assert [term.points for term in rows[WEST].terms] == ["10.0000", "40.0000", "50.0000"]
    # the east has five filed, 3 closed of 5 due, 2 on time
    assert [term.points for term in rows[EAST].terms] == ["10.0000", "24.0000", "20.0000"]
    assert rows_of(league("national-city"))[CITY].terms[1].figures[0].figure == 4


def test_grids_stand_in_their_groups_with_their_classes(march: Town) -> None:
    found = league("national-grid")

    assert {row.group for row in found.rows} <= {"first", "second", ""}
    assert sum(group.size for group in found.groups) == sum(row.rank is not None for row in found.rows)
    assert [row.group for row in found.rows] == sorted(row.group for row in found.rows)
    assert all(row.area_class for row in found.rows)


def test_people_are_scored_by_their_own_work(march: Town) -> None:
    leaders = league("national-shift-leader").rows
    companies = rows_of(league("national-company"))
    collectors = rows_of(league("national-collector"))

    assert [(row.name, row.rank) for row in leaders] == [("shift_leader", 1)]
    assert [each.figure for each in leaders[0].terms[0].figures] == [6, 6]
    assert companies["CJ-B"].terms[1].figures[0].figure == 1
    assert companies["CJ-A"].terms[1].figures[0].figure == 0
    assert collectors["collector_west"].terms[0].points == "40.0000"
    assert collectors.keys() == {"collector_a", "collector_b", "collector_west"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_figure_of_every_league_opens_its_cases(scheme: str, march: Town) -> None:
    seen = 0
    for row in league(scheme).rows:
        for figure in {figure.key: figure for term in row.terms for figure in term.figures}.values():
            told, total, _ = opened(scheme, figure.key, row.subject_id)
            assert told == total == figure.figure, (row.code, figure.key)
            seen += figure.figure != 0
    assert seen


def test_how_many_classes_opens_one_case_for_each(march: Town) -> None:
    assert opened("chengdu-district", "上报类别数", EAST) == (1, 1, 1)
    assert opened("chengdu-district", "filed", EAST)[0] == 5


def test_others_see_their_own_row_and_its_rank(march: Town) -> None:
    for who, codes in {
        "evaluator": ["HW", "SZ", "SZ-1"], "leader": ["HW", "SZ", "SZ-1"], "administrator": ["HW", "SZ", "SZ-1"],
        "handler_other": ["HW"], "handler": ["SZ"], "handler_below": ["SZ-1"], "acceptor": [], "collector_a": [],
    }.items():  # fmt: skip
        found = league("national-body", march[who])
        assert [row.code for row in found.rows] == codes, who
        assert found.groups[0].size == 3
    assert rows_of(league("national-body", march["handler"]))["SZ"].rank == 2
    assert [row.name for row in league("national-collector", march["collector_a"]).rows] == ["collector_a"]
    with pytest.raises(NotPermittedError):
        league("national-body", march["citizen"])


def test_who_watches_a_part_of_the_city_sees_its_areas_and_neither_bodies_nor_people(march: Town) -> None:
    watcher = replace(march["evaluator"], area_code=EAST)
    asked = api.FigureAsked(key="filed", scheme_key="national-body", period=MARCH, subject_id=str(march.bodies["HW"]))

    assert [row.code for row in league("national-district", watcher).rows] == [EAST]
    assert {row.code[:6] for row in league("national-street", watcher).rows} == {EAST}
    for scheme in ("national-body", "national-company", "national-collector", "national-city"):
        assert league(scheme, watcher).rows == (), scheme
    with pytest.raises(NotFoundError):
        api.behind(asked=asked, actor=watcher, at=APRIL)


def test_the_cases_of_others_are_not_told(march: Town) -> None:
    asked = api.FigureAsked(key="filed", scheme_key="national-body", period=MARCH, subject_id=str(march.bodies["HW"]))

    assert api.behind(asked=asked, actor=march["handler_other"], at=APRIL).figure == 5
    with pytest.raises(NotFoundError):
        api.behind(asked=asked, actor=march["handler"], at=APRIL)


def test_what_is_not_there_is_refused(march: Town) -> None:
    with pytest.raises(NotFoundError, match="no scheme glory"):
        league("glory")
    with pytest.raises(InvalidInputError, match="No period"):
        league("national-body", period="soon")
    for key, subject in (("glory", str(march.bodies["HW"])), ("filed", "nobody")):
        asked = api.FigureAsked(key=key, scheme_key="national-body", period=MARCH, subject_id=subject)
        with pytest.raises(NotFoundError):
            api.behind(asked=asked, actor=SYSTEM, at=APRIL)


def test_a_league_costs_as_many_queries_whoever_is_in_it(march: Town) -> None:
    with CaptureQueriesContext(connection) as queries:
        league("national-body")

    assert len(queries) <= 16
