"""A few places in the small city: two roads that cross, doors on one of them, a hospital, a toilet, an estate."""

import shapely

from cityloop.places import api
from tests.support.small_city import FOUNDED, NOON, degrees, found_city, position

ROADS = api.PlaceLayer("街巷", api.PlaceKind.ROAD, "实测")
DOORS = api.PlaceLayer("门牌", api.PlaceKind.DOORPLATE, "实测")
SPOTS = api.PlaceLayer("兴趣点", api.PlaceKind.POI, "实测")
QUARTERS = api.PlaceLayer("小区", api.PlaceKind.QUARTER, "实测")


def point(east: float, north: float) -> bytes:
    """Return WKB of a spot, in hundreds of metres from the city's corner."""
    return shapely.to_wkb(shapely.Point(*position(east, north)))


def road(
    name: str, *points: tuple[float, float], aliases: tuple[str, ...] = (), former_names: tuple[str, ...] = ()
) -> api.PlaceDraft:
    """Return a road through these points."""
    line = shapely.to_wkb(degrees(shapely.LineString(points)))
    return api.PlaceDraft(name, name, line, aliases=aliases, former_names=former_names)


def door(number: str, east: float, north: float, *, on: str = "人民路") -> api.PlaceDraft:
    """Return a door plate."""
    return api.PlaceDraft(f"{on}{number}", "", point(east, north), road=on, number=number)


ROAD_DRAFTS = [
    road("人民路", (0.1, 1.0), (5.9, 1.0), former_names=("中央大街",)),
    road("解放路", (3.0, 0.1), (3.0, 1.9), aliases=("解放大道",)),
]
DOOR_DRAFTS = [
    door("1号", 0.5, 1.1), door("2号", 0.5, 0.9), door("12号", 2.0, 0.9), door("12-3号", 2.1, 0.88),
    door("22号", 3.5, 0.9), door("361弄5号", 5.0, 1.1), door("361弄7号", 5.1, 1.15),
]  # fmt: skip
SPOT_DRAFTS = [
    api.PlaceDraft("1", "测试市第一人民医院", point(4.0, 1.3), aliases=("市一医院",), category="医院"),
    api.PlaceDraft("2", "解放路公厕", point(3.2, 0.4), category="公厕"),
    api.PlaceDraft("3", "人民公园", point(1.0, 1.5), category="公园"),
    api.PlaceDraft("4", "人民公园东门", point(1.4, 1.5), category="公园"),
]
QUARTER_DRAFTS = [api.PlaceDraft("1", "和平小区", shapely.to_wkb(degrees(shapely.box(4.5, 0.2, 5.0, 0.6))))]


def load(layer: api.PlaceLayer, drafts: list[api.PlaceDraft]) -> api.PlacesStored:
    """Import a layer."""
    return api.import_places(layer=layer, drafts=drafts, valid_from=FOUNDED, at=NOON)


def found_places() -> None:
    """Found the small city with all its places."""
    found_city()
    load(ROADS, ROAD_DRAFTS)
    load(DOORS, DOOR_DRAFTS)
    load(SPOTS, SPOT_DRAFTS)
    load(QUARTERS, QUARTER_DRAFTS)
