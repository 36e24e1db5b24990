"""What crosses assets' door: photographs of components."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComponentPhoto:
    """A photograph of a component, or of what a survey found, to be kept and sealed."""

    content: bytes
    taken_at: datetime
    longitude: float | None = None
    latitude: float | None = None
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentPhotoView:
    """A kept photograph with its seal: the SHA-256 over content, time, position and device."""

    id: UUID
    survey_id: UUID | None
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    taken_at: datetime
    longitude: float | None
    latitude: float | None
    device: str
    seal: str
    uploaded_by: UUID
    uploaded_by_name: str
    uploaded_at: datetime
