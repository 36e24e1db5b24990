"""What the field found against the inventory: tables of cases, and properties over random streets."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from cityloop.assets.contracts import AttributeChange, FindingKind, Surveyor
from cityloop.assets.domain.comparing import REACH_M, Finding, Look, Standing, compare, error_of
from cityloop.assets.domain.surveying import covers, dependence, nested, touches

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
SPACE = UUID(int=7)
LAMP, BIN = "01027", "03005"


def standing(name: str, x: float, y: float = 0.0, **values: Any) -> Standing:
    told = {"state": "INTACT", "name": "路灯", **values.pop("told", {})}
    given = {"class_code": LAMP, "shape": shapely.Point(x, y), "error_m": 1.0, **values}
    return Standing(id=uuid5(SPACE, name), code=name, values=told, **given)


def look(name: str, x: float, y: float = 0.0, **values: Any) -> Look:
    told = {"state": "INTACT", **values.pop("told", {})}
    given = {"class_code": LAMP, "error_m": 1.0, "taken_at": NINE, **values}
    return Look(id=uuid5(SPACE, f"look {name}"), point=shapely.Point(x, y), values=told, **given)


def kinds(*found: Finding) -> list[str]:
    return sorted(finding.kind for finding in found)


@pytest.mark.parametrize(
    ("there", "seen", "kind"),
    [
        (standing("a", 0), look("1", 1.9), "FOUND"),
        (standing("a", 0), look("1", 2.1), "MOVED"),
        (standing("a", 0, error_m=10.0), look("1", 10.9), "FOUND"),
        (standing("a", 0), look("1", REACH_M + 0.1), "MISSING NEW"),
        (standing("a", 0), look("1", REACH_M + 0.1, code="a"), "MOVED"),
        (standing("a", 0), look("1", 0, class_code=BIN), "MISSING NEW"),
        (standing("a", 0), look("1", 0, told={"state": "DAMAGED"}), "DIFFERING"),
        (standing("a", 0), look("1", 0, told={"name": "高杆灯"}), "DIFFERING"),
        (standing("a", 0), look("1", 900, code="a", told={"state": "LOST"}), "MISSING"),
        (standing("a", 0, told={"state": "LOST"}), look("1", 0, code="a", told={"state": "LOST"}), "FOUND"),
        (standing("a", 0, told={"state": "LOST"}), look("1", 0), "DIFFERING"),
        (standing("a", 0, told={"state": "LOST"}), look("1", 500), "NEW"),
        (standing("a", 0, is_in_scope=False), look("1", 0), "NEW"),
        (standing("a", 0, is_in_scope=False), look("1", 0, code="a"), "FOUND"),
        (standing("a", 0, shape=shapely.box(0, 0, 50, 50)), look("1", 25, 25), "FOUND"),
    ],
)
def test_what_a_look_says_of_a_component(there: Standing, seen: Look, kind: str) -> None:
    assert " ".join(kinds(*compare([there], [seen]))) == kind


def test_a_code_that_was_read_goes_before_what_stands_nearer() -> None:
    there = [standing("a", 0), standing("b", 5)]

    found = compare(there, [look("1", 5, code="a"), look("2", 4)])

    assert {finding.standing: finding.look for finding in found} == {
        there[0].id: look("1", 5).id,
        there[1].id: look("2", 4).id,
    }


def test_the_nearest_pair_is_taken_first() -> None:
    there = [standing("a", 0), standing("b", 10)]

    found = compare(there, [look("1", 9.5), look("2", 11)])

    assert {finding.standing: finding.distance_m for finding in found} == {there[0].id: 11.0, there[1].id: 0.5}


def test_the_last_look_at_a_code_counts() -> None:
    later = look("2", 0, code="a", told={"state": "DAMAGED"}, taken_at=NINE + timedelta(hours=1))

    found = compare([standing("a", 0)], [later, look("1", 0, code="a")])

    assert kinds(*found) == ["DIFFERING", "REPEATED"]
    assert next(f for f in found if f.kind == "DIFFERING").changes == (AttributeChange("state", "INTACT", "DAMAGED"),)


def test_an_unknown_accuracy_is_the_least_exact() -> None:
    assert (error_of(""), error_of("A"), error_of("B")) == (10.0, 0.5, 1.0)


spots = st.tuples(st.integers(0, 60), st.integers(0, 60))
classes = st.sampled_from([LAMP, BIN])
streets = st.lists(st.tuples(spots, classes), max_size=12)


def street(things: list[tuple[tuple[int, int], str]]) -> list[Standing]:
    return [standing(f"c{n}", *spot, class_code=code) for n, (spot, code) in enumerate(things)]


def walk(things: list[tuple[tuple[int, int], str]], read: list[int]) -> list[Look]:
    return [
        look(f"{n}", *spot, class_code=code, code=f"c{n}" if n in read else "") for n, (spot, code) in enumerate(things)
    ]


@given(streets, streets, st.lists(st.integers(0, 11)))
def test_everything_is_found_once_and_pairs_are_of_one_class(there: Any, seen: Any, read: list[int]) -> None:
    standings, looks = street(there), walk(seen, read)

    found = compare(standings, looks)

    assert Counter(f.standing for f in found if f.standing) == Counter(each.id for each in standings)
    assert Counter(f.look for f in found if f.look) == Counter(each.id for each in looks)
    by_id, seen_by_id = {each.id: each for each in standings}, {each.id: each for each in looks}
    for finding in found:
        if finding.standing and finding.look and seen_by_id[finding.look].code != by_id[finding.standing].code:
            assert finding.distance_m is not None
            assert finding.distance_m <= REACH_M
            assert by_id[finding.standing].class_code == seen_by_id[finding.look].class_code


@given(streets, streets, st.lists(st.integers(0, 11)), st.randoms(use_true_random=False))
def test_the_order_has_no_part_in_it(there: Any, seen: Any, read: list[int], chance: Any) -> None:
    standings, looks = street(there), walk(seen, read)
    known = compare(standings, looks)

    chance.shuffle(standings)
    chance.shuffle(looks)

    assert compare(standings, looks) == known


@given(streets)
def test_a_street_as_the_inventory_has_it_shows_no_difference(there: Any) -> None:
    found = compare(street(there), walk(there, list(range(12))))

    assert {finding.kind for finding in found} <= {FindingKind.FOUND}


@given(streets, st.floats(0, 1.99))
def test_nothing_has_moved_that_is_off_by_less_than_both_may_be(there: Any, distance: float) -> None:
    moved = [look(f"{n}", x + distance, y, class_code=code, code=f"c{n}") for n, ((x, y), code) in enumerate(there)]

    assert {finding.kind for finding in compare(street(there), moved)} <= {FindingKind.FOUND}


def test_where_a_survey_reaches() -> None:
    assert covers([], None)
    assert covers(["110101"], "110101001001001")
    assert not covers(["110101"], "110102001001001")
    assert not covers(["110101"], None)
    assert touches(["110101"], "110101001")
    assert touches(["110101001"], "110101")
    assert not touches(["110101001"], "110102")
    assert nested(["110101", "110102", "110101001"]) == "110101001"
    assert nested(["110101", "110101"]) == "110101"
    assert nested(["110101001", "110101002"]) is None


def test_who_had_a_part_in_a_survey_does_not_judge_it() -> None:
    me, company, other = UUID(int=1), UUID(int=2), UUID(int=3)
    surveyors = [Surveyor(UUID(int=9), me, "张", company)]

    assert "Who surveys" in str(dependence(me, None, surveyors))
    assert "Your company" in str(dependence(other, company, surveyors))
    assert dependence(other, None, surveyors) is None
    assert dependence(other, other, surveyors) is None
