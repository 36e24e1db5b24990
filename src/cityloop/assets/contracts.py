"""What crosses assets' door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ComponentState(StrEnum):
    """How a component stands (管理部件状态).

    :source: standards/codes.md section 2.2 (完好, 破损, 丢失, 废弃, 移除).
    """

    INTACT = "INTACT"
    DAMAGED = "DAMAGED"
    LOST = "LOST"
    ABANDONED = "ABANDONED"
    REMOVED = "REMOVED"

    @property
    def word(self) -> str:
        """Return the word that the standard stores."""
        return {"INTACT": "完好", "DAMAGED": "破损", "LOST": "丢失", "ABANDONED": "废弃", "REMOVED": "移除"}[self]


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component as it stands now. The position is a point on its geometry, longitude and latitude."""

    id: UUID
    code: str
    class_edition: str
    class_code: str
    name: str
    grid_code: str | None
    longitude: float
    latitude: float
    manager_body_id: UUID | None
    owner_body_id: UUID | None
    keeper_body_id: UUID | None
    state: ComponentState
    source_layer: str
    external_id: str
    valid_from: datetime
    valid_until: datetime | None
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class NearComponent:
    """A component and how far it is, in metres."""

    component: ComponentView
    distance_m: float


@dataclass(frozen=True, slots=True)
class ComponentLayer:
    """What all components of one imported layer share."""

    name: str
    class_edition: str
    class_code: str
    data_source: str = ""
    manager_body_id: UUID | None = None
    owner_body_id: UUID | None = None
    keeper_body_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComponentDraft:
    """One row of a layer about to be imported; `geometry` is WKB of any type, longitude and latitude."""

    external_id: str
    name: str
    geometry: bytes
    state: ComponentState = ComponentState.INTACT


@dataclass(frozen=True, slots=True)
class Placeless:
    """A component that lies in no unit grid, and why."""

    external_id: str
    longitude: float
    latitude: float
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `missing` were there before and are not in the layer any more (they are kept)."""

    layer: str
    added: int
    changed: int
    unchanged: int
    missing: int
    placeless: tuple[Placeless, ...]
