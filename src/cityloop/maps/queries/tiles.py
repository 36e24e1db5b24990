"""Vector tiles: which layers there are, and one tile of one of them for one caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from gzip import compress
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.db import connection

from cityloop.access.api import Actor, require
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.maps.contracts import LayerName, RenderedTile, Sheet
from cityloop.maps.domain.tiles import CELL_ZOOM, DEEPEST, Detail, Tile, detail_of
from cityloop.maps.queries import sql
from cityloop.maps.queries.case_tiles import LIGHT, case_tile

COUNT = {"code": "String", "name": "String", "count": "Number"}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: who may see it, what is in its tiles, and from which zoom things stand for themselves.

    `counted` is the statement used below that zoom. Open cases have none here: what is in their tiles depends on the
    moment and on who asks (`case_tiles`). From `whole_from` on nothing more joins what is drawn. `stamps` name the
    state of what is drawn (`sql.STAMP_OF`); where it is counted singly, a single change has its grid counted alone.
    """

    title: str
    permission: str
    sheets: tuple[Sheet, ...]
    own_from: int
    drawn: str = ""
    counted: str = ""
    whole_from: int = 14
    stamps: tuple[str, ...] = ("ground",)
    is_counted_singly: bool = False

    def stamps_of_counts(self, zoom: int) -> tuple[str, ...]:
        """Return what names the state of its counts; from `CELL_ZOOM` on that of single grids is known by square."""
        if not self.is_counted_singly:
            return ("ground", "tally")
        return ("ground", "tally", "squares" if zoom >= CELL_ZOOM else "recount")

    @property
    def deepest(self) -> int:
        """Return the zoom beyond which a tile holds nothing that its parent did not."""
        return max(self.own_from, self.whole_from)


def _sheets(name: str, fields: Mapping[str, str], own_from: int, more: Mapping[str, str]) -> tuple[Sheet, ...]:
    thing = name.removesuffix("s").split("_")[-1]
    return (Sheet(f"{thing}_counts", COUNT | dict(more), 0, own_from - 1), Sheet(name, fields, own_from, DEEPEST))


TEXT = "String"
LAYERS: Mapping[LayerName, Layer] = {
    LayerName.DIVISIONS: Layer(
        "Divisions (行政区划)",
        "territory.read",
        tuple(
            Sheet(name, {"code": TEXT, "name": TEXT, "level": TEXT}, 0, DEEPEST)
            for name in ("divisions", "division_names")
        ),
        0,
        sql.DIVISIONS,
    ),
    LayerName.UNIT_GRIDS: Layer(
        "Unit grids (单元网格)",
        "territory.read",
        _sheets("unit_grids", {"code": TEXT, "area_level": TEXT, "duty_grid_code": TEXT}, 13, {}),
        13,
        sql.UNIT_GRIDS,
        sql.GRID_COUNTS,
    ),
    LayerName.DUTY_GRIDS: Layer(
        "Duty grids (责任网格)",
        "territory.read",
        _sheets("duty_grids", {"code": TEXT}, 15, {}),
        15,
        sql.DUTY_GRIDS,
        sql.GRID_COUNTS,
    ),
    LayerName.COMPONENTS: Layer(
        "Components (管理部件)",
        "assets.read",
        _sheets(
            "components", {"code": TEXT, "class_code": TEXT, "name": TEXT, "state": TEXT}, 17, {"faulty": "Number"}
        ),
        17,
        sql.COMPONENTS,
        sql.COMPONENT_COUNTS,
        stamps=("ground", "inventory", "squares"),
        is_counted_singly=True,
    ),
    LayerName.PLACES: Layer(
        "Places (基本地点)",
        "places.read",
        _sheets("places", {"code": TEXT, "kind": TEXT, "name": TEXT, "category": TEXT}, 15, {}),
        15,
        sql.PLACES,
        sql.PLACE_COUNTS,
        whole_from=sql.DOORS_FROM,
        stamps=("ground", "places"),
        is_counted_singly=True,
    ),
    LayerName.CASES: Layer(
        "Open cases (在办案件)",
        "cases.read",
        _sheets(
            "cases",
            {"id": TEXT, "number": TEXT, "class_code": TEXT, "stage": TEXT, "lamp": TEXT},
            15,
            {"red": "Number", "yellow": "Number"},
        ),
        15,
    ),
}


def layer(name: LayerName, actor: Actor) -> Layer:
    """Return a layer.

    :raises NotPermittedError: the actor may not see what is in it.
    """
    found = LAYERS[name]
    require(actor, found.permission)
    return found


def tag_of(name: LayerName, tile: Tile, actor: Actor) -> str:
    """Return what names the content of a tile without making it; "" where only the content itself can tell.

    Two callers of one area share it, and it is another one once that has changed which is drawn. What happens to a
    single component makes only tiles of its square of ground old, and counts once they were made anew.
    """
    found = layer(name, actor)
    if name is LayerName.CASES:
        return ""
    is_counted = tile.z < found.own_from
    stamps = _stamps(found.stamps_of_counts(tile.z) if is_counted else found.stamps, tile, is_counted=is_counted)
    parts = (*stamps, name, tile.z, tile.x, tile.y, actor.area_code)
    return blake2b("/".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def _stamps(names: tuple[str, ...], tile: Tile, *, is_counted: bool) -> tuple[str | None, ...]:
    values = {}
    if "squares" in names:
        kind = "counted" if is_counted else "drawn"
        values["squares"] = [f"{kind}/{cell.x}/{cell.y}" for cell in tile.cells()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql.STAMP_OF[name] for name in names)}", values or None)
        found: tuple[str | None, ...] = cursor.fetchone()
    return found


def render(name: LayerName, tile: Tile, actor: Actor, *, at: datetime, tag: str) -> RenderedTile:
    """Return the tile as this actor may see it, from the cache if it is there under this tag; cases by rules of theirs.

    :raises NotFoundError: there is no such tile in the pyramid.
    """
    if not tile.is_real:
        message = say("The pyramid has no such tile.")
        raise NotFoundError(message, z=tile.z, x=tile.x, y=tile.y)
    found = layer(name, actor)
    if name is LayerName.CASES:
        return case_tile(tile, actor, at=at, counted=tile.z < found.own_from)
    kept: bytes | None = caches["tiles"].get(tag)
    if kept is None:
        kept = compress(_draw(found, tile, actor), LIGHT, mtime=0)
        caches["tiles"].set(tag, kept, timeout=None)
    return RenderedTile(kept, tag)


def _draw(found: Layer, tile: Tile, actor: Actor) -> bytes:
    statement, values = _statement(found, tile, actor)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return bytes(row[0])


def _statement(found: Layer, tile: Tile, actor: Actor) -> tuple[str, dict[str, Any]]:
    west, south, east, north = tile.ground()
    values: dict[str, Any] = {"z": tile.z, "x": tile.x, "y": tile.y, "area": actor.area_code}
    values |= {"west": west, "south": south, "east": east, "north": north}
    statement = found.drawn if tile.z >= found.own_from else found.counted
    if "%(digits)s" in statement:
        values["digits"] = min(detail_of(tile.z), Detail.COMMUNITY) if statement == sql.DIVISIONS else detail_of(tile.z)
    if "%(coarseness)s" in statement:
        values["coarseness"] = 360 / 2**tile.z / 1024
    return statement, values
