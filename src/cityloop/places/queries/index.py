"""The places in memory: read once for each state of the tables, kept by the process."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.places.contracts import PlaceKind
from cityloop.places.domain.doors import DoorTable
from cityloop.places.domain.index import Division, Entry, PlaceIndex
from cityloop.places.domain.lines import merged
from cityloop.places.queries.newest import Newest
from cityloop.territory import api as territory

NAMED = """
SELECT code, name, kind, ST_X(position), ST_Y(position), coalesce(grid_code, ''), category, aliases, former_names,
       CASE WHEN kind = 'ROAD' THEN ST_AsBinary(geometry) END
  FROM places_place
 WHERE kind <> 'DOORPLATE' AND valid_until IS NULL
 ORDER BY code
"""
# Arrays as bytes: half a million rows of three numbers come over in a second.
DOORS = """
SELECT road_code, max(road_name), count(*),
       string_agg(int4send(coalesce(number, 0)), '' ORDER BY number NULLS FIRST, number_tail, code),
       string_agg(float8send(ST_X(position)), '' ORDER BY number NULLS FIRST, number_tail, code),
       string_agg(float8send(ST_Y(position)), '' ORDER BY number NULLS FIRST, number_tail, code),
       string_agg(int8send(code::bigint), '' ORDER BY number NULLS FIRST, number_tail, code),
       string_agg(int8send(coalesce(grid_code, '0')::bigint), '' ORDER BY number NULLS FIRST, number_tail, code),
       CASE WHEN max(number_tail) > ''
            THEN array_agg(number_tail ORDER BY number NULLS FIRST, number_tail, code) END
  FROM places_place
 WHERE kind = 'DOORPLATE' AND valid_until IS NULL
 GROUP BY road_code, CASE WHEN road_code IS NULL THEN road_name || left(code, 6) END
 ORDER BY road_code, max(road_name)
"""


@dataclass(frozen=True, slots=True)
class _Group:
    """The doors of one road."""

    road_code: str | None
    road_name: str
    count: int
    numbers: bytes
    xs: bytes
    ys: bytes
    codes: bytes
    grids: bytes
    tails: list[str] | None


# Asked before every search, so it is one statement: a second one, for the ground, would cost as much as the search.
STAMPS = "SELECT (SELECT stamp FROM places_gazetteer), (SELECT stamp FROM territory_city)"


def stamps() -> tuple[UUID | None, UUID | None]:
    """Return what names the places and the ground as they are: others after every change."""
    with connection.cursor() as cursor:
        cursor.execute(STAMPS)
        places, ground = cursor.fetchone()
    return places, ground


_NEWEST: Newest[PlaceIndex] = Newest()


def index() -> PlaceIndex:
    """Return the places in memory, read anew after a change of places or ground.

    Only the first who ask in a process wait. After a change a thread of its own reads, some seconds in a large city,
    and everybody, also whoever made the change, searches meanwhile in the places as they were before. Within a
    transaction, which may have changed what nobody else can see yet, they are read at once.
    """
    home, behind = (connection.alias, str(connection.settings_dict["NAME"])), not connection.in_atomic_block
    return _NEWEST.get(home, stamps(), _read, behind=behind)


def _read() -> PlaceIndex:
    roads, lines, spots = _named()
    doors = _doors(roads, lines)
    divisions = [
        Division(row.code, row.label, row.longitude, row.latitude, row.level is territory.DivisionLevel.CITY)
        for row in territory.division_points()
    ]
    return PlaceIndex.of(roads=roads, lines=lines, doors=doors, spots=spots, divisions=divisions)


def _named() -> tuple[list[Entry], list[BaseGeometry | None], list[Entry]]:
    with connection.cursor() as cursor:
        cursor.execute(NAMED)
        rows = cursor.fetchall()
    roads: list[Entry] = []
    lines: list[BaseGeometry | None] = []
    spots: list[Entry] = []
    for code, name, kind, x, y, grid, category, aliases, former, line in rows:
        entry = Entry(code, name, PlaceKind(kind), x, y, grid, category, tuple(aliases), tuple(former))
        if entry.kind is PlaceKind.ROAD:
            roads.append(entry)
            lines.append(merged(shapely.from_wkb(bytes(line))))
        else:
            spots.append(entry)
    return roads, lines, spots


def _doors(roads: list[Entry], lines: list[BaseGeometry | None]) -> DoorTable:
    """Return the doors by road; roads that only their door plates know are added to the roads."""
    with connection.cursor() as cursor:
        cursor.execute(DOORS)
        groups = [_Group(*row) for row in cursor.fetchall()]
    numbers = {entry.code: number for number, entry in enumerate(roads)}
    by_road = {numbers[group.road_code]: group for group in groups if group.road_code in numbers}
    for group in groups:
        if group.road_code not in numbers:
            by_road[len(roads)] = group
            roads.append(_road_of(group))
            lines.append(None)
    ordered = [by_road.get(road) for road in range(len(roads))]
    counts = [group.count if group else 0 for group in ordered]
    there = [group for group in ordered if group]
    tails = [tail for group in there for tail in (group.tails or [""] * group.count)]
    return DoorTable(
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        numbers=_joined([group.numbers for group in there], ">i4").astype(np.int32),
        xs=_joined([group.xs for group in there], ">f8").astype(np.float64),
        ys=_joined([group.ys for group in there], ">f8").astype(np.float64),
        codes=_joined([group.codes for group in there], ">i8").astype(np.int64),
        grids=_joined([group.grids for group in there], ">i8").astype(np.int64),
        tails={row: tail for row, tail in enumerate(tails) if tail},
    )


def _joined(pieces: list[bytes], kind: str) -> NDArray[Any]:
    return np.frombuffer(b"".join(bytes(piece) for piece in pieces), kind)


def _road_of(group: _Group) -> Entry:
    xs, ys = np.frombuffer(group.xs, ">f8"), np.frombuffer(group.ys, ">f8")
    grid = int(np.frombuffer(group.grids, ">i8")[0])
    area = str(grid) if grid else ""
    return Entry(None, group.road_name, PlaceKind.ROAD, float(xs.mean()), float(ys.mean()), area)
