"""What the loop knows of a case at one moment, and what a move may be given."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cityloop.access.contracts import Axis, Post
from cityloop.cases.contracts import Answer, ClosingKind, VoidKind
from cityloop.cases.domain.countdown import Countdown
from cityloop.cases.domain.lifecycle import Phase
from cityloop.standards.contracts import Limit


@dataclass(frozen=True, slots=True)
class BodyClock:
    """The one clock of a responsible body for all its stays with a case (捆绑), while it is paused."""

    body_id: UUID
    countdown: Countdown


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """The projection of a case's history that the rules need. Replaced, never changed."""

    case_id: UUID
    source: str
    reported_by: UUID | None
    stage: str
    phase: Phase
    arrived_at: datetime
    registered_at: datetime
    version: int = 0
    moved_at: datetime | None = None
    previous_stage: str = ""
    holder_post: Post | None = None
    holder_body_id: UUID | None = None
    lead_body_id: UUID | None = None
    helper_body_ids: frozenset[UUID] = frozenset()
    assignee_id: UUID | None = None
    class_code: str = ""
    condition_id: int | None = None
    area_level: str = ""
    limit: Limit | None = None
    given_due_at: datetime | None = None
    clock: Countdown | None = None
    body_clocks: tuple[BodyClock, ...] = ()
    charged_body_id: UUID | None = None  # to whose clock the disposal counts: the body it was dispatched to
    warn_at: datetime | None = None
    disposal_due_at: datetime | None = None
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    disposed_at: datetime | None = None
    disposed_on_time: bool | None = None
    closed_at: datetime | None = None
    closing_kind: ClosingKind | None = None
    void_kind: VoidKind | None = None
    verification: Answer = Answer.NONE
    check: Answer = Answer.NONE
    request_kind: str = ""
    request_post: Post | None = None
    request_place: int = 0
    rework_count: int = 0
    return_count: int = 0
    extension_count: int = 0
    suspension_count: int = 0
    urge_count: int = 0
    reopen_count: int = 0
    returned: bool = False
    locked: bool = False
    self_disposed: bool = False
    appeal_granted: bool = False
    appealed: bool = False
    satisfaction: int | None = None
    merged_into_id: UUID | None = None
    resume_at: datetime | None = None
    dispatch_at: datetime | None = None
    planned_body_id: UUID | None = None
    alarm: int = 0
    timer_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Whoever takes the move, as far as the rules care."""

    account_id: UUID
    post: Post
    axis: Axis
    body_ids: frozenset[UUID] = field(default_factory=frozenset)
