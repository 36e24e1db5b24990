"""Who is bound to grids follows when they end: collectors, rules, seats; what no rule decides is told."""

from datetime import timedelta
from uuid import UUID

import pytest

from cityloop.access import api as access
from cityloop.organizations import api
from cityloop.organizations.domain.following import Hold, heir_of
from cityloop.organizations.models import DutyAssignment, ResponsibilityRule
from cityloop.organizations.tests.factories import SYSTEM, account
from cityloop.standards.contracts import MatterKind
from tests.support.grids import (
    CUT,
    FIRST,
    FOURTH,
    HOME,
    LATER,
    NORTH,
    SECOND,
    SOUTH,
    THIRD,
    change_grids,
    gather,
    loose_ends,
    merge,
)
from tests.support.small_city import FOUNDED, NOON, found_city, position

pytestmark = pytest.mark.django_db
AFTER = LATER + timedelta(minutes=1)
A, B = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def city() -> None:
    found_city()


def body(code: str, kind: api.BodyKind = api.BodyKind.DEPARTMENT) -> api.BodyView:
    return api.add_body(draft=api.BodyDraft(code=code, name=code, kind=kind), actor=SYSTEM, at=FOUNDED)


def collector(name: str, *duty: str) -> access.SeatView:
    """Return the seat of somebody who walks these duty grids."""
    home = api.body_by_code("CJ") or body("CJ", api.BodyKind.COLLECTION_COMPANY)
    post = access.Post.COLLECTOR
    draft = api.AppointmentDraft(account_id=account(name), post=post, body_id=home.id, area_code=HOME)
    seat = api.appoint(draft=draft, actor=SYSTEM, at=NOON)
    api.assign_duty(seat_id=seat.seat_id, area_codes=duty, actor=SYSTEM, at=NOON)
    return seat


def duty(seat: access.SeatView) -> list[str]:
    return [row.area_code for row in api.duties(seat_ids=[seat.seat_id], at=AFTER)]


def on_duty(grid: str, duty_grid: str) -> list[str]:
    return [found.name for found in api.candidates(grid_code=grid, duty_grid_code=duty_grid, at=AFTER)]


def everything() -> list[tuple[object, ...]]:
    """Return who is bound to what, and what is left to be decided."""
    return [*DutyAssignment.objects.values_list(), *ResponsibilityRule.objects.values_list(), *loose_ends()]


def test_a_collector_follows_to_the_duty_grids_that_carry_on() -> None:
    wang = collector("wang", NORTH)

    told = change_grids(gather(FIRST), gather(SECOND))

    assert told.carried == {NORTH: (f"{HOME}003", f"{HOME}004")}
    assert duty(wang) == [f"{HOME}003", f"{HOME}004"]
    assert loose_ends() == []


def test_a_collector_whose_ground_went_to_another_duty_grid_goes_with_it() -> None:
    wang, li = collector("wang", SOUTH), collector("li", NORTH)

    change_grids(merge(FIRST, SECOND, THIRD), gather(FOURTH, "#1"))

    assert (duty(wang), duty(li)) == ([f"{HOME}003"], [f"{HOME}003"])


def test_hearing_of_it_again_changes_nothing() -> None:
    collector("wang", NORTH)
    rule_of("HW", FIRST)
    told = change_grids(CUT, gather("#1"), gather("#2", SECOND))
    before = everything()

    api.follow_grids(told)

    assert everything() == before


def test_a_collector_left_without_a_duty_grid_is_told() -> None:
    wang = collector("wang", NORTH)
    change_grids(CUT, gather("#1", "#2", SECOND, THIRD, FOURTH))
    assert duty(wang) == [f"{HOME}003"]

    change_grids({"kind": "CUT", "grids": [SECOND], "line": [position(3.5, 0.9), position(3.5, 2.1)]}, at=AFTER)

    homeless = tuple(f"{HOME}00{number}" for number in (3, 4, 5, 6, 7, 8))
    assert duty(wang) == []
    assert loose_ends() == [
        ("COLLECTOR", "wang同志", f"{HOME}003", homeless),
        ("DUTY_GRID", "", f"{HOME}003", homeless),
    ]


