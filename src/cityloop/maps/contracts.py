"""What crosses the door of maps."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import say


class LayerName(StrEnum):
    """The layers that are published as vector tiles."""

    DIVISIONS = "divisions"
    UNIT_GRIDS = "unit_grids"
    DUTY_GRIDS = "duty_grids"
    COMPONENTS = "components"
    PLACES = "places"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One layer inside the tiles: its fields, and from which to which zoom there is anything in it."""

    name: str
    fields: Mapping[str, str]
    least_zoom: int
    most_zoom: int


@dataclass(frozen=True, slots=True)
class RenderedTile:
    """A tile, compressed with gzip; the tag is another one whenever the content may be."""

    content: bytes
    tag: str


class MapSystem(StrEnum):
    """What a base map is drawn in. One in GCJ-02 lies some hundreds of metres beside everything of ours."""

    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"


class BaseMapState(StrEnum):
    """Whether a base map can be drawn now; of one that cannot, `cityloop check` tells why."""

    READY = "READY"
    SILENT = "SILENT"
    WRONG = "WRONG"


class WrongMapError(Exception):
    """A base map is not what the setting says it is."""


@dataclass(frozen=True, slots=True)
class RasterLayer:
    """Pictures of the ground: an address with {z}, {x} and {y}, and from which to which zoom there are any."""

    url: str
    tile_size: int = 256
    least_zoom: int = 0
    most_zoom: int = 18


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A map of others to draw on: its layers, the lowest first, none unless it is ready, and whom to name for it."""

    name: str
    attribution: str
    system: MapSystem
    state: BaseMapState
    layers: tuple[RasterLayer, ...]


class Amenity(StrEnum):
    """What people look for on foot (便民服务): toilets, bins, places to park, stops."""

    TOILET = "toilet"
    BIN = "bin"
    PARKING = "parking"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class NearbyPlace:
    """Something nearby: how far it is as the crow flies, and about how far to walk, in metres."""

    kind: Amenity
    name: str
    code: str
    longitude: float
    latitude: float
    distance_m: float
    walk_m: float


class BadQuestionError(RefusedError):
    """A parameter is unknown or has a value that it cannot have."""

    status = 400
    slug = "bad-question"
    title = say("The question cannot be understood")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the features of a collection: its column, its JSON type, and whether it can be asked for."""

    column: str
    type: str = "string"
    format: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A published collection of features, and where it is read from. All SQL speaks of the row as `t`.

    `key` identifies and orders features, `begins` and `ends` are its time, `area` the code that says where it lies,
    `indexed` a table and column whose spatial index covers it, `touching` a condition that is quicker than the plain
    one, with {shape} for the test of a geometry.
    """

    name: str
    title: str
    description: str
    source: str
    condition: str
    key: str
    geometry: str
    begins: str
    ends: str
    area: str
    indexed: tuple[str, str]
    permission: str
    properties: Mapping[str, Property]
    touching: str = ""
