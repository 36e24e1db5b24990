"""Cases, moves and photographs as others see them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cityloop.standards.contracts import Limit, MatterKind


class Answer(StrEnum):
    """What a collector found, or that the question is still out."""

    NONE = "NONE"
    SENT = "SENT"
    EXISTS = "EXISTS"
    NOT_EXISTS = "NOT_EXISTS"
    PASS = "PASS"  # noqa: S105 - the word of a check, not a secret
    NOT_PASS = "NOT_PASS"  # noqa: S105 - the word of a check, not a secret
    UNABLE = "UNABLE"


class TaskKind(StrEnum):
    """Why a collector is sent: to verify before filing (核实) or to check before closing (核查)."""

    VERIFY = "VERIFY"
    CHECK = "CHECK"


class ClosingKind(StrEnum):
    """How a case was closed (正常、超时、差错、特殊、强制)."""

    NORMAL = "NORMAL"
    OVERDUE = "OVERDUE"
    ERROR = "ERROR"
    SPECIAL = "SPECIAL"
    FORCED = "FORCED"


class VoidKind(StrEnum):
    """Why a case left the loop without disposal (不予受理、不予立案、作废、合并)."""

    NOT_ACCEPTED = "NOT_ACCEPTED"
    NOT_FILED = "NOT_FILED"
    VOIDED = "VOIDED"
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Whatever a move may be given. A lifecycle says which of these each move needs and takes."""

    opinion: str = ""
    class_code: str = ""
    condition_id: int | None = None
    area_level: str = ""
    limit: Limit | None = None
    due_at: datetime | None = None
    body_id: UUID | None = None
    helper_body_ids: tuple[UUID, ...] = ()
    person_id: UUID | None = None
    until: datetime | None = None
    extra: Limit | None = None
    photo_ids: tuple[UUID, ...] = ()
    closing_kind: ClosingKind | None = None
    main_case_id: UUID | None = None
    answer: Answer | None = None
    score: int | None = None
    urge_level: str = ""
    reply_by: datetime | None = None

    def given(self) -> frozenset[str]:
        """Return the names of the inputs that hold something."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) not in (None, "", ()))


@dataclass(frozen=True, slots=True)
class Published:
    """A published version of a lifecycle; `is_new` unless the latest one said the same already."""

    id: int
    key: str
    version: int
    is_new: bool


class PhotoUsage(StrEnum):
    """What a photograph is meant to show."""

    NEAR = "NEAR"
    FAR = "FAR"
    REFERENCE = "REFERENCE"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


class Source(StrEnum):
    """How a problem became known (问题来源).

    :source: standards/workflow.md section 6.2.
    """

    COLLECTOR = "COLLECTOR"
    PUBLIC = "PUBLIC"
    HOTLINE = "HOTLINE"
    WEB = "WEB"
    MEDIA = "MEDIA"
    SUPERIOR = "SUPERIOR"
    INSPECTION = "INSPECTION"
    VIDEO = "VIDEO"
    DEVICE = "DEVICE"
    TRANSFER = "TRANSFER"


class Urgency(StrEnum):
    """How grave a problem is (日常、一般、严重、重大)."""

    ROUTINE = "ROUTINE"
    NORMAL = "NORMAL"
    SERIOUS = "SERIOUS"
    GRAVE = "GRAVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reported a case. Personal data."""

    name: str = ""
    phone: str = ""
    wants_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A problem as it is reported. The position is CGCS2000 longitude and latitude in degrees."""

    kind: MatterKind
    class_code: str
    longitude: float
    latitude: float
    source: Source
    description: str = ""
    address: str = ""
    urgency: Urgency = Urgency.ROUTINE
    component_code: str = ""
    photo_ids: tuple[UUID, ...] = ()
    self_disposed: bool = False
    reporter: Reporter = field(default_factory=Reporter)
    external_system: str = ""
    external_number: str = ""
    place_tolerance_m: float = 0.0  # take the nearest unit grid where none holds the point but one is this near


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAsked:
    """One move of several to be made in one transaction, each at its own time."""

    verb: str
    at: datetime
    inputs: Inputs = field(default_factory=Inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as the rest of the system sees it after a write."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """An open case that may be the same problem, with the evidence."""

    case_id: UUID
    number: str
    stage: str
    class_code: str
    description: str
    distance_m: float
    registered_at: datetime
    photo_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhoto:
    """A photograph to be kept and sealed."""

    content: bytes
    usage: PhotoUsage
    taken_at: datetime
    longitude: float | None = None
    latitude: float | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """A kept photograph with its seal: the SHA-256 over content, time, position and device."""

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