def test_a_new_duty_grid_that_nobody_walks_is_told_and_one_in_a_walked_community_is_not() -> None:
    change_grids(gather(FIRST))
    assert loose_ends() == [("COLLECTOR", "", f"{HOME}003", ())]

    collector("wang", HOME)
    change_grids(gather(SECOND), at=LATER + timedelta(hours=1))
    assert len(loose_ends()) == 1


def test_a_case_of_the_past_finds_those_who_walk_its_ground_now() -> None:
    collector("wang", NORTH)
    change_grids(CUT, gather("#1", "#2", SECOND))

    assert on_duty(FIRST, NORTH) == ["wang同志"], "the case was reported in a grid and a duty grid that have ended"
    assert on_duty(FOURTH, SOUTH) == []


def rule_of(code: str, *areas: str) -> api.BodyView:
    """Have a body answer for all incidents in these unit grids."""
    found = body(code)
    for area in areas:
        draft = api.RuleDraft(body_id=found.id, kind=MatterKind.INCIDENT, area_code=area)
        api.assign_responsibility(draft=draft, actor=SYSTEM, at=NOON)
    return found


def rules() -> dict[str, str]:
    names = {found.id: found.code for found in api.bodies()}
    return {rule.area_code[-3:]: names[rule.body_id] for rule in api.rules(at=AFTER) if rule.area_code}


def test_a_rule_goes_over_to_every_grid_that_has_its_ground() -> None:
    rule_of("HW", FIRST, SECOND)

    change_grids(CUT, merge("#2", SECOND))

    assert rules() == {"005": "HW", "006": "HW"}
    assert loose_ends() == []


def test_where_rules_differ_that_of_most_of_the_ground_holds_and_the_others_are_told() -> None:
    rule_of("HW", FIRST, SECOND)
    rule_of("YL", THIRD)

    change_grids(merge(FIRST, SECOND, THIRD, FOURTH))

    assert rules() == {"005": "HW"}
    assert loose_ends() == [
        ("RULE", "YL INCIDENT", THIRD, (f"{HOME}005",)),
        ("RULE", "HW INCIDENT", FOURTH, (f"{HOME}005",)),
    ]


def test_a_seat_over_a_grid_that_ended_is_for_people_to_decide() -> None:
    home = body("CJ", api.BodyKind.COLLECTION_COMPANY)
    draft = api.AppointmentDraft(
        account_id=account("zhao"), post=access.Post.COLLECTOR, body_id=home.id, area_code=FIRST
    )
    api.appoint(draft=draft, actor=SYSTEM, at=NOON)

    change_grids(CUT)

    assert loose_ends() == [("SEAT", "zhao同志", FIRST, (f"{HOME}005", f"{HOME}006"))]


@pytest.mark.parametrize(
    ("holds", "heir", "doubtful"),
    [
        ([Hold("1", 1.0, A)], "1", ()),
        ([Hold("1", 0.4, A), Hold("2", 0.6, A)], "2", ()),
        ([Hold("1", 0.4, A), Hold("2", 0.35, B), Hold("3", 0.25, B)], "2", ("1",)),
        ([Hold("1", 0.7, None), Hold("2", 0.3, B)], "1", ("2",)),
        ([Hold("1", 0.998, A), Hold("2", 0.002, B)], "1", ()),
        ([Hold("2", 0.5, B), Hold("1", 0.5, A)], "1", ("2",)),
    ],
)
def test_most_of_the_ground_decides(holds: list[Hold], heir: str, doubtful: tuple[str, ...]) -> None:
    assert heir_of(holds) == (heir, doubtful)
