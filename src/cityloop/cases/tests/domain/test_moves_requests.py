"""Moves 15 to 21 and 34 of the merged transition table: what a body asks for, and who decides it.

:source: standards/workflow.md sections 3.6 and 5.3.
"""

from datetime import datetime, timedelta

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.domain.state import Acting
from cityloop.cases.domain.turn import RequestDecided, RequestOpened, RequestWithdrawn
from cityloop.cases.tests.domain.factories import (
    CLOCKWORK,
    DISPATCHER,
    HOUR,
    MINUTE,
    PERSON,
    PHOTO,
    ROADS,
    ROADS_DESK,
    SHIFT_LEADER,
    WATER,
    WATER_DESK,
    CaseSituations,
    Story,
    city,
    march,
    standard_data,
)
from cityloop.standards.contracts import Limit


def extended(story: Story) -> Story:
    return story.take("ask_extension", WATER_DESK, opinion="Frost.").take("approve", DISPATCHER)


def test_move_15_asking_for_extension_leaves_the_clock_running() -> None:
    story = CaseSituations.asked("EXTENSION")

    assert story.records == (RequestOpened("EXTENSION", Post.DISPATCHER),)
    assert (story.state.request_kind, story.state.request_post) == ("EXTENSION", Post.DISPATCHER)
    assert (story.state.stage, story.due_at) == ("DISPOSAL", march(9, 11))


def test_move_15_extension_is_asked_for_by_the_lead_body_on_time_with_a_reason() -> None:
    story = CaseSituations.in_disposal()

    assert story.refused("ask_extension", WATER_DESK) == "MISSING_INPUT"
    assert story.refused("ask_extension", ROADS_DESK, opinion="Frost.") == "LEAD_BODY"
    assert story.refused("ask_extension", WATER_DESK, march(9, 11, 1), opinion="Frost.") == "ON_TIME"
    assert story.allowed_posts("ask_extension") == {Post.HANDLER}
    assert story.take("ask_extension", WATER_DESK, march(9, 11), opinion="Frost.").state.request_kind == "EXTENSION"


def test_move_15_an_overdue_body_does_not_become_punctual_by_a_pause() -> None:
    story = CaseSituations.overdue().take("ask_return", WATER_DESK, march(9, 15), opinion="Not ours.")
    story.take("refuse", DISPATCHER, march(9, 16), opinion="Yours.")

    assert story.refused("ask_extension", WATER_DESK, march(9, 16), opinion="Frost.") == "ON_TIME"
    assert story.take("feed_back", WATER_DESK, march(9, 16), photo_ids=(PHOTO,)).state.disposed_on_time is False


def test_move_15_one_request_at_a_time() -> None:
    story = CaseSituations.asked("EXTENSION")

    for kind in ("extension", "return", "authority", "dispute"):
        assert story.refused(f"ask_{kind}", WATER_DESK, opinion="Also.") == "NO_REQUEST"


def test_move_16_an_approved_extension_adds_the_original_limit() -> None:
    story = CaseSituations.asked("EXTENSION").take("approve", DISPATCHER)

    assert (story.due_at, story.state.extension_count) == (march(9, 17), 1)  # Monday 11:00 and 4 working hours
    assert (story.state.request_kind, story.state.stage) == ("", "DISPOSAL")


@pytest.mark.parametrize(("extra", "due_at"), [("1 work_hour", march(9, 12)), ("2 work_day", march(11, 11))])
def test_move_16_an_approved_extension_adds_the_time_named(extra: str, due_at: datetime) -> None:
    story = CaseSituations.asked("EXTENSION", extra=Limit.parse(extra))

    assert story.take("approve", DISPATCHER, extra=Limit.parse(extra)).due_at == due_at


def test_move_16_a_refused_extension_changes_nothing_and_does_not_count() -> None:
    story = CaseSituations.asked("EXTENSION")
    assert story.refused("refuse", DISPATCHER) == "MISSING_INPUT"
    assert story.allowed_posts("approve") == story.allowed_posts("refuse", opinion="No.") == {Post.DISPATCHER}

    story.take("refuse", DISPATCHER, opinion="No frost.")

    assert story.records == (RequestDecided(approved=False, final=True),)
    assert (story.due_at, story.state.extension_count, story.state.request_kind) == (march(9, 11), 0, "")


def test_move_16_a_case_is_extended_twice_at_most() -> None:
    story = extended(extended(CaseSituations.in_disposal()))

    assert (story.state.extension_count, story.due_at) == (2, march(10, 11))
    assert story.refused("ask_extension", WATER_DESK, opinion="Once more.") == "MAY_EXTEND"


