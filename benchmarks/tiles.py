"""Milliseconds for a vector tile at every zoom, drawn anew and from the cache, over HTTP's own path inside the process.

Run: python benchmarks/tiles.py [--components 12000000] [--keep]. DATABASE_URL names an empty scratch database with
PostGIS, or, with --keep, one that this program has filled before. The yardstick of the same run is the bare query: one
ST_AsMVT over every component of the same tile with the same columns, asked of PostgreSQL directly, as most tile servers
do at every zoom; that of a tile from the cache is /healthz, which asks nothing of anybody, through the same client.
Prints p50 and p95 over tiles drawn evenly from where the city is, what is kept asked ten times each. Cases are 20,000
open ones; a lamp of theirs changes every second: a tile of the whole city is now and then drawn anew between two
questions.
"""

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from math import asinh, floor, pi, radians, tan
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
os.environ.setdefault("CITYLOOP_LOG_LEVEL", "ERROR")
django.setup()

from django.core.cache import caches  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402 - the same
from django.db import DatabaseError, connection, transaction  # noqa: E402 - the same
from django.test import Client  # noqa: E402 - the same

from benchmarks import big_city  # noqa: E402 - the same
from cityloop.assets.actions.filling import filled_at_once  # noqa: E402 - the same
from cityloop.kernel.clock import now  # noqa: E402 - the same
from cityloop.maps import api as maps  # noqa: E402 - the same
from cityloop.territory import api as territory  # noqa: E402 - the same
from tests.support import town as towns  # noqa: E402 - the same

SIDE = 8  # unit grids of 100 m along each side of a community
OPEN_CASES = 20_000  # of a day in the largest city
TILES, BARE_TILES = 24, 8  # of each zoom
ROUNDS = 10  # times what is kept is asked for: the p95 of 24 answers is the second slowest, whatever made it slow
BARE_MOST = 10_000  # milliseconds
ZOOMS = range(8, 19)
COMPONENTS = """
INSERT INTO assets_component (id, code, class_edition, class_code, name, geometry, position, grid_code, state,
    source_layer, external_id, data_source, valid_from, surveyed_on)
SELECT md5('part' || n)::uuid, left(code, 6) || c.class || lpad((n %% 1000000)::text, 6, '0')
       , '2026', c.class, '路灯', spot, spot, code,
       CASE WHEN n %% 50 = 0 THEN 'DAMAGED' ELSE 'INTACT' END, 'bench', n::text, '', %(at)s, %(on)s
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
  JOIN LATERAL (SELECT code, ST_SetSRID(ST_MakePoint(
           west + (east - west) * ((n * 7919) %% 9973) / 9973.0,
           south + (north - south) * ((n * 104729) %% 99991) / 99991.0), 4490) AS spot
     FROM bench_ground WHERE place = (n * 7907) %% %(grids)s) AS g ON true
 CROSS JOIN LATERAL (
     SELECT lpad((1 + n / 1000000)::text, 2, '0') || lpad((1 + n %% 90)::text, 3, '0')) AS c (class)
"""
DUTY = "left(code, 12) || lpad((1 + (right(code, 3)::int - 1) / 4)::text, 3, '0')"
DUTY_GRIDS = (
    f"""INSERT INTO territory_dutygrid (code, community_code, valid_from)
        SELECT DISTINCT {DUTY}, left(code, 12), now() FROM territory_unitgrid""",  # noqa: S608 - a constant
    f"UPDATE territory_unitgrid SET duty_grid_code = {DUTY}",  # noqa: S608 - the same
    "VACUUM ANALYZE territory_unitgrid",
)
BARE = """
SELECT ST_AsMVT(t, 'components', 4096, 'shape') FROM (
    SELECT ST_AsMVTGeom(ST_Transform(geometry, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS shape,
           code, class_code, name, state
      FROM assets_component
     WHERE geometry && ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4490)) AS t
"""


