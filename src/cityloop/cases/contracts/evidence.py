"""What a case shows of itself, told to whoever looks at it a second time: no names, no moves, no verdicts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.standards.contracts import MatterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShown:
    """A photograph of a case. `file` names the copy without EXIF; nothing says who took it, or with which device."""

    id: UUID
    usage: str
    file: str
    width: int
    height: int
    taken_at: datetime
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShown:
    """What was found where, and what the photographs show. The position is CGCS2000 longitude and latitude."""

    id: UUID
    kind: MatterKind
    class_code: str
    condition_id: int | None
    description: str
    address: str
    longitude: float
    latitude: float
    grid_code: str
    photos: tuple[PhotoShown, ...]
