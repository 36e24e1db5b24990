"""What may become of a result next, day by day."""

from datetime import date

import pytest

from cityloop.evaluation.contracts import ResultState
from cityloop.evaluation.domain.results import ResultProgress

FIRST, LAST, AFTER = date(2026, 4, 1), date(2026, 4, 20), date(2026, 4, 21)


def progress(state: ResultState) -> ResultProgress:
    until = None if state is ResultState.DRAFT else LAST
    return ResultProgress(period="2026-03", until=FIRST, state=state, objections_until=until)


@pytest.mark.parametrize(
    ("state", "today", "disputed", "expected"),
    [
        (ResultState.DRAFT, date(2026, 3, 31), 0, ""),
        (ResultState.DRAFT, FIRST, 0, "publish"),
        (ResultState.OPEN, FIRST, 0, "object"),
        (ResultState.OPEN, LAST, 1, "object"),
        (ResultState.OPEN, AFTER, 1, ""),
        (ResultState.OPEN, AFTER, 0, "fix"),
        (ResultState.FIXED, AFTER, 0, ""),
    ],
)
def test_one_thing_at_a_time_can_be_done(state: ResultState, today: date, disputed: int, expected: str) -> None:
    found = progress(state)

    against = {
        "publish": found.against_publishing(today=today),
        "object": found.against_objecting(today=today),
        "fix": found.against_fixing(today=today, is_disputed=bool(disputed)),
    }

    assert [name for name, refusal in against.items() if refusal is None] == ([expected] if expected else [])
