"""The lamp beside a case: green, yellow, red."""

from datetime import datetime
from enum import StrEnum


class Lamp(StrEnum):
    """How much of the time is gone: green up to the warning, yellow up to the limit, red over; off without a clock."""

    OFF = "OFF"
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"


def lamp(at: datetime, warn_at: datetime | None, due_at: datetime | None) -> Lamp:
    """Return the lamp of a case whose clock warns and is due at these moments.

    :source: standards/workflow.md section 6.4 (Lamp: 80 %, 100 %).
    """
    if due_at is None:
        return Lamp.OFF
    if at > due_at:
        return Lamp.RED
    return Lamp.YELLOW if warn_at is not None and at > warn_at else Lamp.GREEN
