"""Disputes about whose a case is, and appeals against lateness.

:source: standards/workflow.md section 3.6 (推诿, 申诉); design.md section 5.
"""

from cityloop.access.contracts import Post
from cityloop.cases.tests.domain.factories import (
    DISPATCHER,
    EVALUATOR,
    LEADER,
    ROADS,
    ROADS_DESK,
    WATER_DESK,
    CaseSituations,
    march,
)


def test_a_dispute_is_settled_by_the_leader_who_names_the_body() -> None:
    story = CaseSituations.asked("DISPUTE")
    assert (story.due_at, story.allowed_posts("approve", body_id=ROADS)) == (None, {Post.LEADER})
    assert story.refused("approve", LEADER) == "MISSING_INPUT"

    story.take("approve", LEADER, march(6, 17, 40), body_id=ROADS)

    state = story.state
    assert (state.stage, state.planned_body_id, state.return_count) == ("DISPATCH", ROADS, 1)
    assert (story.due_at, state.returned) == (march(6, 17, 55), True)


def test_a_dispute_may_be_raised_by_the_dispatcher_and_starts_the_dispatch_clock_anew() -> None:
    story = CaseSituations.in_dispatch().take("ask_dispute", DISPATCHER, opinion="Whose?")

    story.take("approve", LEADER, march(6, 17, 30), body_id=ROADS)

    assert (story.state.stage, story.state.arrived_at, story.due_at) == ("DISPATCH", march(6, 17, 30), march(6, 17, 45))


def test_a_dispute_is_no_business_of_other_bodies() -> None:
    assert CaseSituations.in_disposal().refused("ask_dispute", ROADS_DESK, opinion="Ours!") == "LEAD_BODY_IF_HANDLER"
    assert CaseSituations.in_dispatch().refused("ask_dispute", WATER_DESK, opinion="Ours!") == "LEAD_BODY_IF_HANDLER"


def test_lateness_is_appealed_once_and_the_fact_is_kept() -> None:
    story = CaseSituations.closed_late().take("ask_appeal", WATER_DESK, opinion="The road was closed.")
    story.take("approve", DISPATCHER)
    assert story.allowed_posts("approve") == {Post.EVALUATOR}

    story.take("approve", EVALUATOR)

    assert (story.state.stage, story.state.appeal_granted, story.state.disposed_on_time) == ("CLOSED", True, False)
    assert story.refused("ask_appeal", WATER_DESK, opinion="Again.") == "NOT_APPEALED"


def test_a_refused_appeal_cannot_be_repeated() -> None:
    story = CaseSituations.closed_late().take("ask_appeal", WATER_DESK, opinion="The road was closed.")
    story.take("refuse", DISPATCHER, opinion="It was not.")

    assert not story.state.appeal_granted
    assert story.refused("ask_appeal", WATER_DESK, opinion="Again.") == "NOT_APPEALED"


def test_only_lateness_is_appealed_and_only_by_the_body_that_was_late() -> None:
    assert CaseSituations.closed().refused("ask_appeal", WATER_DESK, opinion="Please.") == "LATE"
    assert CaseSituations.closed_late().refused("ask_appeal", ROADS_DESK, opinion="Please.") == "LEAD_BODY"
    assert CaseSituations.in_check(march(9, 15)).refused("ask_appeal", WATER_DESK, opinion="Now.") == "NO_SUCH_MOVE"
