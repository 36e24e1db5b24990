"""What `standards` tells the world."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAdded(Event):
    """A city has added a class of its own to an edition."""

    edition: str
    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWithdrawn(Event):
    """A city no longer uses a class of its own for new cases."""

    edition: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalStandardPublished(Event):
    """A version of a disposal standard holds from a moment on."""

    version_id: UUID
    name: str
    valid_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished(Event):
    """A version of a working calendar holds from a moment on."""

    version_id: UUID
    name: str
    valid_from: datetime
