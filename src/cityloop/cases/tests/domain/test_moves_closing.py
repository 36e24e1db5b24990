"""Moves 22 to 28 and 36 of the merged transition table: check, closing, and what comes after.

:source: standards/workflow.md section 5.3; design.md section 5 where the two differ.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, ClosingKind, TaskKind
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.turn import (
    RequestWithdrawn,
    TaskAnswered,
    TaskIssued,
    TaskRecalled,
)
from cityloop.cases.tests.domain.factories import (
    ACCEPTOR,
    CITIZEN,
    COLLECTOR,
    DISPATCHER,
    LEADER,
    MINUTE,
    NEIGHBOUR,
    PHOTO,
    ROADS,
    SHIFT_LEADER,
    WATER,
    WATER_DESK,
    CaseSituations,
    Story,
    city,
    march,
)
from cityloop.standards.contracts import Limit


def test_move_22_sending_to_check_pauses_the_clock() -> None:
    story = CaseSituations.check_out()

    assert (story.state.stage, story.state.check, story.due_at) == ("CHECK", Answer.SENT, None)
    assert story.records == (TaskIssued(TaskKind.CHECK),)
    assert story.refused("send_check", ACCEPTOR) == "NO_TASK_OUT"
    assert story.allowed_posts("send_check") == {Post.ACCEPTOR}


def test_move_22_a_collector_who_cannot_go_is_called_back() -> None:
    story = CaseSituations.check_out().take("recall_task", ACCEPTOR, march(6, 18, 30))

    assert story.records == (TaskRecalled(TaskKind.CHECK),)
    assert (story.state.check, story.due_at) == (Answer.NONE, march(6, 18, 59))  # one of thirty minutes was used


@pytest.mark.parametrize("answer", [Answer.PASS, Answer.NOT_PASS, Answer.UNABLE])
def test_move_23_the_answer_lets_the_clock_run_on(answer: Answer) -> None:
    story = CaseSituations.check_out().take("answer_check", COLLECTOR, march(6, 18, 30), answer=answer)

    assert story.records == (TaskAnswered(TaskKind.CHECK, answer),)
    assert (story.state.check, story.state.stage, story.due_at) == (answer, "CHECK", march(6, 18, 59))


def test_move_23_only_what_was_sent_is_answered_and_only_by_a_word_of_checking() -> None:
    assert CaseSituations.in_check().refused("answer_check", COLLECTOR, answer=Answer.PASS) == "CHECK_OUT"
    assert CaseSituations.check_out().refused("answer_check", COLLECTOR, answer=Answer.EXISTS) == "BAD_ANSWER"
    assert CaseSituations.check_out().refused("answer_check", COLLECTOR) == "MISSING_INPUT"
    assert CaseSituations.check_out().allowed_posts("answer_check", answer=Answer.PASS) == {Post.COLLECTOR}


def test_move_23_of_several_checks_only_the_last_counts() -> None:
    story = CaseSituations.checked(Answer.NOT_PASS).take("send_check", ACCEPTOR)
    assert story.refused("rework", ACCEPTOR, opinion="Still wet.") == "CHECK_FAILED"

    story.take("answer_check", COLLECTOR, answer=Answer.PASS)

    assert story.refused("rework", ACCEPTOR, opinion="Still wet.") == "CHECK_FAILED"
    assert story.take("pass_check", ACCEPTOR).state.stage == "CLOSING"


def test_move_24_what_passed_goes_to_the_shift_leader() -> None:
    story = CaseSituations.in_closing()

    assert (story.state.stage, story.state.holder_post, story.due_at) == ("CLOSING", Post.SHIFT_LEADER, march(6, 18, 8))
    assert CaseSituations.in_check().allowed_posts("pass_check") == {Post.ACCEPTOR}


@pytest.mark.parametrize("answer", [Answer.NOT_PASS, Answer.UNABLE])
def test_move_24_nothing_passes_without_a_check_that_passed(answer: Answer) -> None:
    for story in (CaseSituations.in_check(), CaseSituations.check_out(), CaseSituations.checked(answer)):
        assert story.refused("pass_check", ACCEPTOR) == "CHECK_PASSED"


def test_move_25_rework_goes_straight_back_to_the_same_body_with_what_is_left_of_its_time() -> None:
    story = CaseSituations.checked(Answer.NOT_PASS).take("rework", ACCEPTOR, march(9, 9), opinion="Still wet.")

    state = story.state
    assert (state.stage, state.holder_body_id, state.rework_count) == ("DISPOSAL", WATER, 1)
    assert (state.check, state.disposed_at, state.disposed_on_time) == (Answer.NONE, None, None)
    assert story.due_at == march(9, 14, 10)  # fifty of 240 minutes were used: 190 from 9 on, with the noon break


def test_move_25_a_city_may_give_rework_the_whole_time_again() -> None:
    story = CaseSituations.in_disposal(lifecycle=city(rework_restarts=True)).take(
        "feed_back", WATER_DESK, march(6, 17, 50), photo_ids=(PHOTO,)
    )
    story.take("send_check", ACCEPTOR).take("answer_check", COLLECTOR, answer=Answer.NOT_PASS)

    assert story.take("rework", ACCEPTOR, march(9, 8), opinion="Still wet.").due_at == march(9, 12)


def test_move_25_rework_after_the_due_moment_is_due_at_once_and_stays_late() -> None:
    story = CaseSituations.in_check(march(9, 15)).take("send_check", ACCEPTOR)
    story.take("answer_check", COLLECTOR, answer=Answer.NOT_PASS)

    story.take("rework", ACCEPTOR, march(9, 16), opinion="Still wet.")

    assert story.due_at == march(9, 16)
    assert story.take("feed_back", WATER_DESK, march(9, 16), photo_ids=(PHOTO,)).state.disposed_on_time is False


def test_move_25_rework_needs_a_check_that_failed_and_a_reason() -> None:
    failed = CaseSituations.checked(Answer.NOT_PASS)

    assert failed.refused("rework", ACCEPTOR) == "MISSING_INPUT"
    assert failed.allowed_posts("rework") == {Post.ACCEPTOR}
    assert CaseSituations.in_check().refused("rework", ACCEPTOR, opinion="Wet.") == "CHECK_FAILED"
    assert CaseSituations.checked(Answer.UNABLE).refused("rework", ACCEPTOR, opinion="Wet.") == "CHECK_FAILED"


def test_move_26_close_says_whether_it_was_late() -> None:
    on_time, late = CaseSituations.closed(), CaseSituations.closed_late()

    assert (on_time.state.stage, on_time.state.phase) == ("CLOSED", Phase.CLOSED)
    assert (on_time.state.closing_kind, on_time.state.closed_at) == (ClosingKind.NORMAL, march(6, 17, 54))
    assert late.state.closing_kind is ClosingKind.OVERDUE
    assert (late.state.clock, late.state.timer_at, late.state.holder_post) == (None, None, None)


@pytest.mark.parametrize("kind", [ClosingKind.ERROR, ClosingKind.SPECIAL])
def test_move_26_the_shift_leader_may_name_another_kind(kind: ClosingKind) -> None:
    story = CaseSituations.in_closing()

    assert story.allowed_posts("close") == {Post.SHIFT_LEADER}
    assert story.take("close", SHIFT_LEADER, closing_kind=kind).state.closing_kind is kind


def test_move_27_what_is_sent_back_is_checked_again() -> None:
    story = CaseSituations.in_closing()
    assert story.refused("send_back", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("send_back") == {Post.SHIFT_LEADER}

    story.take("send_back", SHIFT_LEADER, opinion="The photo shows another street.")

    assert (story.state.stage, story.state.check) == ("CHECK", Answer.NONE)
    assert story.refused("pass_check", ACCEPTOR) == "CHECK_PASSED"


@pytest.mark.parametrize(
    ("make", "stage"),
    [
        (CaseSituations.closed, "CLOSING"),
        (CaseSituations.void, "ACCEPTANCE"),
        (CaseSituations.merged, "ACCEPTANCE"),
        (lambda: CaseSituations.in_filing().take("refuse_filing", SHIFT_LEADER, opinion="No."), "FILING"),
        (lambda: CaseSituations.in_disposal().take("close_by_force", LEADER, opinion="Enough."), "DISPOSAL"),
        (lambda: CaseSituations.suspended().take("close_by_force", LEADER, opinion="Enough."), "DISPOSAL"),
        (lambda: CaseSituations.self_disposed().take("accept_self_disposal", ACCEPTOR), "SELF_REVIEW"),
    ],
)
def test_move_28_restore_brings_a_case_back_to_where_it_was(make: Callable[[], Story], stage: str) -> None:
    story = make()
    assert story.refused("restore", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("restore") == {Post.SHIFT_LEADER}

    state = story.take("restore", SHIFT_LEADER, opinion="By mistake.").state

    assert (state.stage, state.phase) == (stage, Phase.OPEN)
    assert (state.void_kind, state.closing_kind, state.closed_at, state.merged_into_id) == (None, None, None, None)
    assert state.clock is not None
    assert state.clock.due_at is not None


def test_move_28_a_restored_body_has_the_time_it_had_left() -> None:
    story = CaseSituations.in_disposal().take("close_by_force", LEADER, march(6, 17, 30), opinion="Enough.")

    assert story.take("restore", SHIFT_LEADER, march(9, 8), opinion="By mistake.").due_at == march(9, 11, 30)


def test_move_28_an_open_case_is_not_restored() -> None:
    assert CaseSituations.in_filing().refused("restore", SHIFT_LEADER, opinion="What?") == "NO_SUCH_MOVE"


def test_move_28_an_undecided_appeal_falls_away_and_may_be_made_again() -> None:
    story = CaseSituations.closed_late().take("ask_appeal", WATER_DESK, opinion="The road was closed.")

    story.take("restore", SHIFT_LEADER, opinion="By mistake.")
    assert story.records == (RequestWithdrawn(),)
    assert story.state.request_kind == ""

    story.take("close", SHIFT_LEADER)
    assert story.take("ask_appeal", WATER_DESK, opinion="The road was closed.").state.request_kind == "APPEAL"


@pytest.mark.parametrize("score", [100, 80, 50, 0, -100])
def test_move_36_follow_up_notes_a_score(score: int) -> None:
    story = CaseSituations.closed()
    assert story.refused("follow_up", ACCEPTOR) == "MISSING_INPUT"
    assert story.refused("follow_up", ACCEPTOR, score=99) == "BAD_SCORE"
    assert story.allowed_posts("follow_up") == {Post.ACCEPTOR}

    assert story.take("follow_up", ACCEPTOR, score=score).state.satisfaction == score


def test_move_36_the_reporter_rates_and_nobody_else() -> None:
    story = CaseSituations.closed().but(reported_by=CITIZEN.account_id)

    assert story.refused("rate", NEIGHBOUR, score=100) == "OWN_REPORT"
    assert story.take("rate", CITIZEN, score=50).state.satisfaction == 50


def test_move_36_reopening_starts_over_with_a_fresh_clock() -> None:
    story = CaseSituations.closed_late().but(reported_by=CITIZEN.account_id)
    assert story.refused("reopen", CITIZEN) == "MISSING_INPUT"
    assert story.refused("reopen", NEIGHBOUR, opinion="It leaks again.") == "REPORTER_IF_CITIZEN"

    story.take("reopen", CITIZEN, march(16, 8), opinion="It leaks again.")

    state = story.state
    assert (state.stage, state.reopen_count, state.body_clocks) == ("DISPATCH", 1, ())
    assert (state.closed_at, state.closing_kind, state.disposed_at, state.disposed_on_time) == (None, None, None, None)
    assert story.due_at == march(16, 8, 15)
    assert story.take("dispatch", DISPATCHER, march(16, 8), body_id=WATER).due_at == march(16, 12)


def test_move_36_reopening_has_a_window_and_happens_once() -> None:
    story = CaseSituations.closed()
    closed_at = story.state.closed_at
    assert closed_at is not None
    assert story.allowed_posts("reopen") == {Post.CITIZEN, Post.ACCEPTOR}
    last_moment = closed_at + timedelta(days=15)
    assert story.refused("reopen", ACCEPTOR, last_moment + MINUTE, opinion="Leaks.") == "WITHIN_REOPEN_WINDOW"

    story.take("reopen", ACCEPTOR, last_moment, opinion="Leaks.")

    story.take("dispatch", DISPATCHER, body_id=WATER).take("close_by_force", LEADER, opinion="Enough.")
    assert story.refused("reopen", ACCEPTOR, opinion="Leaks.") == "WITHIN_REOPEN_WINDOW"


def test_move_36_what_no_body_disposed_of_is_not_reopened() -> None:
    story = CaseSituations.self_disposed().take("accept_self_disposal", ACCEPTOR)

    assert story.refused("reopen", ACCEPTOR, opinion="Leaks.") == "DISPOSED_BY_BODY"


def test_a_reopened_case_may_go_to_another_body() -> None:
    story = CaseSituations.closed().take("reopen", ACCEPTOR, march(9, 7), opinion="Leaks.")

    assert story.take("dispatch", DISPATCHER, march(9, 8), body_id=ROADS).due_at == march(9, 12)
    assert story.state.lead_body_id == ROADS


def test_a_case_with_a_limit_of_its_own_unit_is_extended_in_that_unit() -> None:
    story = CaseSituations.in_disposal("2 urgent_hour").take("ask_extension", WATER_DESK, opinion="Frost.")

    assert story.take("approve", DISPATCHER).due_at == march(6, 21)
    assert story.state.limit == Limit.parse("2 urgent_hour")
