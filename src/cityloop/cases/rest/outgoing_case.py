"""What callers are answered of one case: the whole of it, and its history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from cityloop.cases.rest.outgoing import MoveOut, RowOut


class ReporterOut(Schema):
    """Who reported. With a case the number is masked; asked for by itself it is not, and the look is recorded."""

    name: str
    phone: str
    wants_answer: bool


class ClockOut(Schema):
    """The time of the present stay in minutes of its own unit: working minutes, or minutes round the clock.

    `remaining_minutes` is negative once the time is up; `day_minutes` is what one day of the unit is worth.
    """

    unit: str
    is_paused: bool
    allowance_minutes: float | None
    used_minutes: float
    remaining_minutes: float | None
    day_minutes: int


class PhotoOut(Schema):
    """A photograph with its seal; the picture itself is asked for by its id."""

    id: UUID
    usage: str
    media_type: str
    width: int
    height: int
    taken_at: datetime
    sha256: str
    seal: str


class RequestOut(Schema):
    """What a body has asked for, and what became of it."""

    id: int
    number: int
    kind: str
    reason: str
    asked: dict[str, Any]
    asked_at: datetime
    state: str
    decided_at: datetime | None
    body_id: UUID | None


class SentOut(Schema):
    """A collector's task as its case shows it; who was drawn, and how, is for supervision only."""

    id: UUID
    number: int
    kind: str
    issued_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    counts: bool
    assignee_id: UUID | None = None
    draw: dict[str, Any] | None = None


class UrgeOut(Schema):
    """An urge and its reply."""

    level: str
    text: str
    post: str
    urged_at: datetime
    reply_by: datetime | None
    reply: str


class DetailOut(RowOut):
    """A case, whole."""

    previous_stage: str
    condition_id: int | None
    area_level: str
    filed_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    disposal_due_at: datetime | None
    disposed_at: datetime | None
    closing_kind: str | None
    void_kind: str | None
    verification: str
    check_answer: str
    return_count: int
    extension_count: int
    suspension_count: int
    reopen_count: int
    self_disposed: bool
    appealed: bool
    appeal_granted: bool
    satisfaction: int | None
    merged_into_id: UUID | None
    resume_at: datetime | None
    dispatch_at: datetime | None
    planned_body_id: UUID | None
    assignee_id: UUID | None
    duty_grid_code: str
    helper_body_ids: list[UUID]
    body_names: dict[str, str]
    lifecycle_id: int
    clock: ClockOut | None
    reporter: ReporterOut | None
    photos: list[PhotoOut]
    requests: list[RequestOut]
    tasks: list[SentOut]
    urges: list[UrgeOut]
    moves: list[MoveOut]


class StepOut(Schema):
    """A move that was made."""

    number: int
    verb: str
    source: str
    target: str
    post: str
    taken_at: datetime
    hash: str
    actor_name: str | None
    body_id: UUID | None
    opinion: str
    inputs: dict[str, Any]


class StayOut(Schema):
    """One stay with one holder at one stage."""

    number: int
    stage: str
    post: str | None
    body_id: UUID | None
    arrived_at: datetime
    due_at: datetime | None
    left_at: datetime | None
    verb: str
    on_time: bool | None
    unit: str
    used_minutes: float | None


class HistoryOut(Schema):
    """Everything that has happened with a case, in order."""

    steps: list[StepOut]
    activities: list[StayOut]
