"""What crosses assets' door: components, their states, imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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


class AccuracyClass(StrEnum):
    """How exactly a component was surveyed (空间精度).

    :source: standards/codes.md section 2.5.
    """

    A = "A"
    B = "B"
    C = "C"

    @property
    def error_m(self) -> float:
        """Return how far, in metres, the true place may be."""
        return {"A": 0.5, "B": 1.0, "C": 10.0}[self]


class DataSource(StrEnum):
    """Where the standard expects components to be known from (数据来源); other words are kept as they come.

    :source: standards/codes.md section 2.2 (实测, 地形图, 基础地理数据, 其他).
    """

    SURVEYED = "SURVEYED"
    TOPOGRAPHIC_MAP = "TOPOGRAPHIC_MAP"
    BASE_DATA = "BASE_DATA"
    OTHER = "OTHER"

    @property
    def word(self) -> str:
        """Return the word that the standard stores."""
        words = {"SURVEYED": "实测", "TOPOGRAPHIC_MAP": "地形图", "BASE_DATA": "基础地理数据", "OTHER": "其他"}
        return words[self]


class FieldNaming(StrEnum):
    """By which names a file calls the attributes: ours, or those of an edition of the standard."""

    OWN = "OWN"
    GBT47678_5_2026 = "2026"
    GBT30428_2_2013 = "2013"


class InventoryFormat(StrEnum):
    """As what components leave the house."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    SHP = "shp"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class ComponentFilter:
    """Which components of a list; `within` begins the grid's code, `words` begin the code or are part of the name.

    What was removed is meant only where its state is asked for, or with `has_removed`.
    """

    within: str = ""
    class_code: str = ""
    state: ComponentState | None = None
    keeper_body_id: UUID | None = None
    accuracy: AccuracyClass | None = None
    words: str = ""
    codes: tuple[str, ...] = ()
    has_removed: bool = False


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many components of a class there are."""

    class_edition: str
    class_code: str
    count: int


@dataclass(frozen=True, slots=True)
class NewComponent:
    """A component that somebody enters by hand: what it is, where it stands, whose it is, how it is."""

    class_code: str
    name: str
    longitude: float
    latitude: float
    state: ComponentState = ComponentState.INTACT
    manager_body_id: UUID | None = None
    owner_body_id: UUID | None = None
    keeper_body_id: UUID | None = None
    data_source: str = ""
    accuracy: AccuracyClass | None = None
    note: str = ""
    surveyed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ComponentLabel:
    """What a label says of a component."""

    code: str
    name: str
    class_name: str
    district: str


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
    data_source: str = ""
    accuracy: AccuracyClass | None = None
    note: str = ""
    surveyed_on: date | None = None
    changed_on: date | None = None
    looked_on: date | None = None
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


@dataclass(frozen=True, slots=True)
class StateChangeView:
    """A change of a component's state: by whom, when, why, and on which case or import."""

    id: int
    source: ComponentState
    target: ComponentState
    changed_at: datetime
    actor_id: UUID
    actor_name: str
    reason: str
    case_number: str
    import_id: UUID | None
