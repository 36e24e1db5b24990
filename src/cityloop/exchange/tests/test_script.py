from datetime import UTC, datetime
from typing import Any

import pytest

from cityloop.exchange.domain.mapping import Outcome, read_mapping
from cityloop.exchange.domain.script import RowRefusedError, script, understand
from cityloop.exchange.tests.test_mapping import GOOD
from tests.support.town import key

MAPPING = read_mapping(
    GOOD.replace("body: org}", "body: org, disposed_at: solved, filed_at: ordered}").replace(
        "statuses: {",
        "statuses: {OPEN: {outcome: WAITING}, WORK: {outcome: DISPOSING}, VOID: {outcome: VOID},"
        " DUP: {outcome: DUPLICATE}, ",
    )
)
RAW = {
    "num": "A-1",
    "state": "DONE",
    "added": "2016-07-01T08:00:00Z",
    "due": "2016-07-05T17:00:00Z",
    "solved": "2016-07-05T17:00:00Z",
    "org": "PW",
    "type": "rubbish",
    "longitude": -77.0,
    "latitude": 38.9,
}


def verbs(main: bool = False, **changes: Any) -> list[str]:  # noqa: FBT001, FBT002 - a test's shorthand
    row = understand("a.csv", 1, RAW | changes, MAPPING)
    moves = script(row, body_id=key("body"), main_case_id=key("main") if main else None)
    return [asked.verb for asked, _ in moves]


FILING = ["send_verification", "answer_verification", "submit", "file"]
CLOSING = ["feed_back", "send_check", "answer_check", "pass_check", "close"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("DONE", [*FILING, "dispatch", "sign", *CLOSING]),
        ("WORK", [*FILING, "dispatch", "sign"]),
        ("OPEN", FILING),
        ("VOID", [*FILING, "ask_voiding", "approve"]),
        ("DUP", FILING),
    ],
)
def test_a_row_goes_as_far_as_its_status_says(state: str, expected: list[str]) -> None:
    assert verbs(state=state) == expected


def test_a_duplicate_with_a_main_case_is_merged() -> None:
    assert verbs(main=True, state="DUP") == ["merge"]


def test_every_move_has_its_time() -> None:
    row = understand("a.csv", 1, RAW | {"ordered": "2016-07-01T09:00:00+00:00"}, MAPPING)

    times = {asked.verb: asked.at for asked, _ in script(row, body_id=key("body"), main_case_id=None)}

    assert times["submit"] == datetime(2016, 7, 1, 8, tzinfo=UTC)
    assert times["dispatch"] == datetime(2016, 7, 1, 9, tzinfo=UTC)
    assert times["close"] == datetime(2016, 7, 5, 17, tzinfo=UTC)


@pytest.mark.parametrize(("solved", "expected"), [("2016-07-05T17:00:00Z", True), ("2016-07-05T17:00:01Z", False)])
def test_due_at_the_very_moment_is_on_time(solved: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert understand("a.csv", 1, RAW | {"solved": solved}, MAPPING).is_on_time() is expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"num": None}, "no number"),
        ({"longitude": None}, "no longitude"),
        ({"latitude": "north"}, "no latitude"),
        ({"state": "LOST"}, "does not know state 'LOST'"),
        ({"org": "NASA"}, "does not know org 'NASA'"),
        ({"type": "meteor"}, "does not know class"),
        ({"due": None}, "no due"),
        ({"added": None}, "no added"),
        ({"added": "yesterday"}, "'yesterday' is not a moment"),
        ({"added": "2016-07-01T08:00:00"}, "has no time zone"),
    ],
)
def test_a_row_that_cannot_become_a_case_is_refused_with_its_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RowRefusedError, match=reason):
        understand("a.csv", 1, RAW | changes, MAPPING)


def test_waiting_rows_have_no_answer_whether_they_are_on_time() -> None:
    row = understand("a.csv", 1, RAW | {"state": "OPEN", "solved": None}, MAPPING)

    assert (row.outcome, row.is_on_time()) == (Outcome.WAITING, None)
