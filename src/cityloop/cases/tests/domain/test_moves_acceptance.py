"""Moves 1 to 9 and 35 of the merged transition table: from the report to the filing.

:source: standards/workflow.md section 5.3.
"""

from dataclasses import replace

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, ClosingKind, TaskKind, VoidKind
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.turn import TaskAnswered, TaskIssued, TaskRecalled
from cityloop.cases.tests.domain.factories import (
    ACCEPTOR,
    CLOCKWORK,
    COLLECTOR,
    MINUTE,
    PHOTO,
    SHIFT_LEADER,
    CaseSituations,
    Story,
    city,
    march,
)
from cityloop.standards.contracts import Limit

FOUR_HOURS = Limit.parse("4 work_hour")


def test_move_01_report_brings_the_case_to_acceptance_with_15_minutes() -> None:
    story = Story.unborn(at=march(6, 16, 50)).take("report", COLLECTOR, march(6, 16, 50), photo_ids=(PHOTO,))

    state = story.state
    assert (state.stage, state.phase, state.holder_post) == ("ACCEPTANCE", Phase.OPEN, Post.ACCEPTOR)
    assert (state.version, state.arrived_at) == (1, march(6, 16, 50))
    assert (story.due_at, state.warn_at) == (march(6, 17, 5), march(6, 17, 2))  # 80 % of 15 minutes are 12
    assert story.moved


def test_move_01_only_collectors_and_citizens_report() -> None:
    unborn = Story.unborn(at=march(6, 16, 50))

    assert unborn.allowed_posts("report") == {Post.COLLECTOR, Post.CITIZEN}


def test_move_01_nothing_else_can_happen_to_a_case_before_it_is_reported() -> None:
    unborn = Story.unborn(at=march(6, 16, 50))

    assert unborn.refused("submit", ACCEPTOR) == "NO_SUCH_MOVE"
    assert unborn.refused("urge", SHIFT_LEADER, opinion="Now.") == "NO_SUCH_MOVE"


def test_move_02_register_brings_the_case_to_acceptance() -> None:
    story = Story.unborn(at=march(6, 16, 50), source="HOTLINE").take("register", ACCEPTOR)

    assert (story.state.stage, story.due_at) == ("ACCEPTANCE", march(6, 17, 6))
    assert Story.unborn(at=march(6, 16, 50)).allowed_posts("register") == {Post.ACCEPTOR}


@pytest.mark.parametrize("source", ["PUBLIC", "HOTLINE", "WEB", "MEDIA", "TRANSFER"])
def test_move_02_what_did_not_come_from_a_collector_has_to_be_verified(source: str) -> None:
    story = CaseSituations.reported(source)

    assert story.refused("submit", ACCEPTOR) == "VERIFIED_IF_NEEDED"


@pytest.mark.parametrize("source", ["COLLECTOR", "SUPERIOR", "INSPECTION", "DEVICE", "VIDEO"])
def test_move_02_what_is_certain_goes_on_at_once(source: str) -> None:
    assert CaseSituations.reported(source).take("submit", ACCEPTOR).state.stage == "FILING"


def test_move_02_a_city_chooses_what_has_to_be_verified() -> None:
    strict = city(verify_unless_from=["SUPERIOR"])

    assert CaseSituations.reported(lifecycle=strict).refused("submit", ACCEPTOR) == "VERIFIED_IF_NEEDED"


def test_move_03_sending_to_verify_pauses_the_acceptance_clock() -> None:
    story = CaseSituations.reported("PUBLIC").take("send_verification", ACCEPTOR, march(6, 16, 53))

    assert (story.state.stage, story.state.verification) == ("ACCEPTANCE", Answer.SENT)
    assert story.records == (TaskIssued(TaskKind.VERIFY),)
    assert not story.moved
    assert (story.due_at, story.state.warn_at, story.state.timer_at) == (None, None, None)


def test_move_03_one_collector_at_a_time() -> None:
    story = CaseSituations.verification_out()

    assert story.refused("send_verification", ACCEPTOR) == "NO_TASK_OUT"
    assert story.refused("submit", ACCEPTOR) == "NO_TASK_OUT"
    assert story.allowed_posts("send_verification") == {Post.ACCEPTOR}


def test_move_03_a_collector_who_cannot_go_is_called_back() -> None:
    story = CaseSituations.verification_out().take("recall_task", ACCEPTOR, march(6, 17, 30))

    assert story.records == (TaskRecalled(TaskKind.VERIFY),)
    assert story.state.verification is Answer.NONE
    assert story.due_at == march(6, 17, 44)  # one of the fifteen minutes was used when the clock stopped
    assert story.refused("recall_task", ACCEPTOR) == "TASK_OUT"
    assert story.take("send_verification", ACCEPTOR).state.verification is Answer.SENT