def test_move_16_a_city_may_forbid_extensions() -> None:
    story = CaseSituations.in_disposal(lifecycle=city(extension_times=0))

    assert story.refused("ask_extension", WATER_DESK, opinion="Frost.") == "MAY_EXTEND"


def test_move_16_without_a_limit_the_extension_says_how_long() -> None:
    given = CaseSituations.with_given_due().take("ask_extension", WATER_DESK, opinion="Frost.")
    assert given.refused("approve", DISPATCHER) == "NO_LIMIT"
    assert given.take("approve", DISPATCHER, extra=Limit.parse("1 urgent_day")).due_at == march(9, 17)

    endless = CaseSituations.without_limit().take("ask_extension", WATER_DESK, opinion="Frost.")
    assert endless.refused("approve", DISPATCHER, extra=Limit.parse("1 urgent_day")) == "NO_LIMIT"


def test_move_16_a_decision_is_only_about_what_was_asked() -> None:
    assert CaseSituations.asked("RETURN").refused("approve", DISPATCHER, body_id=ROADS) == "UNWANTED_INPUT"
    assert CaseSituations.asked("EXTENSION").refused("approve", DISPATCHER, until=march(9, 18)) == "UNWANTED_INPUT"


def test_move_16_there_must_be_something_to_decide() -> None:
    story = CaseSituations.in_disposal()

    assert story.refused("approve", CLOCKWORK) == "REQUEST_PENDING"
    assert story.refused("refuse", CLOCKWORK, opinion="No.") == "REQUEST_PENDING"
    assert story.refused("withdraw", WATER_DESK) == "REQUEST_PENDING"


def test_move_17_asking_for_return_pauses_the_clock() -> None:
    story = CaseSituations.asked("RETURN")

    assert (story.state.stage, story.state.request_kind, story.due_at) == ("DISPOSAL", "RETURN", None)
    assert story.state.clock is not None
    assert story.state.clock.spent == 30 * MINUTE
    assert story.state.timer_at is None
    fresh = CaseSituations.in_disposal()
    assert fresh.refused("ask_return", WATER_DESK) == "MISSING_INPUT"
    assert fresh.refused("ask_return", ROADS_DESK, opinion="Not ours.") == "LEAD_BODY"
    assert fresh.allowed_posts("ask_return") == {Post.HANDLER}


def test_move_17_the_asker_takes_it_back_and_has_lost_the_time() -> None:
    story = CaseSituations.asked("RETURN")
    assert story.refused("withdraw", ROADS_DESK) == "OWN_REQUEST"
    assert story.refused("withdraw", DISPATCHER) == "OWN_REQUEST"

    story.take("withdraw", WATER_DESK, march(9, 9))

    assert story.records == (RequestWithdrawn(),)
    assert (story.state.request_kind, story.due_at) == ("", march(9, 11))  # as if it had not been asked


def test_move_18_an_approved_return_goes_to_the_dispatcher_with_a_fresh_15_minutes() -> None:
    story = CaseSituations.in_disposal().take("assign", WATER_DESK, person_id=PERSON)
    story.take("ask_return", WATER_DESK, march(6, 17, 30), opinion="Not ours.").take(
        "approve", DISPATCHER, march(6, 17, 40)
    )

    state = story.state
    assert (state.stage, state.holder_post, state.return_count) == ("DISPATCH", Post.DISPATCHER, 1)
    assert (state.assignee_id, state.returned) == (None, True)
    assert story.due_at == march(6, 17, 55)


def test_move_18_a_refused_return_lets_the_clock_run_on() -> None:
    story = CaseSituations.asked("RETURN").take("refuse", DISPATCHER, march(9, 9), opinion="Yours.")

    assert (story.state.stage, story.state.return_count, story.due_at) == ("DISPOSAL", 0, march(9, 14, 30))


def test_move_18_the_same_body_gets_its_own_clock_back() -> None:
    story = CaseSituations.returned().take("dispatch", DISPATCHER, march(9, 8), body_id=WATER)

    assert story.due_at == march(9, 11, 30)
    assert story.state.clock is not None
    assert story.state.clock.spent == 30 * MINUTE


def test_move_18_another_body_gets_a_fresh_clock() -> None:
    story = CaseSituations.returned().take("dispatch", DISPATCHER, march(9, 8), body_id=ROADS)

    assert (story.due_at, story.state.lead_body_id) == (march(9, 12), ROADS)


