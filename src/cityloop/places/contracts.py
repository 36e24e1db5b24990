"""What crosses places' door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class PlaceKind(StrEnum):
    """The six types of basic places (基本地点).

    :source: standards/codes.md section 3 (区域、地片、区片、街巷、门（楼）牌、兴趣点).
    """

    REGION = "REGION"
    TRACT = "TRACT"
    QUARTER = "QUARTER"
    ROAD = "ROAD"
    DOORPLATE = "DOORPLATE"
    POI = "POI"

    @property
    def word(self) -> str:
        """Return the word of the standard."""
        return {
            "REGION": "区域",
            "TRACT": "地片",
            "QUARTER": "区片",
            "ROAD": "街巷",
            "DOORPLATE": "门（楼）牌",
            "POI": "兴趣点",
        }[self]


class Direction(StrEnum):
    """The 19 direction words, by their characters.

    :source: standards/codes.md section 3 (19 direction words).
    """

    EAST = "东"
    SOUTH = "南"
    WEST = "西"
    NORTH = "北"
    SOUTHEAST = "东南"
    NORTHWEST = "西北"
    NORTHEAST = "东北"
    SOUTHWEST = "西南"
    FRONT = "前"
    BEHIND = "后"
    LEFT = "左"
    RIGHT = "右"
    ABOVE = "上"
    BELOW = "下"
    INSIDE = "内"
    OUTSIDE = "外"
    BESIDE = "旁"
    OPPOSITE = "相向"
    ADJACENT = "相邻"


class Precision(StrEnum):
    """What kind of thing the position of an answer is that of, the finest first."""

    DOOR = "DOOR"
    INTERPOLATED = "INTERPOLATED"
    CROSSING = "CROSSING"
    POI = "POI"
    STREET = "STREET"
    AREA = "AREA"


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address taken apart. Texts are folded: half width, simplified, without spaces; "" and None stand for absent.

    `number` is the house number and `annex` what follows it (the 3 of 12-3号); a lane (弄) has its own; `building` is
    幢、栋、单元、室 as written; `crossed` the second street of a crossing; `rest` what was not understood.
    """

    divisions: tuple[str, ...] = ()
    street: str = ""
    lane: int | None = None
    number: int | None = None
    annex: str = ""
    building: str = ""
    crossed: str = ""
    poi: str = ""
    direction: Direction | None = None
    distance_m: float | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that an address may mean, how surely (0 to 1), and which parts of the address agree with it.

    `code` is None for a crossing and for a position between two doors: no record stands for these.
    """

    label: str
    precision: Precision
    score: float
    longitude: float
    latitude: float
    code: str | None
    matched: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Geocoded:
    """The answer to an address: how it was read and what it may mean, the likeliest first; nothing if it is unknown."""

    address: str
    parts: AddressParts
    not_understood: str
    candidates: tuple[Found, ...]

    @property
    def best(self) -> Found | None:
        """Return the likeliest place."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as it stands; `names` are those it goes by beside its own."""

    id: UUID
    code: str
    kind: PlaceKind
    name: str
    aliases: tuple[str, ...]
    former_names: tuple[str, ...]
    category: str
    road_code: str | None
    number: str
    grid_code: str | None
    longitude: float
    latitude: float
    details: Mapping[str, str]
    data_source: str
    source_layer: str
    external_id: str
    valid_from: datetime
    valid_until: datetime | None
    version: int
    geometry: Mapping[str, Any] | None = None
    history: tuple["PlaceChangeView", ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceChangeView:
    """What a place was before a change."""

    changed_at: datetime
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A place and how far it is, in metres; a crossing has no code."""

    label: str
    kind: Precision
    code: str | None
    longitude: float
    latitude: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies at a point: the nearest of each kind within reach, and the grid and community that hold it."""

    label: str
    door: NearPlace | None
    crossing: NearPlace | None
    poi: NearPlace | None
    grid_code: str | None
    community_code: str | None
    community: str


@dataclass(frozen=True, slots=True)
class PlaceLayer:
    """What all places of one imported layer share."""

    name: str
    kind: PlaceKind
    data_source: str = ""


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """One row of a layer about to be imported; `geometry` is WKB, longitude and latitude.

    A door plate names its road (街巷) and its number (门牌号) as it hangs there; `details` are further data items of
    its type by their Chinese names.
    """

    external_id: str
    name: str
    geometry: bytes
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    category: str = ""
    road: str = ""
    number: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlacesStored:
    """What an import did; `missing` were there before and are not in the layer any more (they are kept).

    `unplaced` lie in no unit grid; `roadless` are door plates whose road is not known as a place.
    """

    layer: str
    added: int
    changed: int
    unchanged: int
    missing: int
    unplaced: int
    roadless: int


@dataclass(frozen=True, slots=True)
class KindQuality:
    """How many addresses of a batch were found with one precision, and how surely."""

    precision: Precision | None
    count: int
    sure: int
    doubtful: int
    mean_score: float


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The quality of a batch: how many addresses, how many found, and the figures for each precision."""

    total: int
    found: int
    sure: int
    kinds: tuple[KindQuality, ...]
