"""What has happened to a case, told to whoever counts: everything that is known, and no rule of counting."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class StageRole(StrEnum):
    """What a stage is for, whatever a city calls it; it follows from what its moves do.

    :source: standards/evaluation.md section 1.3 (codes of stages: 受理、立案、派遣、处置、核查、结案).
    """

    ACCEPTANCE = "ACCEPTANCE"
    OWN_FIX = "OWN_FIX"
    FILING = "FILING"
    DISPATCH = "DISPATCH"
    DISPOSAL = "DISPOSAL"
    SUSPENSION = "SUSPENSION"
    CHECK = "CHECK"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"
    VOID = "VOID"


@dataclass(frozen=True, slots=True)
class StayTold:
    """One stay of a case with one holder. `went_on`: it was left towards the end of the loop, not back or out of it.

    `allowance` is all the time the holder had, `used_before` what the body had used of it in earlier stays.
    """

    number: int
    role: StageRole
    post: str | None
    body_id: UUID | None
    arrived_at: datetime
    due_at: datetime | None
    allowance: timedelta | None
    used_before: timedelta | None
    left_at: datetime | None
    left_by: UUID | None
    verb: str
    used: timedelta | None
    on_time: bool | None
    went_on: bool


@dataclass(frozen=True, slots=True)
class TaskTold:
    """A collector was sent. `spent`: the time its stay had used by then; `counts`: no later answer took its place."""

    id: UUID
    number: int
    kind: str
    assignee_id: UUID
    issued_by: UUID
    issued_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    recalled_at: datetime | None
    counts: bool
    stay: int
    spent: timedelta | None


@dataclass(frozen=True, slots=True)
class StepTold:
    """A move that was made: by whom, at which post, for which body; `to_body_id` is the body that it named."""

    number: int
    verb: str
    actor_id: UUID
    post: str
    body_id: UUID | None
    taken_at: datetime
    to_body_id: UUID | None


@dataclass(frozen=True, slots=True)
class RequestTold:
    """Something that was asked for. `extra`: the time an approved extension gave, as long as the calendar makes it."""

    kind: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    extra: timedelta | None


@dataclass(frozen=True, slots=True)
class UrgeTold:
    """Somebody urged the holder."""

    level: str
    urged_at: datetime
    reply_by: datetime | None
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case as it stands, and how it came to stand there; everything in order of its number or moment.

    `zone` is the city's, as the case's calendar has it. `needs_verification`: its source is one that is verified
    before filing. `due_at` is when the present holder is due; None while the clock waits.
    """

    id: UUID
    number: str
    version: int
    zone: ZoneInfo
    role: StageRole
    phase: str
    kind: str
    class_code: str
    source: str
    urgency: str
    grid_code: str
    duty_grid_code: str
    area_level: str
    lead_body_id: UUID | None
    reported_by: UUID | None
    reported_at: datetime
    filed_at: datetime | None
    dispatched_at: datetime | None
    disposal_due_at: datetime | None
    disposed_at: datetime | None
    disposed_on_time: bool | None
    closed_at: datetime | None
    due_at: datetime | None
    closing_kind: str | None
    void_kind: str | None
    verification: str
    check: str
    rework_count: int
    return_count: int
    extension_count: int
    suspension_count: int
    urge_count: int
    reopen_count: int
    self_disposed: bool
    appeal_granted: bool
    satisfaction: int | None
    wants_answer: bool
    needs_verification: bool
    stays: tuple[StayTold, ...]
    tasks: tuple[TaskTold, ...]
    steps: tuple[StepTold, ...]
    requests: tuple[RequestTold, ...]
    urges: tuple[UrgeTold, ...]