@pytest.mark.parametrize("answer", [Answer.EXISTS, Answer.NOT_EXISTS, Answer.UNABLE])
def test_move_04_the_answer_lets_the_clock_run_on(answer: Answer) -> None:
    story = CaseSituations.verification_out().take("answer_verification", COLLECTOR, march(6, 17, 20), answer=answer)

    assert (story.state.verification, story.state.stage) == (answer, "ACCEPTANCE")
    assert story.records == (TaskAnswered(TaskKind.VERIFY, answer),)
    assert story.due_at == march(6, 17, 34)  # 17:20 and the fourteen minutes that were left
    assert story.state.warn_at == march(6, 17, 31)  # eleven of them are green


def test_move_04_only_what_was_sent_is_answered_and_only_by_a_word_of_verification() -> None:
    story = CaseSituations.verification_out()

    assert CaseSituations.reported().refused("answer_verification", COLLECTOR, answer=Answer.EXISTS) == (
        "VERIFICATION_OUT"
    )
    assert story.refused("answer_verification", COLLECTOR) == "MISSING_INPUT"
    assert story.refused("answer_verification", COLLECTOR, answer=Answer.PASS) == "BAD_ANSWER"
    assert story.refused("answer_check", COLLECTOR, answer=Answer.PASS) == "NO_SUCH_MOVE"
    assert story.allowed_posts("answer_verification", answer=Answer.EXISTS) == {Post.COLLECTOR}


@pytest.mark.parametrize(
    ("answer", "reason"), [(Answer.NOT_EXISTS, "VERIFIED_IF_NEEDED"), (Answer.UNABLE, "VERIFIED_IF_NEEDED")]
)
def test_move_04_what_was_not_seen_is_not_filed_but_may_be_looked_at_again(answer: Answer, reason: str) -> None:
    story = CaseSituations.verification_out().take("answer_verification", COLLECTOR, answer=answer)

    assert story.refused("submit", ACCEPTOR) == reason
    assert story.take("send_verification", ACCEPTOR).state.verification is Answer.SENT


def test_move_05_submit_takes_the_case_to_the_shift_leader() -> None:
    story = CaseSituations.verification_out().take("answer_verification", COLLECTOR, answer=Answer.EXISTS)
    story.take("submit", ACCEPTOR, march(6, 17), class_code="0202")

    assert (story.state.stage, story.state.holder_post) == ("FILING", Post.SHIFT_LEADER)
    assert (story.due_at, story.state.class_code) == (march(6, 17, 15), "0202")
    assert CaseSituations.reported().allowed_posts("submit") == {Post.ACCEPTOR}


def test_move_05_the_class_is_corrected_before_filing_only() -> None:
    assert CaseSituations.reported().take("correct", ACCEPTOR, class_code="0303").state.class_code == "0303"
    assert CaseSituations.in_filing().take("correct", SHIFT_LEADER, class_code="0303").state.class_code == "0303"
    assert CaseSituations.in_dispatch().refused("correct", SHIFT_LEADER, class_code="0303") == "NO_SUCH_MOVE"
    assert CaseSituations.reported().take("submit", ACCEPTOR).state.class_code == "0101"


def test_move_06_a_report_is_refused_with_a_reason() -> None:
    story = CaseSituations.void()

    assert (story.state.stage, story.state.phase) == ("VOID", Phase.VOID)
    assert (story.state.void_kind, story.state.clock, story.state.timer_at) == (VoidKind.NOT_ACCEPTED, None, None)
    assert story.state.holder_post is None
    assert CaseSituations.reported().refused("refuse_report", ACCEPTOR) == "MISSING_INPUT"
    assert CaseSituations.reported().allowed_posts("refuse_report") == {Post.ACCEPTOR}


def test_move_06_a_collector_on_the_way_is_called_back() -> None:
    story = CaseSituations.verification_out().take("refuse_report", ACCEPTOR, opinion="Nonsense.")

    assert story.records == (TaskRecalled(TaskKind.VERIFY),)
    assert story.state.verification is Answer.NONE


