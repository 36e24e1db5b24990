"""What callers are answered."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from cityloop.cases.domain.lamps import Lamp
from cityloop.cases.queries.search import FoundBy


class RowOut(Schema):
    """A case in a list. `limit_text` is the limit for disposal such as `2 work_day`; empty until it is fixed."""

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
    limit_text: str
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
    kind: str
    class_code: str
    registered_at: datetime
    address: str
    description: str
    lamp: Lamp
    by: FoundBy


class MoveOut(Schema):
    """A move that the caller may make now. An input written `a|b` means one of them."""

    verb: str
    label: dict[str, str]
    target: str
    needs: list[str]
    takes: list[str]


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
    lamp: Lamp
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

    id: int
    key: str
    stages: list[LifecycleStageOut]
    moves: list[LifecycleMoveOut]
    requests: list[RequestRuleOut]


class TotalOut(Schema):
    """How many cases there are; not exact means: at least so many."""

    total: int
    is_exact: bool


class BodyLoadOut(Schema):
    """What lies with a body, and how punctual it was in the last 30 days; the share is null where nothing was due.

    `open` is everything it answers for that has not ended; `in_disposal` lies with the body itself, and of that
    `due_soon` is past its warning and `overdue` past its limit.
    """

    body_id: UUID
    open: int
    in_disposal: int
    due_soon: int
    overdue: int
    disposed: int
    disposed_on_time: int
    on_time_share: float | None
