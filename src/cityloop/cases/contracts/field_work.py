"""What collectors have done in the field, told to whoever asks whether it can be true."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class VisitKind(StrEnum):
    """Why a collector was there."""

    REPORT = "REPORT"
    VERIFY = "VERIFY"
    CHECK = "CHECK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A collector reported a case, or answered a task on it.

    `at` is when they said so. `photo_id`, `seen_at` and `seen_from` are of the first photograph that they took for it
    and that says where; None if there is none. `spot` is where the case lies. `spent` is the time from the issue of a
    task to its answer.
    Personal data: where somebody was, and when.
    """

    person_id: UUID
    kind: VisitKind
    case_id: UUID
    number: str
    at: datetime
    grid_code: str
    duty_grid_code: str
    spot: tuple[float, float]
    answer: str = ""
    spent: timedelta | None = None
    photo_id: UUID | None = None
    seen_at: datetime | None = None
    seen_from: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoTwin:
    """A photograph that looks like an earlier one; `bits` is in how many of 64 places their fingerprints differ.

    Personal data: who took it.
    """

    person_id: UUID
    photo_id: UUID
    case_id: UUID
    number: str
    taken_at: datetime
    earlier_person_id: UUID
    earlier_photo_id: UUID
    earlier_case_id: UUID
    earlier_number: str
    earlier_at: datetime
    bits: int
