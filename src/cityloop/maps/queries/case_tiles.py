"""Tiles of open cases: drawn for those who may know of the same cases, and kept while they would look the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from gzip import compress
from hashlib import blake2b
from typing import Any

from django.core.cache import caches
from django.db import connection

from cityloop.access.api import Actor
from cityloop.cases.api import open_case_rows
from cityloop.maps.contracts import RenderedTile
from cityloop.maps.domain.tiles import Tile, detail_of
from cityloop.maps.queries import sql

LIGHT = 5  # gzip's level: a tile is read by few browsers
KEPT_S = 60  # seconds after which even a tile that nobody called old is drawn anew


@dataclass(frozen=True, slots=True)
class Kept:
    """A tile with what it shows: the news it knew of, and from when until when every lamp in it is right."""

    content: bytes
    tag: str
    news: str
    since: datetime
    until: datetime


def case_tile(tile: Tile, actor: Actor, *, at: datetime, counted: bool) -> RenderedTile:
    """Return a tile of the open cases that this actor may know of, or of their counts by area.

    It is kept in the process under the very query, with its values, that says which cases the actor may know of:
    whoever shares the tile would have been given the same rows, and a body whose tree changes asks another query. It is
    drawn anew when something has happened to a case that it may show (the relay stamps the square of ground and the
    street of each, before the desks hear of it), when the counts by area were made anew, as soon as the next lamp in
    it changes, and in any case after a minute, which bounds how long news that the relay could not deliver stays
    unseen. The tag is that of the content: it is right however the tile came about.
    """
    rows, bound = open_case_rows(actor)
    key = blake2b(repr((rows, bound, tile)).encode(), digest_size=32).hexdigest()
    news = _news(tile, counted=counted)
    kept: Kept | None = caches["tiles"].get(key)
    if kept is None or kept.news != news or not kept.since <= at <= kept.until:
        content, until = _draw(tile, rows, bound, at=at, counted=counted)
        kept = Kept(content, blake2b(content, digest_size=12).hexdigest(), news, at, until)
        caches["tiles"].set(key, kept, timeout=KEPT_S)
    return RenderedTile(kept.content, kept.tag)


def _news(tile: Tile, *, counted: bool) -> str:
    """Return what is another text once something happened to a case that the tile may show."""
    with connection.cursor() as cursor:
        if counted:
            cursor.execute(sql.NEWS_OF_AREAS, _ground(tile) | {"prefix": min(detail_of(tile.z), sql.STREET_DIGITS)})
        else:
            cursor.execute(sql.NEWS_OF_CELLS, {"cells": [f"{cell.x}/{cell.y}" for cell in tile.cells()]})
        return "/".join(map(str, cursor.fetchone()))


def _draw(tile: Tile, rows: str, bound: tuple[Any, ...], *, at: datetime, counted: bool) -> tuple[bytes, datetime]:
    """Return the compressed tile, and until when it looks like this as far as lamps go."""
    names = [f"case_{number}" for number in range(len(bound))]
    rows = rows % tuple(f"%({name})s" for name in names)
    statement = (sql.CASE_COUNTS if counted else sql.CASES).replace("{cases}", rows)
    with connection.cursor() as cursor:
        cursor.execute(statement, _ground(tile) | {"at": at} | dict(zip(names, bound, strict=True)))
        content, turns_at = cursor.fetchone()
    latest = at + timedelta(seconds=KEPT_S)
    return compress(bytes(content), LIGHT, mtime=0), min(turns_at or latest, latest)


def _ground(tile: Tile) -> dict[str, Any]:
    west, south, east, north = tile.ground()
    values: dict[str, Any] = {"z": tile.z, "x": tile.x, "y": tile.y, "digits": int(detail_of(tile.z))}
    return values | {"west": west, "south": south, "east": east, "north": north}
