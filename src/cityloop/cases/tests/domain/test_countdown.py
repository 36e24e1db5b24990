"""The clock that counts down.

:source: standards/workflow.md sections 3.6 and 7.
"""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cityloop.cases.domain.countdown import Countdown
from cityloop.cases.tests.domain.factories import CLOCK, HOUR, MINUTE, march
from cityloop.standards.contracts import Limit

ZERO = timedelta(0)
FRIDAY_17 = march(6, 17)

limits = st.sampled_from(
    ["15 minute", "90 work_minute", "4 work_hour", "1 work_day", "5 work_day", "2 urgent_hour", "1 urgent_day"]
).map(Limit.parse)
moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: march(2, 0) + minutes * MINUTE)
waits = st.lists(st.integers(0, 3 * 24 * 60).map(lambda minutes: minutes * MINUTE), min_size=1, max_size=12)
steady = settings(deadline=None, derandomize=True, max_examples=200)


def started(limit: str = "4 work_hour", at: datetime = FRIDAY_17) -> Countdown:
    return Countdown.start(Limit.parse(limit), at, CLOCK)


@pytest.mark.parametrize(
    ("limit", "due_at"),
    [
        ("4 work_hour", march(9, 11)),
        ("1 work_day", march(9, 17)),
        ("2 urgent_hour", march(6, 19)),
        ("1 urgent_day", march(7, 17)),
        ("15 minute", march(6, 17, 15)),
    ],
)
def test_a_fresh_clock_is_due_when_its_limit_is_used_up(limit: str, due_at: datetime) -> None:
    countdown = started(limit)

    assert (countdown.due_at, countdown.spent, countdown.running_since) == (due_at, ZERO, FRIDAY_17)


def test_only_time_of_the_clocks_own_kind_is_used() -> None:
    assert started().used(march(9, 9), CLOCK) == 2 * HOUR
    assert started("1 urgent_day").used(march(7, 5), CLOCK) == 12 * HOUR
    assert started().used(march(6, 16), CLOCK) == ZERO


def test_a_paused_clock_is_due_never_and_uses_nothing() -> None:
    paused = started().pause(march(6, 17, 30), CLOCK)

    assert (paused.due_at, paused.running_since, paused.spent) == (None, None, 30 * MINUTE)
    assert paused.used(march(12, 9), CLOCK) == 30 * MINUTE
    assert paused.pause(march(12, 9), CLOCK) == paused
    assert paused.warn_at(0.8, CLOCK) is None
    assert not paused.is_over(march(30, 9))


def test_a_resumed_clock_has_what_was_left() -> None:
    resumed = started().pause(march(6, 17, 30), CLOCK).resume(march(10, 8), CLOCK)

    assert resumed.due_at == march(10, 11, 30)
    assert resumed.resume(march(10, 9), CLOCK) == resumed


def test_an_overdue_clock_is_due_again_at_once_and_stays_over() -> None:
    resumed = started().pause(march(9, 15), CLOCK).resume(march(10, 9), CLOCK)

    assert resumed.due_at == march(10, 9)
    assert resumed.is_over(march(10, 9))
    assert resumed.warn_at(0.8, CLOCK) == march(10, 9)


def test_the_due_moment_itself_is_not_over() -> None:
    assert not started().is_over(march(9, 11))
    assert started().is_over(march(9, 11) + timedelta(seconds=1))


def test_an_extension_moves_the_due_moment_and_the_warning() -> None:
    extended = started().extend(Limit.parse("4 work_hour"), CLOCK)

    assert (extended.due_at, extended.allowance) == (march(9, 17), 8 * HOUR)
    assert (started().warn_at(0.8, CLOCK), extended.warn_at(0.8, CLOCK)) == (march(9, 10, 12), march(9, 15, 24))


def test_a_paused_clock_is_extended_for_when_it_runs_again() -> None:
    paused = started().pause(march(6, 17, 30), CLOCK).extend(Limit.parse("1 work_hour"), CLOCK)

    assert paused.due_at is None
    assert paused.resume(march(10, 8), CLOCK).due_at == march(10, 14, 30)


def test_an_urgent_clock_extended_by_working_time_keeps_it_across_a_pause() -> None:
    extended = started("2 urgent_hour").extend(
        Limit.parse("1 work_hour"), CLOCK
    )  # 19:00, then an hour from Monday 8:00
    assert extended.due_at == march(9, 9)

    again = extended.pause(march(6, 20), CLOCK).resume(march(6, 20), CLOCK)

    assert again.due_at == march(9, 9)