def test_move_19_suspension_names_a_date_ahead_within_a_year() -> None:
    story = CaseSituations.in_disposal()
    at, ask = march(6, 17, 30), {"opinion": "Planting season."}

    assert story.refused("ask_suspension", WATER_DESK, at, **ask) == "MISSING_INPUT"
    assert story.refused("ask_suspension", WATER_DESK, at, until=march(20, 9)) == "MISSING_INPUT"
    assert story.refused("ask_suspension", WATER_DESK, at, until=at, **ask) == "BAD_DATE"
    too_far = at + timedelta(days=366) + MINUTE
    assert story.refused("ask_suspension", WATER_DESK, at, until=too_far, **ask) == "BAD_DATE"
    assert story.refused("ask_suspension", ROADS_DESK, at, until=march(20, 9), **ask) == "LEAD_BODY"
    assert story.allowed_posts("ask_suspension") == {Post.HANDLER}
    assert story.take("ask_suspension", WATER_DESK, at, until=too_far - MINUTE, **ask).due_at == march(9, 11)


def test_move_20_suspension_is_granted_by_two_and_stops_the_clock() -> None:
    story = CaseSituations.asked("SUSPENSION", until=march(20, 10))
    assert story.allowed_posts("approve", until=march(20, 10)) == {Post.DISPATCHER}

    story.take("approve", DISPATCHER, until=march(20, 10))
    assert story.records == (RequestDecided(approved=True, final=False),)
    assert (story.state.stage, story.state.request_kind) == ("DISPOSAL", "SUSPENSION")
    assert story.allowed_posts("approve", until=march(20, 10)) == {Post.SHIFT_LEADER}

    story.take("approve", SHIFT_LEADER, until=march(20, 10))
    state = story.state
    assert (state.stage, state.phase, state.resume_at) == ("SUSPENDED", Phase.PAUSED, march(20, 10))
    assert (state.suspension_count, state.clock, state.holder_body_id) == (1, None, WATER)


def test_move_20_a_refused_suspension_changes_nothing() -> None:
    story = CaseSituations.asked("SUSPENSION", until=march(20, 10)).take("approve", DISPATCHER, until=march(20, 10))

    story.take("refuse", SHIFT_LEADER, opinion="Do it now.")

    assert (story.state.stage, story.due_at, story.state.suspension_count) == ("DISPOSAL", march(9, 11), 0)
    assert (story.state.request_place, story.state.request_post, story.state.resume_at) == (0, None, None)


def test_move_20_a_date_that_has_gone_by_meanwhile_is_refused() -> None:
    story = CaseSituations.asked("SUSPENSION", until=march(7, 10)).take("approve", DISPATCHER, until=march(7, 10))

    assert story.refused("approve", SHIFT_LEADER, march(7, 11), until=march(7, 10)) == "BAD_DATE"


def test_move_20_a_case_is_suspended_once() -> None:
    story = CaseSituations.suspended().take("resume", DISPATCHER)

    assert story.refused("ask_suspension", WATER_DESK, opinion="Again.", until=march(20, 9)) == "MAY_SUSPEND"


def test_move_21_the_case_resumes_by_itself_with_what_was_left() -> None:
    story = CaseSituations.suspended()

    story.take("resume", CLOCKWORK, march(20, 10))

    state = story.state
    assert (state.stage, state.phase, state.holder_body_id, state.resume_at) == ("DISPOSAL", Phase.OPEN, WATER, None)
    assert story.due_at == march(20, 10) + 5 * HOUR + 30 * MINUTE  # 3.5 working hours with the noon break between


@pytest.mark.parametrize("actor", [DISPATCHER, WATER_DESK])
def test_move_21_the_dispatcher_or_the_body_resumes_earlier(actor: Acting) -> None:
    story = CaseSituations.suspended().take("resume", actor, march(9, 8))

    assert (story.state.stage, story.due_at, story.state.resume_at) == ("DISPOSAL", march(9, 11, 30), None)


def test_move_21_another_body_does_not_resume() -> None:
    story = CaseSituations.suspended()

    assert story.refused("resume", ROADS_DESK) == "LEAD_BODY_IF_HANDLER"
    assert story.allowed_posts("resume") == {Post.DISPATCHER, Post.HANDLER}


def test_move_34_authority_is_asked_for_and_answered() -> None:
    story = CaseSituations.asked("AUTHORITY")
    assert story.allowed_posts("approve") == {Post.DISPATCHER}

    story.take("approve", DISPATCHER, opinion="Cut the tree.")

    assert (story.state.stage, story.due_at, story.state.request_kind) == ("DISPOSAL", march(9, 11), "")
    assert CaseSituations.in_disposal().refused("ask_authority", ROADS_DESK, opinion="May we?") == "LEAD_BODY"


def test_a_city_whose_file_forgets_to_ask_whether_something_is_pending_is_refused_all_the_same() -> None:
    data = standard_data()
    approve = next(move for move in data["moves"] if move["verb"] == "approve")
    approve |= {"guards": [], "posts": ["DISPATCHER"]}

    assert CaseSituations.in_disposal(lifecycle=read(data)).refused("approve", DISPATCHER) == "NO_REQUEST"
