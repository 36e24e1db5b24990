"""What time itself does to a case."""

from cityloop.access.contracts import Post
from cityloop.cases.domain.timers import TimerKind
from cityloop.cases.tests.domain.factories import (
    CLOCKWORK,
    DISPATCHER,
    LEADER,
    MINUTE,
    ROADS,
    SHIFT_LEADER,
    STANDARD,
    WATER,
    WATER_DESK,
    CaseSituations,
    Story,
    march,
)


def rung(story: Story, times: int) -> list[tuple[TimerKind, object, Post | None]]:
    timers = [story.ring() for _ in range(times)]
    return [(timer.kind, timer.at, timer.post) for timer in timers]


def test_a_case_warns_is_overdue_and_is_brought_up_the_ladder() -> None:
    story = CaseSituations.in_disposal()

    assert rung(story, 4) == [
        (TimerKind.WARN, march(9, 10, 12), None),
        (TimerKind.OVERDUE, march(9, 11), None),
        (TimerKind.ESCALATE, march(9, 11, 1), Post.SHIFT_LEADER),
        (TimerKind.ESCALATE, march(10, 11), Post.LEADER),
    ]
    assert (story.timer(), story.state.timer_at) == (None, None)


def test_every_stage_with_a_limit_rings() -> None:
    for story in (CaseSituations.reported(), CaseSituations.in_filing(), CaseSituations.in_check()):
        arrived_at, stage = story.state.arrived_at, STANDARD.stages[story.state.stage]
        assert stage.limit is not None
        length = int(stage.limit.amount) * MINUTE
        assert [(kind, at) for kind, at, _ in rung(story, 2)] == [
            (TimerKind.WARN, arrived_at + 0.8 * length),
            (TimerKind.OVERDUE, arrived_at + length),
        ]


def test_the_next_stage_starts_quietly() -> None:
    story = CaseSituations.in_filing()
    rung(story, 3)
    assert story.state.alarm == 3

    story.take("file", SHIFT_LEADER, condition_id=7)

    assert story.state.alarm == 0
    assert story.ring().kind is TimerKind.WARN


def test_an_extension_lets_the_case_warn_anew() -> None:
    story = CaseSituations.asked("EXTENSION")
    rung(story, 1)

    story.take("approve", DISPATCHER, march(9, 10, 30))

    assert [(kind, at) for kind, at, _ in rung(story, 2)] == [
        (TimerKind.WARN, march(9, 15, 24)),
        (TimerKind.OVERDUE, march(9, 17)),
    ]


def test_a_paused_clock_rings_nothing() -> None:
    for story in (CaseSituations.verification_out(), CaseSituations.check_out(), CaseSituations.asked("RETURN")):
        assert (story.timer(), story.state.timer_at, story.state.warn_at) == (None, None, None)


def test_a_clock_that_runs_on_does_not_warn_twice() -> None:
    story = CaseSituations.in_disposal()
    rung(story, 1)
    story.take("ask_return", WATER_DESK, march(9, 10, 30), opinion="Not ours.")

    story.take("refuse", DISPATCHER, march(10, 8), opinion="Yours.")

    assert rung(story, 1) == [(TimerKind.OVERDUE, march(10, 8, 30), None)]


def test_a_case_that_is_moved_too_late_to_warn_is_overdue_next() -> None:
    story = CaseSituations.in_disposal()
    story.take("sign", WATER_DESK, march(9, 12))

    assert [kind for kind, _, _ in rung(story, 2)] == [TimerKind.WARN, TimerKind.OVERDUE]


def test_a_suspended_case_waits_for_its_date_only() -> None:
    story = CaseSituations.suspended()

    assert rung(story, 1) == [(TimerKind.RESUME, march(20, 10), None)]
    assert story.state.stage == "DISPOSAL"


def test_a_planned_dispatch_waits_beside_the_alarms() -> None:
    story = CaseSituations.planned()

    kinds = [kind for kind, _, _ in rung(story, 4)]

    assert kinds == [TimerKind.WARN, TimerKind.OVERDUE, TimerKind.ESCALATE, TimerKind.DISPATCH]
    assert (story.state.stage, story.state.lead_body_id) == ("DISPOSAL", WATER)


def test_what_time_does_not_do_to_a_locked_case_it_does_once_that_is_unlocked() -> None:
    suspended = CaseSituations.suspended().take("lock", SHIFT_LEADER, opinion="In court.")
    assert suspended.timer() is None

    suspended.take("unlock", SHIFT_LEADER, march(23, 9))

    assert rung(suspended, 1) == [(TimerKind.RESUME, march(23, 9), None)]

    planned = CaseSituations.planned()
    rung(planned, 3)
    planned.take("lock", SHIFT_LEADER, opinion="In court.")
    assert planned.refused("dispatch_as_planned", CLOCKWORK, march(7, 9)) == "UNLOCKED_ONLY"
    assert [kind for kind, _, _ in rung(planned, 1)] == [TimerKind.ESCALATE]
    planned.take("unlock", SHIFT_LEADER, march(10, 9))
    assert rung(planned, 1) == [(TimerKind.DISPATCH, march(10, 9), None)]


def test_unlocking_early_leaves_the_date_as_it_was() -> None:
    story = CaseSituations.suspended().take("lock", SHIFT_LEADER, opinion="In court.").take("unlock", SHIFT_LEADER)

    assert rung(story, 1) == [(TimerKind.RESUME, march(20, 10), None)]


def test_a_planned_dispatch_waits_for_the_answer_to_a_request() -> None:
    story = CaseSituations.planned()
    rung(story, 3)
    story.take("ask_voiding", DISPATCHER, opinion="Gone already.")
    assert [kind for kind, _, _ in rung(story, 1)] == [TimerKind.ESCALATE]

    story.take("refuse", SHIFT_LEADER, march(10, 9), opinion="I can see it.")

    assert rung(story, 1) == [(TimerKind.DISPATCH, march(10, 9), None)]


def test_ended_cases_ring_no_more() -> None:
    planned, suspended = CaseSituations.planned(), CaseSituations.suspended()
    planned.take("ask_dispute", DISPATCHER, opinion="Whose?").take("approve", LEADER, body_id=ROADS)
    for story in (
        CaseSituations.closed(),
        CaseSituations.void(),
        CaseSituations.merged(),
        planned.take("close_by_force", LEADER, opinion="Enough."),
        suspended.take("close_by_force", LEADER, opinion="Enough."),
    ):
        assert (story.timer(), story.state.timer_at) == (None, None)