def main() -> None:
    """Fill, draw, print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--components", type=int, default=1_150_000)
    words.add_argument("--keep", action="store_true", help="use what an earlier run has filled")
    asked = words.parse_args()
    token = fill(asked.components) if not asked.keep else again()
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"})
    report(client, maps.LayerName.COMPONENTS, 7, quiet=True)  # the first answer of a process is slow
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'assets_component'")
        print(f"{cursor.fetchone()[0]:,} components; milliseconds, p50 / p95")
    heads = " ".join(f"{each:>16}" for each in ("drawn anew", "cached", "304", "/healthz", "bare ST_AsMVT"))
    print(f"{'zoom':>4} {'layer':>12} {heads} {'kB':>6}")
    for layer in maps.LayerName:
        for zoom in ZOOMS:
            report(client, layer, zoom)


def report(client: Client, layer: maps.LayerName, zoom: int, *, quiet: bool = False) -> None:
    """Print one line."""
    tiles = list(itertools.islice(tiles_of(zoom), TILES))
    paths = [f"/api/v1/tiles/{layer.value}/{tile.z}/{tile.x}/{tile.y}.pbf" for tile in tiles]
    for path in paths:
        client.get(path)  # the yardstick is asked of tables that have been read, and so are we
    caches["tiles"].clear()
    anew = [spent(lambda path=path: client.get(path)) for path in paths]
    cached = [spent(lambda path=path: client.get(path)) for _ in range(ROUNDS) for path in paths]
    known = [(path, client.get(path)["ETag"]) for path in paths] * ROUNDS
    same = [spent(lambda path=path, tag=tag: client.get(path, headers={"If-None-Match": tag})) for path, tag in known]
    nothing = [spent(lambda: client.get("/healthz")) for _ in range(ROUNDS) for _ in paths]
    size = statistics.fmean(len(client.get(path).content) for path in paths) / 1000
    if quiet:
        return
    times = (anew, cached, same, nothing)
    figures = " ".join(f"{told:>16}" for told in (*map(said, times), bare(layer, tiles)))
    print(f"{zoom:>4} {layer.value:>12} {figures} {size:>6.1f}", flush=True)


def bare(layer: maps.LayerName, tiles: list[maps.Tile]) -> str:
    """Return what the yardstick takes; it is asked no more tiles of a zoom once it has had its time."""
    times: list[float] = []
    for tile in tiles[:BARE_TILES] if layer == "components" else []:
        try:
            times.append(spent(lambda tile=tile: draw_bare(tile)))
        except DatabaseError as error:  # a tile of a gigabyte is more than PostgreSQL hands out
            return f"{type(error).__name__}"
        if sum(times) > BARE_MOST:
            break
    return said(times)


def spent(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def said(times: list[float]) -> str:
    """Return p50 and p95."""
    if not times:
        return "-"
    ordered = sorted(times)
    return f"{statistics.median(ordered):.1f} / {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:.1f}"


def tiles_of(zoom: int) -> Iterator[maps.Tile]:
    """Yield tiles over the city, spread evenly, each once."""
    city = territory.city()
    seen = set()
    for number in range(400):
        x = city.west + (city.east - city.west) * ((number * 0.618034) % 1)
        y = city.south + (city.north - city.south) * ((number * 0.414214 + 0.3) % 1)
        tile = maps.Tile(zoom, floor((x + 180) / 360 * 2**zoom), floor((1 - asinh(tan(radians(y))) / pi) / 2 * 2**zoom))
        if tile not in seen:
            seen.add(tile)
            yield tile


def draw_bare(tile: maps.Tile) -> None:
    """Ask PostgreSQL for the tile as most tile servers do."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, {"z": tile.z, "x": tile.x, "y": tile.y})
        cursor.fetchone()


def fill(components: int) -> str:
    """Make the city and its components; return the token of somebody who sees all of it."""
    call_command("migrate", verbosity=0)
    print(f"laying out a city for {components:,} components …", flush=True)
    columns = 20 if components < 5_000_000 else 64  # 12,800 unit grids, or 40,960 as in the largest city
    squares = {
        f"{district}{street:03d}{community:03d}": (west, south, west + SIDE, south + SIDE)
        for half, district in enumerate((towns.WEST, towns.EAST))
        for street in range(1, 11)
        for community in range(1, columns // 2 + 1)
        for west, south in [((half * columns // 2 + community - 1) * SIDE, (street - 1) * SIDE)]
    }
    town = towns.build(at=now(), squares=squares)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_ground AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS place,"
            " ST_XMin(geometry) AS west, ST_XMax(geometry) AS east, ST_YMin(geometry) AS south,"
            " ST_YMax(geometry) AS north FROM territory_unitgrid"
        )
        cursor.execute("CREATE UNIQUE INDEX ON bench_ground (place)")
        cursor.execute("SELECT count(*) FROM bench_ground")
        (grids,) = cursor.fetchone()
        founded = {"at": towns.FOUNDED, "on": towns.FOUNDED.date()}
        with transaction.atomic(), filled_at_once(components):
            for first in range(0, components, 200_000):
                last = min(first + 200_000, components) - 1
                cursor.execute(COMPONENTS, {"first": first, "last": last, "grids": grids} | founded)
        cursor.execute("VACUUM ANALYZE assets_component")
        for statement in DUTY_GRIDS:
            cursor.execute(statement)
        cursor.execute("CREATE TABLE bench_token AS SELECT %s::text AS token", [town.tokens["leader"]])
    big_city.lay_grids()
    big_city.open_cases(town, count=OPEN_CASES, at=now())
    print(f"counting by area took {spent(lambda: maps.tally(anyway=True)) / 1000:.1f} s", flush=True)
    return town.tokens["leader"]


def again() -> str:
    """Return the token that an earlier run left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM bench_token")
        token: str = cursor.fetchone()[0]
        return token


if __name__ == "__main__":
    main()
