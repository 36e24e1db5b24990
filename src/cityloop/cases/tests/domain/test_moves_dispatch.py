"""Moves 10 to 14, 32 and 33 of the merged transition table: dispatch and disposal.

:source: standards/workflow.md sections 5.3 and 7.
"""

from datetime import datetime

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, VoidKind
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.turn import HelperDone, HelpersJoined, RequestDecided, RequestOpened
from cityloop.cases.tests.domain.factories import (
    ACCEPTOR,
    CLOCKWORK,
    DISPATCHER,
    EAST_DESK,
    GREEN,
    MINUTE,
    PERSON,
    PHOTO,
    ROADS,
    ROADS_DESK,
    SHIFT_LEADER,
    WATER,
    WATER_DESK,
    WATER_EAST,
    CaseSituations,
    city,
    march,
)


@pytest.mark.parametrize(
    ("limit", "due_at"),
    [
        ("4 work_hour", march(9, 11)),
        ("1 work_day", march(9, 17)),
        ("2 urgent_hour", march(6, 19)),
        ("1 urgent_day", march(7, 17)),
    ],
)
def test_move_10_dispatch_starts_the_clock_of_the_body(limit: str, due_at: datetime) -> None:
    story = CaseSituations.in_disposal(limit)

    state = story.state
    assert (state.stage, state.phase, state.holder_post) == ("DISPOSAL", Phase.OPEN, Post.HANDLER)
    assert (state.lead_body_id, state.holder_body_id, state.dispatched_at) == (WATER, WATER, march(6, 17))
    assert story.due_at == due_at


def test_move_10_dispatch_needs_a_body() -> None:
    story = CaseSituations.in_dispatch()

    assert story.refused("dispatch", DISPATCHER) == "MISSING_INPUT"
    assert story.allowed_posts("dispatch", body_id=WATER) == {Post.DISPATCHER}


def test_move_10_a_given_due_moment_is_kept_as_it_is() -> None:
    story = CaseSituations.with_given_due()

    assert (story.due_at, story.state.warn_at) == (march(8, 17), march(8, 7, 24))  # 80 % of two days


def test_move_10_without_a_limit_no_clock_runs() -> None:
    story = CaseSituations.without_limit()

    assert (story.state.clock, story.state.timer_at) == (None, None)
    story.take("feed_back", WATER_DESK, march(30, 9), photo_ids=(PHOTO,))
    assert story.state.disposed_on_time is True


def test_move_11_the_dispatcher_sends_back_to_filing() -> None:
    story = CaseSituations.in_dispatch()

    assert story.refused("send_back", DISPATCHER) == "MISSING_INPUT"
    assert story.allowed_posts("send_back") == {Post.DISPATCHER}
    assert story.take("send_back", DISPATCHER, opinion="Wrong class.").state.stage == "FILING"


def test_move_11_what_a_body_returned_is_not_sent_back() -> None:
    assert CaseSituations.returned().refused("send_back", DISPATCHER, opinion="Not ours.") == "NOT_RETURNED"


def test_move_11_a_plan_is_forgotten_on_the_way_back() -> None:
    story = CaseSituations.planned().take("send_back", DISPATCHER, opinion="Wrong class.")

    assert (story.state.dispatch_at, story.state.planned_body_id) == (None, None)


def test_move_12_voiding_is_asked_for_with_a_reason_and_the_case_waits() -> None:
    story = CaseSituations.in_dispatch()
    assert story.refused("ask_voiding", DISPATCHER) == "MISSING_INPUT"
    assert story.allowed_posts("ask_voiding") == {Post.DISPATCHER}

    story.take("ask_voiding", DISPATCHER, opinion="Gone already.")

    assert story.records == (RequestOpened("VOIDING", Post.SHIFT_LEADER),)
    assert (story.state.stage, story.state.request_kind) == ("DISPATCH", "VOIDING")
    assert story.refused("dispatch", DISPATCHER, body_id=WATER) == "NO_REQUEST"


def test_move_12_the_shift_leader_grants_it() -> None:
    story = CaseSituations.in_dispatch().take("ask_voiding", DISPATCHER, opinion="Gone already.")
    assert story.allowed_posts("approve") == {Post.SHIFT_LEADER}

    story.take("approve", SHIFT_LEADER)

    assert story.records == (RequestDecided(approved=True, final=True),)
    assert (story.state.stage, story.state.void_kind, story.state.request_kind) == ("VOID", VoidKind.VOIDED, "")


