"""Features of a collection, page by page: a deep page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.cache import caches
from django.db import connection, transaction

from cityloop.kernel.patience import impatient
from cityloop.maps.contracts import Collection
from cityloop.maps.domain.questions import Question
from cityloop.maps.domain.systems import System
from cityloop.maps.queries import sql
from cityloop.territory import api as territory

COUNTED = 10_000  # beyond so many nobody counts on, and the answer does not say how many match
DEGREE_DIGITS, METRE_DIGITS = 9, 3
LONGEST_S = 5.0  # seconds that a statement may run: some filters have no index, and strangers may ask
FIELD_MARGIN = 0.02  # degrees around the city where no index says how far things reach


@dataclass(frozen=True, slots=True)
class Features:
    """A page: features ready for JSON, the key after which the next page begins, and how many match if few enough."""

    rows: list[dict[str, Any]]
    following: str
    matched: int | None


def page(collection: Collection, question: Question, *, area: str) -> Features:
    """Return one page of what is asked, of what lies in the area.

    :raises BusyError: it takes too long to find.
    """
    with transaction.atomic(), impatient(statement_s=LONGEST_S):
        return _page(collection, question, area)


def _page(collection: Collection, question: Question, area: str) -> Features:
    conditions, values = _conditions(collection, question, area)
    matched = _count(collection, conditions, values)
    conditions, values = list(conditions), dict(values)
    if question.after:
        conditions.append(f"{collection.key} > %(after)s")
        values["after"] = question.after
    statement = (
        f"SELECT {_columns(collection, question.system)} FROM {collection.source} t"  # noqa: S608 - constants of ours
        f" WHERE {' AND '.join(conditions)} ORDER BY {collection.key} LIMIT %(most)s"
    )
    rows = _rows(collection, statement, values | {"most": question.limit + 1})
    more = len(rows) > question.limit
    rows = rows[: question.limit]
    return Features(rows, rows[-1]["id"] if more else "", matched)


def feature(collection: Collection, key: str, system: System, *, area: str) -> dict[str, Any] | None:
    """Return one feature, or None.

    :raises BusyError: it takes too long to find.
    """
    statement = (
        f"SELECT {_columns(collection, system)} FROM {collection.source} t"  # noqa: S608 - constants of ours
        f" WHERE {collection.condition} AND {collection.key} = %(key)s AND {sql.AREA_HOLDS.format(collection.area)}"
    )
    with transaction.atomic(), impatient(statement_s=LONGEST_S):
        found = _rows(collection, statement, {"key": key, "area": area})
    return found[0] if found else None


def extent(collection: Collection) -> tuple[float, float, float, float] | None:
    """Return a box in degrees that holds all features: the whole of the spatial index, or else the city's ground."""
    table, column = collection.indexed
    kept: tuple[float, float, float, float] | None = caches["tiles"].get(f"extent/{collection.name}")
    if kept is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)"
                " FROM (SELECT ST_EstimatedExtent(%s, %s) AS b) AS e WHERE b IS NOT NULL",
                [table, column],
            )
            kept = cursor.fetchone() or _around_city()
        caches["tiles"].set(f"extent/{collection.name}", kept, timeout=10)
    return kept


def _around_city() -> tuple[float, float, float, float] | None:
    box = territory.extent("")
    if box is None:
        return None
    west, south, east, north = box
    return west - FIELD_MARGIN, south - FIELD_MARGIN, east + FIELD_MARGIN, north + FIELD_MARGIN


def _columns(collection: Collection, system: System) -> str:
    drawn = collection.geometry
    if system.is_projected:
        drawn = f"ST_Transform(ST_SetSRID({drawn}, 4326), {system.srid})"
    if system.north_first:
        drawn = f"ST_FlipCoordinates({drawn})"
    digits = METRE_DIGITS if system.is_projected else DEGREE_DIGITS
    columns = (found.column for found in collection.properties.values())
    return ", ".join((collection.key, f"ST_AsGeoJSON({drawn}, {digits}, 0)", *columns))


def _rows(collection: Collection, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_feature(collection, row) for row in cursor.fetchall()]


def _feature(collection: Collection, row: Sequence[Any]) -> dict[str, Any]:
    key, drawn, *values = row
    return {
        "type": "Feature",
        "id": key,
        "geometry": orjson.Fragment(drawn) if drawn else None,
        "properties": dict(zip(collection.properties, values, strict=True)),
    }


def _conditions(collection: Collection, question: Question, area: str) -> tuple[list[str], dict[str, Any]]:
    conditions, values = [collection.condition], dict[str, Any]()
    if area:
        conditions.append(f"{collection.area} LIKE %(area)s || '%%'")
        values["area"] = area
    for number, (name, value) in enumerate(question.wanted.items()):
        conditions.append(f"{collection.properties[name].column} = %(wanted_{number})s")
        values[f"wanted_{number}"] = value
    if question.ends:
        conditions.append(f"{collection.begins} <= %(ends)s")
        values["ends"] = question.ends
    if question.begins:
        conditions.append(f"({collection.ends} IS NULL OR {collection.ends} >= %(begins)s)")
        values["begins"] = question.begins
    if question.box:
        column = "u.geometry" if collection.touching else collection.geometry
        condition, box_values = _touches(column, question)
        conditions.append(collection.touching.format(shape=condition) if collection.touching else condition)
        values |= box_values
    return conditions, values


def _touches(column: str, question: Question) -> tuple[str, dict[str, float]]:
    """Return the test whether a geometry touches the box, by the index first and then exactly, in the box's system."""
    west, south, east, north = question.box or (0.0, 0.0, 0.0, 0.0)
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    tests, values = [], dict[str, float]()
    exact = f"ST_Transform(ST_SetSRID({column}, 4326), {question.box_system.srid})"
    for number, (left, right) in enumerate(parts):
        corners = dict(zip("wsen", question.box_system.ground((left, south, right, north)), strict=True))
        values |= {f"{side}_{number}": value for side, value in corners.items()}
        ground = "ST_MakeEnvelope({}, 4490)".format(", ".join(f"%({side}_{number})s::float8" for side in "wsen"))
        test = f"{column} && {ground} AND ST_Intersects({column}, {ground})"
        if question.box_system.is_projected:
            values |= {f"x{number}": left, f"y{number}": south, f"xx{number}": right, f"yy{number}": north}
            plane = ", ".join(f"%({name}{number})s::float8" for name in ("x", "y", "xx", "yy"))
            test = (
                f"{column} && {ground} AND ST_Intersects({exact}, ST_MakeEnvelope({plane}, {question.box_system.srid}))"
            )
        tests.append(f"({test})")
    return f"({' OR '.join(tests)})", values


def _count(collection: Collection, conditions: Sequence[str], values: dict[str, Any]) -> int | None:
    statement = (
        f"SELECT count(*) FROM (SELECT 1 FROM {collection.source} t WHERE {' AND '.join(conditions)}"  # noqa: S608 - constants of ours
        f" LIMIT {COUNTED + 1}) AS few"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (found,) = cursor.fetchone()
    return found if found <= COUNTED else None
