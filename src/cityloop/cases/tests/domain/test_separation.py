"""Supervision is separate from execution, as far as the rules alone can hold it.

:source: design.md section 1.
"""

from collections.abc import Callable
from uuid import UUID

import pytest

from cityloop.access.contracts import Axis
from cityloop.cases.domain.separation import checks_own_work
from cityloop.cases.domain.state import Acting
from cityloop.cases.tests.domain.factories import (
    ADMINISTRATOR,
    CITIZEN,
    COLLECTOR,
    DISPATCHER,
    GREEN,
    ROADS,
    SHIFT_LEADER,
    STANDARD,
    WATER,
    WATER_DESK,
    CaseSituations,
    Story,
)

JUDGING = {"send_verification", "take_verification", "send_check", "take_check", "count_rework", "close"}
DISPOSING = {"finish_disposal", "finish_helping", "sign", "forward", "assign", "unassign", "dispatch"}


@pytest.mark.parametrize(
    ("body", "disposers", "own"),
    [
        (WATER, {WATER}, True),
        (ROADS, {WATER, ROADS}, True),
        (GREEN, {WATER, ROADS}, False),
        (None, {WATER, None}, False),
        (WATER, set(), False),
    ],
)
def test_nobody_checks_what_their_own_body_disposed_of(
    body: UUID | None,
    disposers: set[UUID | None],
    own: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert checks_own_work(body, disposers) is own


def test_the_posts_that_judge_and_those_that_dispose_are_never_the_same() -> None:
    judges = {post.axis for move in STANDARD.moves if JUDGING & {*move.effects} for post in move.posts}
    disposers = {post.axis for move in STANDARD.moves if DISPOSING & {*move.effects} for post in move.posts}

    assert judges == {Axis.SUPERVISION}
    assert disposers == {Axis.EXECUTION}


def test_a_body_is_offered_nothing_while_its_work_is_checked() -> None:
    for story in (CaseSituations.in_check(), CaseSituations.check_out(), CaseSituations.in_closing()):
        assert story.offered(WATER_DESK) == []
        assert story.offered(DISPATCHER) == []


@pytest.mark.parametrize(
    ("make", "actor", "verbs"),
    [
        (CaseSituations.in_disposal, WATER_DESK, {
            "sign", "forward", "assign", "feed_back",
            "ask_extension", "ask_return", "ask_suspension", "ask_authority", "ask_dispute",
        }),
        (CaseSituations.in_disposal, COLLECTOR, set()),
        (CaseSituations.in_disposal, ADMINISTRATOR, set()),
        (CaseSituations.in_disposal, CITIZEN, set()),
        (CaseSituations.in_filing, SHIFT_LEADER, {
            "correct", "merge", "file", "send_back", "refuse_filing", "urge", "lock",
        }),
        (CaseSituations.closed, SHIFT_LEADER, {"restore"}),
        (CaseSituations.check_out, COLLECTOR, {"answer_check"}),
    ],
)  # fmt: skip
def test_everybody_is_offered_what_they_may_do_and_no_more(
    make: Callable[[], Story], actor: Acting, verbs: set[str]
) -> None:
    story = make()

    assert {move.verb for move in story.offered(actor)} == verbs


def test_a_pending_request_is_offered_to_its_decider_and_to_its_asker() -> None:
    story = CaseSituations.asked("RETURN")

    assert {move.verb for move in story.offered(DISPATCHER)} == {"add_helpers", "approve", "refuse"}
    assert {move.verb for move in story.offered(WATER_DESK)} == {"sign", "assign", "withdraw"}