def test_move_07_file_fixes_the_limit() -> None:
    story = CaseSituations.in_filing().take(
        "file", SHIFT_LEADER, march(6, 17), condition_id=7, area_level="A", limit=FOUR_HOURS
    )

    state = story.state
    assert (state.stage, state.holder_post, story.due_at) == ("DISPATCH", Post.DISPATCHER, march(6, 17, 15))
    assert (state.condition_id, state.area_level, state.limit, state.filed_at) == (7, "A", FOUR_HOURS, march(6, 17))


def test_move_07_file_keeps_the_level_and_class_that_nobody_changes() -> None:
    story = CaseSituations.in_filing().take("file", SHIFT_LEADER, limit=FOUR_HOURS)

    assert (story.state.area_level, story.state.class_code) == ("B", "0101")


def test_move_07_filing_needs_a_condition_a_limit_or_a_due_moment() -> None:
    story = CaseSituations.in_filing()

    assert story.refused("file", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.refused("file", SHIFT_LEADER, limit=FOUR_HOURS, score=100) == "UNWANTED_INPUT"
    assert story.allowed_posts("file") == {Post.SHIFT_LEADER}
    assert story.take("file", SHIFT_LEADER, due_at=march(8, 17)).state.given_due_at == march(8, 17)


def test_move_08_the_shift_leader_sends_back_with_a_reason() -> None:
    story = CaseSituations.in_filing()

    assert story.refused("send_back", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("send_back") == {Post.SHIFT_LEADER}
    story.take("send_back", SHIFT_LEADER, march(6, 17), opinion="Which lamp?")
    assert (story.state.stage, story.due_at) == ("ACCEPTANCE", march(6, 17, 15))  # a fresh quarter of an hour


def test_move_09_filing_is_refused_with_a_reason() -> None:
    story = CaseSituations.in_filing()

    assert story.refused("refuse_filing", SHIFT_LEADER) == "MISSING_INPUT"
    assert story.allowed_posts("refuse_filing") == {Post.SHIFT_LEADER}
    story.take("refuse_filing", SHIFT_LEADER, opinion="Private ground.")
    assert (story.state.stage, story.state.void_kind) == ("VOID", VoidKind.NOT_FILED)


def test_move_35_a_collectors_own_fix_is_reviewed_and_closed_outside_ordinary_counts() -> None:
    story = CaseSituations.self_disposed()
    assert (story.state.stage, story.state.holder_post) == ("SELF_REVIEW", Post.ACCEPTOR)
    assert story.state.self_disposed

    story.take("accept_self_disposal", ACCEPTOR)

    assert (story.state.stage, story.state.closing_kind) == ("CLOSED", ClosingKind.NORMAL)
    assert story.state.self_disposed
    assert story.state.lead_body_id is None


def test_move_35_a_fix_that_is_none_becomes_an_ordinary_case() -> None:
    story = CaseSituations.self_disposed()

    assert story.refused("refuse_self_disposal", ACCEPTOR) == "MISSING_INPUT"
    assert story.allowed_posts("accept_self_disposal") == {Post.ACCEPTOR}
    assert story.allowed_posts("refuse_self_disposal") == {Post.ACCEPTOR}
    story.take("refuse_self_disposal", ACCEPTOR, opinion="It still leaks.")
    assert (story.state.stage, story.state.disposed_at) == ("ACCEPTANCE", None)
    assert not story.state.self_disposed
    assert story.take("submit", ACCEPTOR).state.stage == "FILING"


def test_move_35_only_collectors_fix_on_the_spot() -> None:
    assert Story.unborn(at=march(6, 9)).allowed_posts("report_self_disposed") == {Post.COLLECTOR}


def test_no_move_lies_before_the_one_before_it() -> None:
    story = CaseSituations.in_filing()

    assert story.refused("file", SHIFT_LEADER, story.at - MINUTE, limit=FOUR_HOURS) == "OUT_OF_ORDER"


def test_the_state_given_to_a_move_stays_as_it_was() -> None:
    story = CaseSituations.reported()
    before, copy = story.state, replace(story.state)

    story.take("submit", ACCEPTOR)

    assert before == copy
    assert story.state.version == before.version + 1


def test_an_unknown_word_is_refused_with_what_it_is() -> None:
    story = CaseSituations.reported()

    assert story.refused("teleport", ACCEPTOR) == "NO_SUCH_MOVE"
    assert story.refused("ask_forgiveness", ACCEPTOR) == "NO_SUCH_MOVE"


def test_the_system_itself_may_make_any_move_that_the_rules_allow() -> None:
    assert CaseSituations.reported().take("submit", CLOCKWORK).state.stage == "FILING"
    assert CaseSituations.reported("PUBLIC").refused("submit", CLOCKWORK) == "VERIFIED_IF_NEEDED"
