"""What goes over the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from cityloop.cases.api import Answer, ClosingKind, Inputs, NewCase, Reporter, Source, Urgency
from cityloop.kernel.http import Text
from cityloop.standards.api import AreaLevel, Limit, MatterKind

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees, CGCS2000.")]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees, CGCS2000.")]
ClassCode = Annotated[str, StringConstraints(pattern=r"^\d{4,5}$")]
Serial = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _limit(text: str) -> str:
    return str(Limit.parse(text))


LimitText = Annotated[
    str,
    StringConstraints(pattern=r"^\d{1,5}(\.\d{1,2})? [a-z_]{4,12}$"),
    AfterValidator(_limit),
    Field(description="Amount and unit: minute, work_minute, work_hour, work_day, urgent_hour, urgent_day."),
]


class ReporterIn(Schema):
    """Who reports. Personal data."""

    name: Annotated[Text, StringConstraints(max_length=60)] = ""
    phone: Annotated[str, StringConstraints(pattern=r"^(\+?[0-9 -]{5,20})?$")] = ""
    wants_answer: bool = False


class CaseIn(Schema):
    """A problem in the street."""

    kind: MatterKind
    class_code: ClassCode
    longitude: Longitude
    latitude: Latitude
    source: Source = Field(Source.HOTLINE, description="Counts for desks only; a collector or citizen is the source.")
    description: Text = ""
    address: Annotated[Text, StringConstraints(max_length=300)] = ""
    urgency: Urgency = Urgency.ROUTINE
    component_code: Annotated[str, StringConstraints(pattern=r"^(\d{16,17})?$")] = ""
    photo_ids: list[UUID] = Field([], max_length=20)
    self_disposed: bool = False
    reporter: ReporterIn = ReporterIn()

    def new(self) -> NewCase:
        """Return it as the door wants it."""
        values = self.model_dump(exclude={"photo_ids", "reporter"})
        return NewCase(**values, photo_ids=tuple(self.photo_ids), reporter=Reporter(**self.reporter.model_dump()))


class CaseOut(Schema):
    """A case after a write."""

    id: UUID
    number: str
    version: int
    stage: str
    phase: str
    grid_code: str
    class_code: str
    due_at: datetime | None
    holder_post: str | None
    lead_body_id: UUID | None


class MoveIn(Schema):
    """One move. Which inputs it needs and takes stands with the case (`moves`); `version` is the one you saw."""

    version: Serial
    opinion: Text = ""
    class_code: ClassCode | None = None
    condition_id: Serial | None = None
    area_level: AreaLevel | None = None
    limit: LimitText | None = None
    body_id: UUID | None = None
    helper_body_ids: list[UUID] = Field([], max_length=20)
    person_id: UUID | None = None
    until: AwareDatetime | None = None
    extra: LimitText | None = None
    photo_ids: list[UUID] = Field([], max_length=20)
    closing_kind: ClosingKind | None = None
    main_case_id: UUID | None = None
    answer: Answer | None = None
    score: Annotated[int, Field(ge=-100, le=100)] | None = None
    urge_level: Annotated[str, StringConstraints(pattern=r"^[A-Z_]{0,12}$")] = ""
    reply_by: AwareDatetime | None = None

    def inputs(self) -> Inputs:
        """Return what was given, as the door wants it."""
        return Inputs(
            opinion=self.opinion,
            class_code=self.class_code or "",
            condition_id=self.condition_id,
            area_level=self.area_level or "",
            limit=Limit.parse(self.limit) if self.limit else None,
            body_id=self.body_id,
            helper_body_ids=tuple(self.helper_body_ids),
            person_id=self.person_id,
            until=self.until,
            extra=Limit.parse(self.extra) if self.extra else None,
            photo_ids=tuple(self.photo_ids),
            closing_kind=self.closing_kind,
            main_case_id=self.main_case_id,
            answer=self.answer,
            score=self.score,
            urge_level=self.urge_level,
            reply_by=self.reply_by,
        )


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


class MoveOut(Schema):
    """A move that the caller may make now. An input written `a|b` means one of them."""

    verb: str
    label: dict[str, str]
    target: str
    needs: list[str]
    takes: list[str]


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
    reporter: dict[str, Any] | None
    photos: list[dict[str, Any]]
    requests: list[dict[str, Any]]
    tasks: list[dict[str, Any]]
    urges: list[dict[str, Any]]
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
    used_minutes: Decimal | None


class HistoryOut(Schema):
    """Everything that has happened with a case, in order."""

    steps: list[StepOut]
    activities: list[StayOut]


class LookalikeOut(Schema):
    """An open case that may be the same problem."""

    case_id: UUID
    number: str
    stage: str
    class_code: str
    description: str
    distance_m: float
    registered_at: datetime
    photo_id: UUID | None


class PhotoOut(Schema):
    """A sealed photograph."""

    id: UUID
    usage: str
    media_type: str
    width: int
    height: int
    sha256: str
    taken_at: datetime
    longitude: float | None
    latitude: float | None
    device: str
    seal: str


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


class LifecycleOut(Schema):
    """Stages, moves and requests with their labels."""

    key: str
    stages: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    requests: list[dict[str, Any]]


class ReporterOut(Schema):
    """Who reported, unmasked. The look was recorded."""

    name: str
    phone: str
    wants_answer: bool