def test_a_given_due_moment_is_kept_until_the_first_pause_makes_it_count() -> None:
    given_due = Countdown.until(march(8, 17), FRIDAY_17)
    assert (given_due.due_at, given_due.allowance, given_due.used(march(7, 17), CLOCK)) == (
        march(8, 17),
        None,
        24 * HOUR,
    )

    paused = given_due.pause(march(7, 17), CLOCK)

    assert (paused.allowance, paused.spent) == (48 * HOUR, 24 * HOUR)
    assert paused.resume(march(10, 9), CLOCK).due_at == march(11, 9)
    assert given_due.extend(Limit.parse("2 work_hour"), CLOCK).due_at == march(9, 10)


def test_a_given_due_moment_that_has_passed_stays_passed() -> None:
    paused = Countdown.until(march(8, 17), FRIDAY_17).pause(march(9, 17), CLOCK)

    assert (paused.allowance, paused.spent) == (48 * HOUR, 72 * HOUR)
    assert paused.resume(march(10, 9), CLOCK).is_over(march(10, 9))

    past = Countdown.until(march(5, 17), FRIDAY_17)
    assert (past.due_at, past.warn_at(0.8, CLOCK), past.is_over(FRIDAY_17)) == (march(5, 17), march(5, 17), True)


@pytest.mark.parametrize(
    ("limit", "warn_at"),
    [("15 minute", march(6, 17, 12)), ("4 work_hour", march(9, 10, 12)), ("1 urgent_day", march(7, 12, 12))],
)
def test_the_warning_comes_at_80_per_cent(limit: str, warn_at: datetime) -> None:
    assert started(limit).warn_at(0.8, CLOCK) == warn_at


def test_after_a_pause_the_warning_counts_what_was_used_before() -> None:
    resumed = started().pause(march(6, 18), CLOCK).resume(march(9, 8), CLOCK)  # 60 of 192 green minutes are gone

    assert resumed.warn_at(0.8, CLOCK) == march(9, 10, 12)
    assert started().pause(march(9, 10, 40), CLOCK).resume(march(10, 8), CLOCK).warn_at(0.8, CLOCK) == march(10, 8)


@given(limits, moments, st.integers(0, 100))
@steady
def test_pausing_and_resuming_at_the_same_moment_changes_nothing(limit: Limit, start: datetime, share: int) -> None:
    countdown = Countdown.start(limit, start, CLOCK)
    assert countdown.due_at is not None
    at = start + (countdown.due_at - start) // MINUTE * share // 100 * MINUTE
    assume(countdown.used(at, CLOCK) < CLOCK.length(limit))
    warn_at = countdown.warn_at(0.8, CLOCK)
    assert warn_at is not None

    again = countdown.pause(at, CLOCK).resume(at, CLOCK)

    assert again.due_at == countdown.due_at
    assert again.used(countdown.due_at, CLOCK) == countdown.used(countdown.due_at, CLOCK)
    assert again.warn_at(0.8, CLOCK) == max(at, warn_at)


@given(limits, moments, waits)
@steady
def test_whatever_the_pauses_the_allowance_is_used_up_exactly_when_it_is_due(
    limit: Limit, start: datetime, steps: list[timedelta]
) -> None:
    countdown, at, ran = Countdown.start(limit, start, CLOCK), start, ZERO
    for wait in steps:
        if countdown.running_since is None:
            at += wait
            countdown = countdown.resume(at, CLOCK)
        else:
            assert countdown.due_at is not None
            until = min(at + wait, countdown.due_at)
            ran += CLOCK.measure(at, until, limit.unit)
            countdown, at = countdown.pause(until, CLOCK), until
    if countdown.running_since is None:
        countdown = countdown.resume(at, CLOCK)

    assert countdown.due_at is not None
    assert ran + CLOCK.measure(at, countdown.due_at, limit.unit) == CLOCK.length(limit)
    assert countdown.used(countdown.due_at, CLOCK) == CLOCK.length(limit)


@given(limits, limits, moments, waits)
@steady
def test_no_order_of_events_makes_a_clock_due_before_it_runs(
    limit: Limit, extra: Limit, start: datetime, steps: list[timedelta]
) -> None:
    countdown, at = Countdown.start(limit, start, CLOCK), start
    for number, wait in enumerate(steps):
        at += wait
        match number % 3:
            case 0:
                countdown = countdown.pause(at, CLOCK)
            case 1:
                countdown = countdown.resume(at, CLOCK)
            case _:
                countdown = countdown.extend(extra, CLOCK)
        if countdown.running_since is not None:
            assert countdown.due_at is not None
            assert countdown.due_at >= countdown.running_since
            warn_at = countdown.warn_at(0.8, CLOCK)
            assert warn_at is not None
            assert countdown.running_since <= warn_at <= countdown.due_at


@given(limits, moments, st.floats(0.001, 0.999))
@steady
def test_parts_of_a_second_never_make_a_clock_due_before_it_runs(limit: Limit, start: datetime, part: float) -> None:
    at = start + timedelta(seconds=part)

    resumed = Countdown(limit.unit, CLOCK.length(limit), CLOCK.length(limit)).resume(at, CLOCK)

    assert resumed.due_at == at
