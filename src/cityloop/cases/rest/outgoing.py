"""What callers are answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from cityloop.cases.domain.lamps import Lamp
from cityloop.cases.queries.search import FoundBy


class RowOut(Schema):
    """A case in a list."""

    id: UUID
    number: str
    version: int
    stage: str
    phase: str
    kind: str
    class_code: str
    description: str
    address: str
    grid_code: str
    source: str
    urgency: str
    registered_at: datetime
    arrived_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    lamp: str
    holder_post: str | None
    holder_body_id: UUID | None
    lead_body_id: UUID | None
    request_kind: str
    rework_count: int
    urge_count: int
    locked: bool
    component_code: str
    closed_at: datetime | None
    disposed_on_time: bool | None
    longitude: float
    latitude: float


class HitOut(Schema):
    """A case that was found, and by what."""

    id: UUID
    number: str
    stage: str
    class_code: str
    address: str
    description: str
    lamp: Lamp
    by: FoundBy


class ReporterOut(Schema):
    """Who reported. With a case the number is masked; asked for by itself it is not, and the look is recorded."""

    name: str
    phone: str
    wants_answer: bool


class MoveOut(Schema):
    """A move that the caller may make now. An input written `a|b` means one of them."""

    verb: str
    label: dict[str, str]
    target: str
    needs: list[str]
    takes: list[str]


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
    limit_text: str
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


class TaskOut(Schema):
    """Where a collector is sent, and why."""

    id: UUID
    kind: str
    case_id: UUID
    case_number: str
    case_version: int
    class_code: str
    description: str
    address: str
    grid_code: str
    longitude: float
    latitude: float
    issued_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str


class CountsOut(Schema):
    """How many cases lie under each tab."""

    todo: int
    approvals: int
    urged: int
    suspended: int


class BaseCountsOut(Schema):
    """Base counts of one key."""

    key: str
    reported: int
    filed: int
    dispatched: int
    disposed: int
    disposed_on_time: int
    disposed_late: int
    exempted: int
    overdue_open: int
    closed: int
    open: int
    suspended: int
    reworked: int
    returned: int
    extended: int
    void: int
    merged: int
    self_disposed: int


class LifecycleStageOut(Schema):
    """A stage: its name, phase and label, and the post it lies with."""

    name: str
    phase: str
    label: dict[str, str]
    post: str | None


class LifecycleMoveOut(MoveOut):
    """A move, and the stages it starts from."""

    sources: list[str]


class RequestRuleOut(Schema):
    """What may be asked for: where, and who decides one after the other."""

    kind: str
    label: dict[str, str]
    chain: list[str]
    sources: list[str]


class LifecycleOut(Schema):
    """Stages, moves and requests with their labels."""

    key: str
    stages: list[LifecycleStageOut]
    moves: list[LifecycleMoveOut]
    requests: list[RequestRuleOut]
