"""What `organizations` hands to others."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from cityloop.access.contracts import Axis, Post
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say
from cityloop.standards.contracts import MatterKind


class BodyKind(StrEnum):
    """What a body (机构) is."""

    GOVERNMENT = "GOVERNMENT"
    SUPERVISION_CENTRE = "SUPERVISION_CENTRE"
    COMMAND_CENTRE = "COMMAND_CENTRE"
    DEPARTMENT = "DEPARTMENT"
    STREET_OFFICE = "STREET_OFFICE"
    COMPANY = "COMPANY"
    COLLECTION_COMPANY = "COLLECTION_COMPANY"

    @property
    def axis(self) -> Axis:
        """Return the side this kind of body stands on; a government stands above both.

        :source: design.md section 1 (监管分离).
        """
        match self:
            case BodyKind.GOVERNMENT:
                return Axis.ABOVE
            case BodyKind.SUPERVISION_CENTRE | BodyKind.COLLECTION_COMPANY:
                return Axis.SUPERVISION
            case _:
                return Axis.EXECUTION


class RuleOrigin(StrEnum):
    """Why a rule of responsibility stands: the city set it up, or a disputed case (疑难案件) was ruled on."""

    SETUP = "SETUP"
    RULING = "RULING"


class NobodyToDrawError(RefusedError):
    """Nobody is left from whom a collector could be drawn."""

    slug: ClassVar[str] = "nobody-to-draw"
    title: ClassVar[Sentence] = say("Nobody is left to draw from")


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body: centre, department, street office or company."""

    id: UUID
    code: str
    name: str
    short_name: str
    kind: BodyKind
    axis: Axis
    parent_id: UUID | None
    credit_code: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDraft:
    """A body about to be added; without `valid_from` it exists from now on."""

    code: str
    name: str
    kind: BodyKind
    short_name: str = ""
    parent_id: UUID | None = None
    credit_code: str = ""
    valid_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentDraft:
    """Somebody about to be given a post; `area_code` is a prefix of grid codes, "" the whole city."""

    account_id: UUID
    post: Post
    body_id: UUID
    area_code: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule of responsibility about to stand. Left out, kind, class, area and owner mean every one.

    A ruling (疑难案件裁定) is a rule that names the case it was made on.
    """

    body_id: UUID
    kind: MatterKind | None = None
    class_code: str = ""
    area_code: str = ""
    owner_body_id: UUID | None = None
    case_number: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whose case it is, and why: `reason` in Chinese, `reason_en` in English."""

    body_id: UUID
    body_name: str
    rule_id: int
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule of responsibility: class and area and owner name a body. It ends, but it is never edited."""

    id: int
    kind: MatterKind | None
    class_code: str
    area_code: str
    owner_body_id: UUID | None
    body_id: UUID
    origin: RuleOrigin
    case_number: str
    valid_from: datetime
    valid_until: datetime | None
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody in a post of a body; the telephone number is masked."""

    seat_id: UUID
    account_id: UUID
    username: str
    name: str
    phone: str
    is_active: bool
    post: Post
    body_id: UUID | None
    area_code: str
    valid_from: datetime
    valid_until: datetime | None


class Table(StrEnum):
    """What can be taken in from a file and given out as one."""

    BODIES = "bodies"
    STAFF = "staff"
    RESPONSIBILITY = "responsibility"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What taking in a file did."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class CollectorCandidate:
    """A collector who is on duty where a unit grid lies."""

    account_id: UUID
    name: str
    body_id: UUID | None
    seat_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """Where a collector's duty lies: a duty grid (15 digits) or the area of a prefix."""

    id: int
    seat_id: UUID
    area_code: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly slot of duty in local time. `weekday` 1 is Monday; one that closes at or before it opens runs past
    midnight."""

    weekday: int
    opens: time
    closes: time
