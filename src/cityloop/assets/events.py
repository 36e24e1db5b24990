"""What has happened to the inventory."""

from dataclasses import dataclass
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentsImported(Event):
    """A layer of components was imported and changed the inventory."""

    layer: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyApplied(Event):
    """What was found in the field has become the inventory."""

    survey_id: UUID
    added: int
    changed: int
