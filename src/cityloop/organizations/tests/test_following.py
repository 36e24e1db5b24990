"""Who is bound to grids follows when they end: collectors, rules, seats; what no rule decides is told."""

from datetime import datetime, timedelta

import pytest

from cityloop.access import api as access
from cityloop.organizations import api
from cityloop.organizations.models import DutyAssignment, ResponsibilityRule
from cityloop.organizations.tests.factories import SYSTEM, account
from cityloop.standards.contracts import MatterKind
from cityloop.territory import api as territory
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
DAYS = [LATER + timedelta(days=number) for number in range(5)]


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


def test_those_who_walk_a_whole_community_are_not_the_only_ones_for_a_case_of_the_past() -> None:
    collector("wang", NORTH)
    collector("li", HOME)
    change_grids(CUT, gather("#1", "#2", SECOND))

    assert sorted(on_duty(FIRST, NORTH)) == ["li同志", "wang同志"]


def test_a_collector_who_walks_the_new_duty_grid_for_a_time_walks_it_for_the_rest_too() -> None:
    wang = collector("wang", NORTH)
    new = f"{HOME}003"
    DutyAssignment.objects.create(seat_id=wang.seat_id, area_code=new, valid_from=DAYS[1], valid_until=DAYS[2])

    change_grids(gather(FIRST, SECOND))

    walked = DutyAssignment.objects.filter(area_code=new).order_by("valid_from")
    assert list(walked.values_list("valid_from", "valid_until")) == [
        (DAYS[0], DAYS[1]),
        (DAYS[1], DAYS[2]),
        (DAYS[2], None),
    ]


def test_a_collector_heard_of_late_walks_what_stands_by_then() -> None:
    told = change_grids(gather(FIRST), gather(SECOND))
    change_grids(gather(FIRST, SECOND), at=AFTER)
    wang, before = collector("wang", NORTH), loose_ends()

    api.follow_grids(told)

    assert duty(wang) == [f"{HOME}005"]
    assert loose_ends() == before


def rule_of(code: str, *areas: str, valid_from: datetime = NOON) -> api.BodyView:
    """Have a body answer for all incidents in these unit grids."""
    found = body(code)
    for area in areas:
        draft = api.RuleDraft(body_id=found.id, kind=MatterKind.INCIDENT, area_code=area, valid_from=valid_from)
        api.assign_responsibility(draft=draft, actor=SYSTEM, at=NOON)
    return found


def rules(at: datetime = AFTER) -> dict[str, str]:
    names = {found.id: found.code for found in api.bodies()}
    return {rule.area_code[-3:]: names[rule.body_id] for rule in api.rules(at=at) if rule.area_code}


def answers(grid: str, at: datetime) -> str:
    ruling = api.responsible_body(kind=MatterKind.INCIDENT, class_code="0102", grid_code=grid, at=at)
    return ruling.body_name if ruling else ""


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


def test_a_rule_that_is_planned_goes_over_too() -> None:
    rule_of("HW", FIRST)
    rule_of("YL", FIRST, valid_from=DAYS[2])

    told = change_grids(CUT)

    assert (rules(DAYS[1]), rules(DAYS[3])) == ({"005": "HW", "006": "HW"}, {"005": "YL", "006": "YL"})
    before = everything()
    api.follow_grids(told)
    assert everything() == before


def test_a_rule_that_a_new_grid_has_already_stays_and_the_other_is_told() -> None:
    rule_of("HW", FIRST)
    rule_of("YL", f"{HOME}005")

    change_grids(CUT)

    assert rules() == {"005": "YL", "006": "HW"}
    assert loose_ends() == [("RULE", "HW INCIDENT", FIRST, (f"{HOME}005",))]


def test_a_rule_heard_of_late_goes_to_what_stands_by_then() -> None:
    told = change_grids(CUT)
    change_grids(merge(f"{HOME}005", f"{HOME}006"), at=AFTER)
    rule_of("HW", FIRST)

    api.follow_grids(told)

    assert rules() == {"007": "HW"}
    assert loose_ends() == []


def test_a_rule_heard_of_late_is_told_where_its_ground_is_a_small_part_by_then() -> None:
    told = change_grids(CUT)
    change_grids(merge(f"{HOME}006", SECOND, THIRD, FOURTH), at=AFTER)
    rule_of("HW", FIRST)

    api.follow_grids(told)

    assert rules() == {"005": "HW"}
    assert loose_ends() == [("RULE", "HW INCIDENT", FIRST, (f"{HOME}007",))]


def test_for_a_case_of_the_past_whoever_has_most_of_its_ground_answers() -> None:
    rule_of("CG", HOME)
    rule_of("HW", FIRST)
    change_grids({**CUT, "line": [position(2.3, 0.9), position(2.3, 2.1)]})
    small, large = sorted((f"{HOME}005", f"{HOME}006"), key=lambda code: territory.unit_grid(code).area_m2)
    rule_of("YL", small, valid_from=AFTER)

    assert [answers(grid, AFTER) for grid in (FIRST, large, small)] == ["HW", "HW", "YL"]
    assert (answers(FIRST, NOON), answers(SECOND, AFTER)) == ("HW", "CG")


def test_a_seat_over_a_grid_that_ended_is_for_people_to_decide() -> None:
    home = body("CJ", api.BodyKind.COLLECTION_COMPANY)
    draft = api.AppointmentDraft(
        account_id=account("zhao"), post=access.Post.COLLECTOR, body_id=home.id, area_code=FIRST
    )
    api.appoint(draft=draft, actor=SYSTEM, at=NOON)

    change_grids(CUT)

    assert loose_ends() == [("SEAT", "zhao同志", FIRST, (f"{HOME}005", f"{HOME}006"))]
