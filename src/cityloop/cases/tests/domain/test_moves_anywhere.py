"""Moves 29 to 31 and 37 of the merged transition table: what may happen at any open stage.

:source: standards/workflow.md section 5.3; design.md section 5 where the two differ.
"""

from collections.abc import Callable

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.contracts import ClosingKind, TaskKind, VoidKind
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.turn import (
    RequestWithdrawn,
    TaskRecalled,
    UrgeAnswered,
    Urged,
)
from cityloop.cases.tests.domain.factories import (
    ACCEPTOR,
    CASE,
    CLOCKWORK,
    DISPATCHER,
    LEADER,
    OTHER_CASE,
    ROADS_DESK,
    SHIFT_LEADER,
    WATER_DESK,
    CaseSituations,
    Story,
    march,
)

EVERYWHERE = (
    CaseSituations.reported,
    CaseSituations.self_disposed,
    CaseSituations.in_filing,
    CaseSituations.in_dispatch,
    CaseSituations.in_disposal,
    CaseSituations.suspended,
    CaseSituations.in_check,
    CaseSituations.in_closing,
)
at_every_stage = pytest.mark.parametrize("make", EVERYWHERE, ids=lambda make: make.__name__)


@at_every_stage
def test_move_29_urging_moves_nothing_and_is_counted(make: Callable[[], Story]) -> None:
    story = make()
    stage, due_at = story.state.stage, story.due_at
    assert story.refused("urge", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("urge") == {Post.SHIFT_LEADER, Post.INSPECTOR, Post.LEADER}

    story.take("urge", LEADER, opinion="Today!", urge_level="IMPORTANT", reply_by=march(9, 12))

    assert story.records == (Urged("IMPORTANT", march(9, 12)),)
    assert (story.state.stage, story.due_at, story.state.urge_count) == (stage, due_at, 1)


def test_move_29_an_urge_is_answered_by_those_who_have_the_case() -> None:
    story = CaseSituations.in_disposal()
    assert story.refused("answer_urge", WATER_DESK, opinion="On our way.") == "URGED"

    story.take("urge", LEADER, opinion="Today!")
    assert story.refused("answer_urge", ROADS_DESK, opinion="On our way.") == "LEAD_BODY_IF_HANDLER"
    assert story.allowed_posts("answer_urge") == {Post.HANDLER, Post.DISPATCHER, Post.ACCEPTOR}

    story.take("answer_urge", WATER_DESK, opinion="On our way.")
    assert story.records == (UrgeAnswered(),)


def test_move_29_an_instruction_is_recorded_and_moves_nothing() -> None:
    story = CaseSituations.in_disposal()
    version = story.state.version

    story.take("instruct", LEADER, opinion="Put up a fence.")

    assert (story.state.stage, story.state.version) == ("DISPOSAL", version + 1)
    assert story.allowed_posts("instruct") == {Post.LEADER, Post.INSPECTOR}
    assert CaseSituations.closed().refused("urge", LEADER, opinion="Late.") == "NO_SUCH_MOVE"


@at_every_stage
def test_move_30_a_locked_case_does_not_move(make: Callable[[], Story]) -> None:
    story = make()
    assert story.refused("lock", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.refused("unlock", SHIFT_LEADER) == "LOCKED_ONLY"
    assert story.allowed_posts("lock", opinion="x") == story.allowed_posts("unlock") == {Post.SHIFT_LEADER}

    story.take("lock", SHIFT_LEADER, opinion="In court.")

    assert story.state.locked
    leaving = [move.verb for move in story.lifecycle.moves_from(story.state.stage) if move.target != "SAME"]
    assert leaving
    for verb in leaving:
        assert story.refused(verb, CLOCKWORK) == "UNLOCKED_ONLY"
    assert story.refused("lock", SHIFT_LEADER, opinion="Again.") == "UNLOCKED_ONLY"
    assert not story.take("unlock", SHIFT_LEADER).state.locked


def test_move_30_what_a_locked_case_still_takes() -> None:
    story = CaseSituations.in_disposal().take("urge", LEADER, opinion="Today!").take("lock", SHIFT_LEADER, opinion="x")

    for verb in ("sign", "assign", "forward", "add_helpers", "feed_back", "ask_extension", "ask_return"):
        assert story.refused(verb, CLOCKWORK) == "UNLOCKED_ONLY"
    assert story.take("answer_urge", DISPATCHER, opinion="Locked.").take("urge", LEADER, opinion="So?").state.locked


def test_move_30_requests_wait_until_it_is_unlocked() -> None:
    story = CaseSituations.asked("RETURN").take("lock", SHIFT_LEADER, opinion="In court.")

    assert story.refused("approve", DISPATCHER) == "UNLOCKED_ONLY"
    assert story.refused("refuse", DISPATCHER, opinion="No.") == "UNLOCKED_ONLY"
    assert story.refused("withdraw", WATER_DESK) == "UNLOCKED_ONLY"


@pytest.mark.parametrize("make", [CaseSituations.reported, CaseSituations.in_filing, CaseSituations.planned])
def test_move_31_a_duplicate_goes_on_as_part_of_another_case(make: Callable[[], Story]) -> None:
    story = make()
    assert story.refused("merge", ACCEPTOR) == "MISSING_INPUT"
    assert story.refused("merge", ACCEPTOR, main_case_id=CASE) == "SAME_CASE"
    assert story.allowed_posts("merge") == {Post.ACCEPTOR, Post.SHIFT_LEADER}

    state = story.take("merge", ACCEPTOR, main_case_id=OTHER_CASE).state

    assert (state.stage, state.phase, state.void_kind) == ("MERGED", Phase.VOID, VoidKind.MERGED)
    assert (state.merged_into_id, state.timer_at, state.dispatch_at) == (OTHER_CASE, None, None)


def test_move_31_a_collector_on_the_way_is_called_back() -> None:
    story = CaseSituations.verification_out().take("merge", ACCEPTOR, main_case_id=OTHER_CASE)

    assert story.records == (TaskRecalled(TaskKind.VERIFY),)


def test_move_31_what_a_body_works_on_is_not_merged() -> None:
    assert CaseSituations.in_disposal().refused("merge", ACCEPTOR, main_case_id=OTHER_CASE) == "NO_SUCH_MOVE"


@at_every_stage
def test_move_37_the_leader_closes_by_force_from_anywhere(make: Callable[[], Story]) -> None:
    story = make()
    assert story.refused("close_by_force", LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("close_by_force") == {Post.LEADER}

    state = story.take("close_by_force", LEADER, opinion="Enough.").state

    assert (state.stage, state.closing_kind, state.closed_at) == ("CLOSED", ClosingKind.FORCED, story.at)
    assert (state.clock, state.timer_at, state.resume_at) == (None, None, None)


def test_move_37_whatever_was_under_way_ends() -> None:
    asked = CaseSituations.asked("RETURN").take("close_by_force", LEADER, opinion="Enough.")
    assert asked.records == (RequestWithdrawn(),)
    assert (asked.state.request_kind, asked.state.request_post) == ("", None)

    looking = CaseSituations.check_out().take("close_by_force", LEADER, opinion="Enough.")
    assert looking.records == (TaskRecalled(TaskKind.CHECK),)

    planned = CaseSituations.planned().take("close_by_force", LEADER, opinion="Enough.")
    assert (planned.state.dispatch_at, planned.state.planned_body_id) == (None, None)
