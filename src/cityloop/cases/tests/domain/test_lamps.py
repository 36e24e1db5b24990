"""The lamp beside a case.

:source: standards/workflow.md section 6.4.
"""

from datetime import datetime, timedelta

import pytest

from cityloop.cases.domain.lamps import Lamp, lamp
from cityloop.cases.tests.domain.factories import CaseSituations, march

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (march(6, 17), Lamp.GREEN),
        (march(9, 10, 12), Lamp.GREEN),  # 80 % are still green
        (march(9, 10, 12) + SECOND, Lamp.YELLOW),
        (march(9, 11), Lamp.YELLOW),  # the limit itself is still yellow
        (march(9, 11) + SECOND, Lamp.RED),
    ],
)
def test_the_lamp_of_a_case_in_disposal(at: datetime, expected: Lamp) -> None:
    story = CaseSituations.in_disposal()

    assert lamp(at, story.state.warn_at, story.due_at) is expected


def test_without_a_running_clock_the_lamp_is_off() -> None:
    for story in (CaseSituations.suspended(), CaseSituations.check_out(), CaseSituations.closed()):
        assert lamp(march(30, 9), story.state.warn_at, story.due_at) is Lamp.OFF


def test_without_a_warning_green_turns_red() -> None:
    assert lamp(march(9, 11), None, march(9, 11)) is Lamp.GREEN
    assert lamp(march(9, 11) + SECOND, None, march(9, 11)) is Lamp.RED
