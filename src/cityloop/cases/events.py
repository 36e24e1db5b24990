"""What `cases` tells the world."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """Something happened with a case: enough to know whose desk it touches and whether to look again."""

    case_id: UUID
    number: str
    version: int
    stage: str
    phase: str
    class_code: str
    grid_code: str
    holder_post: str | None
    holder_body_id: UUID | None
    lead_body_id: UUID | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(CaseEvent):
    """A case has made one move."""

    verb: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAlarmed(CaseEvent):
    """A case is about to be late (WARN) or is late (OVERDUE)."""

    alarm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskIssuedTo(Event):
    """A collector has been drawn and is sent to a case."""

    case_id: UUID
    task_id: UUID
    kind: str
    assignee_id: UUID
    grid_code: str
    due_at: datetime