def test_move_12_a_refused_voiding_leaves_the_case_with_the_dispatcher() -> None:
    before = CaseSituations.in_dispatch()
    story = CaseSituations.in_dispatch().take("ask_voiding", DISPATCHER, opinion="Gone already.")

    story.take("refuse", SHIFT_LEADER, opinion="I can see it.")

    assert (story.state.stage, story.state.request_kind, story.due_at) == ("DISPATCH", "", before.due_at)
    assert story.take("dispatch", DISPATCHER, body_id=WATER).state.stage == "DISPOSAL"


def test_move_12_a_planned_dispatch_waits_for_the_answer() -> None:
    story = CaseSituations.planned().take("ask_voiding", DISPATCHER, opinion="Gone already.")
    assert story.refused("dispatch_as_planned", CLOCKWORK, march(7, 9)) == "NO_REQUEST"

    granted = story.take("approve", SHIFT_LEADER, march(7, 10))

    assert (granted.state.dispatch_at, granted.state.timer_at) == (None, None)


def test_move_13_a_planned_dispatch_starts_the_clock_at_its_time() -> None:
    story = CaseSituations.planned()
    assert (story.state.stage, story.state.dispatch_at, story.state.planned_body_id) == ("DISPATCH", march(7, 9), WATER)

    story.take("dispatch_as_planned", CLOCKWORK, march(7, 9))

    assert (story.state.stage, story.state.lead_body_id, story.state.dispatch_at) == ("DISPOSAL", WATER, None)
    assert story.due_at == march(9, 12)  # four working hours from Saturday on


def test_move_13_a_plan_lies_ahead_and_only_time_carries_it_out() -> None:
    story = CaseSituations.in_dispatch()

    assert story.refused("plan_dispatch", DISPATCHER, march(6, 17), body_id=WATER, until=march(6, 17)) == "NOT_AHEAD"
    assert story.refused("plan_dispatch", DISPATCHER, body_id=WATER) == "MISSING_INPUT"
    assert story.refused("plan_dispatch", DISPATCHER, until=march(7, 9)) == "MISSING_INPUT"
    assert story.refused("dispatch_as_planned", CLOCKWORK) == "SCHEDULED"
    assert story.refused("cancel_plan", DISPATCHER) == "SCHEDULED"
    assert CaseSituations.planned().allowed_posts("dispatch_as_planned") == set()


def test_move_13_a_plan_is_cancelled_or_overtaken() -> None:
    cancelled = CaseSituations.planned().take("cancel_plan", DISPATCHER)
    assert (cancelled.state.dispatch_at, cancelled.state.planned_body_id) == (None, None)

    overtaken = CaseSituations.planned().take("dispatch", DISPATCHER, body_id=ROADS)
    assert (overtaken.state.lead_body_id, overtaken.state.dispatch_at) == (ROADS, None)


def test_move_14_feedback_stops_the_clock_and_notes_that_it_was_on_time() -> None:
    story = CaseSituations.in_check()

    state = story.state
    assert (state.stage, state.holder_post, state.holder_body_id) == ("CHECK", Post.ACCEPTOR, None)
    assert (state.lead_body_id, state.disposed_at) == (WATER, march(6, 17, 50))
    assert (state.disposed_on_time, state.disposal_due_at) == (True, march(9, 11))
    assert story.due_at == march(6, 18, 20)  # the check has half an hour
    assert [kept.countdown.spent for kept in state.body_clocks] == [50 * MINUTE]


@pytest.mark.parametrize(("at", "on_time"), [(march(9, 11), True), (march(9, 11, 1), False)])
def test_move_14_the_due_moment_itself_is_on_time(at: datetime, on_time: bool) -> None:  # noqa: FBT001 - a table of cases
    assert CaseSituations.in_check(at).state.disposed_on_time is on_time


def test_move_14_feedback_needs_a_photograph_and_comes_from_the_lead_body() -> None:
    story = CaseSituations.in_disposal()

    assert story.refused("feed_back", WATER_DESK) == "MISSING_INPUT"
    assert story.refused("feed_back", ROADS_DESK, photo_ids=(PHOTO,)) == "LEAD_BODY"
    assert story.refused("feed_back", EAST_DESK, photo_ids=(PHOTO,)) == "LEAD_BODY"
    assert story.allowed_posts("feed_back") == {Post.HANDLER}


def test_move_14_feedback_waits_for_the_answer_to_a_request() -> None:
    story = CaseSituations.asked("EXTENSION")

    assert story.refused("feed_back", WATER_DESK, photo_ids=(PHOTO,)) == "NO_REQUEST"


def test_move_14_a_city_may_do_without_the_photograph() -> None:
    story = CaseSituations.in_disposal(lifecycle=city(after_photo=False))

    assert story.take("feed_back", WATER_DESK).state.stage == "CHECK"


def test_move_14_a_check_of_an_earlier_round_no_longer_counts() -> None:
    story = CaseSituations.checked(Answer.NOT_PASS).take("rework", ACCEPTOR, opinion="Still wet.")

    story.take("feed_back", WATER_DESK, photo_ids=(PHOTO,))

    assert story.state.check is Answer.NONE
    assert story.refused("pass_check", ACCEPTOR) == "CHECK_PASSED"


def test_move_32_helpers_join_at_dispatch_once_each_and_without_the_lead() -> None:
    story = CaseSituations.in_dispatch()

    story.take("dispatch", DISPATCHER, body_id=WATER, helper_body_ids=(ROADS, ROADS, WATER, GREEN))

    assert story.state.helper_body_ids == {ROADS, GREEN}
    assert story.records == (HelpersJoined((ROADS, GREEN)),)


def test_move_32_more_helpers_join_later() -> None:
    story = CaseSituations.in_disposal()
    due_at = story.due_at

    story.take("add_helpers", DISPATCHER, helper_body_ids=(ROADS, WATER))

    assert story.state.helper_body_ids == {ROADS}
    assert (story.state.holder_body_id, story.due_at) == (WATER, due_at)
    assert story.records == (HelpersJoined((ROADS,)),)
    assert not story.moved
    assert story.refused("add_helpers", DISPATCHER, helper_body_ids=(ROADS, WATER)) == "NOTHING_NEW"
    assert story.refused("add_helpers", DISPATCHER) == "MISSING_INPUT"
    assert story.allowed_posts("add_helpers", helper_body_ids=(GREEN,)) == {Post.DISPATCHER}


def test_move_32_a_helper_answers_for_its_own_part_and_for_nothing_else() -> None:
    story = CaseSituations.in_disposal().take("add_helpers", DISPATCHER, helper_body_ids=(ROADS,))

    story.take("finish_helping", ROADS_DESK, photo_ids=(PHOTO,))

    assert story.records == (HelperDone(frozenset({ROADS})),)
    assert story.state.stage == "DISPOSAL"
    assert story.refused("finish_helping", WATER_DESK) == "HELPER_BODY"
    for verb in ("sign", "assign", "feed_back"):
        assert story.refused(verb, ROADS_DESK, person_id=PERSON) == "LEAD_BODY"


def test_move_33_a_body_signs_assigns_and_takes_back() -> None:
    story = CaseSituations.in_disposal().take("sign", WATER_DESK, march(6, 17, 5))
    assert story.state.signed_at == march(6, 17, 5)
    assert story.refused("sign", WATER_DESK) == "UNSIGNED"

    story.take("assign", WATER_DESK, person_id=PERSON)
    assert (story.state.assignee_id, story.due_at) == (PERSON, march(9, 11))

    story.take("unassign", WATER_DESK)
    assert story.state.assignee_id is None
    assert story.refused("unassign", WATER_DESK) == "ASSIGNED"
    assert story.refused("assign", WATER_DESK) == "MISSING_INPUT"
    for verb in ("sign", "assign", "unassign"):
        assert story.allowed_posts(verb) == {Post.HANDLER}


def test_move_33_a_body_forwards_below_itself_and_the_clock_goes_on() -> None:
    story = CaseSituations.in_disposal().take("sign", WATER_DESK).take("assign", WATER_DESK, person_id=PERSON)

    story.take("forward", WATER_DESK, body_id=WATER_EAST)

    state = story.state
    assert (state.lead_body_id, state.holder_body_id, state.assignee_id, state.signed_at) == (
        WATER_EAST, WATER_EAST, None, None,
    )  # fmt: skip
    assert (state.stage, story.due_at, state.arrived_at) == ("DISPOSAL", march(9, 11), march(6, 17))
    assert story.moved  # one stay ends, another begins
    assert story.take("feed_back", EAST_DESK, photo_ids=(PHOTO,)).state.stage == "CHECK"


def test_move_33_nobody_forwards_sideways_or_upwards() -> None:
    story = CaseSituations.in_disposal()

    assert story.refused("forward", WATER_DESK, body_id=ROADS) == "NOT_BELOW"
    assert story.refused("forward", WATER_DESK, body_id=WATER) == "NOT_BELOW"
    assert story.refused("forward", ROADS_DESK, body_id=ROADS) == "LEAD_BODY"
    assert story.refused("forward", WATER_DESK) == "MISSING_INPUT"
    assert CaseSituations.asked("RETURN").refused("forward", WATER_DESK, body_id=WATER_EAST) == "NO_REQUEST"
    below = story.take("forward", WATER_DESK, body_id=WATER_EAST)
    assert below.refused("forward", EAST_DESK, body_id=WATER) == "NOT_BELOW"
