"""How many points a second the locator places in their unit grids, over the 12,800 grids of the big city.

Run: DATABASE_URL=postgis:///scratch uv run --with geopandas python benchmarks/locating.py [--points 1000000]. Needs a
scratch database with PostGIS. Yardsticks in the same run: geopandas sjoin over the same grids in memory (left out if
geopandas is not installed), and a PostGIS join of a table of the same points, indexed. Prints medians of three, and the
load of the machine.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
django.setup()

import numpy as np  # noqa: E402 - Django must be set up first
import shapely  # noqa: E402 - the same
from django.core.management import call_command  # noqa: E402 - the same
from django.db import connection  # noqa: E402 - the same

from benchmarks import big_city  # noqa: E402 - the same
from cityloop.kernel.clock import now  # noqa: E402 - the same
from cityloop.territory import api as territory  # noqa: E402 - the same
from tests.support import town as towns  # noqa: E402 - the same

RUNS = 3
WIDTH, HEIGHT = 160, 80  # hundreds of metres
JOIN = "SELECT p.id, g.code FROM bench_point p JOIN territory_unitgrid g ON ST_Intersects(g.geometry, p.spot)"


def spots(count: int) -> Any:
    """Return longitudes and latitudes of points spread over the city, shape (n, 2), the same every time."""
    random = np.random.default_rng(20260301)
    flat = random.uniform((0, 0), (WIDTH, HEIGHT), (count, 2)) * 100 + towns.CORNER
    return shapely.get_coordinates(towns.PLANE.unflatten(shapely.points(flat)))


def by_postgis() -> int:
    """Join in the database and count the pairs, so that nothing is lost on the way here."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(code) FROM ({JOIN}) AS joined")  # noqa: S608 - our own words
        found: int = cursor.fetchone()[0]
        return found


def by_geopandas(points: Any) -> Callable[[], int] | None:
    """Return a join by geopandas over the same grids; None without geopandas."""
    try:
        import geopandas  # noqa: PLC0415 - a yardstick that may be missing
    except ImportError:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, ST_AsBinary(geometry) FROM territory_unitgrid")
        rows = cursor.fetchall()
    shapes = shapely.from_wkb([bytes(row[1]) for row in rows])
    grids = geopandas.GeoDataFrame({"code": [row[0] for row in rows]}, geometry=shapes, crs=4490)

    def join() -> int:
        frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(points[:, 0], points[:, 1]), crs=4490)
        return int(geopandas.sjoin(frame, grids, predicate="intersects").code.notna().sum())

    return join


def store(points: Any) -> None:
    """Put the points into a table, as the database's own join wants them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_point")
        cursor.execute("CREATE UNLOGGED TABLE bench_point (id int, spot geometry(Point, 4490))")
        with cursor.copy("COPY bench_point (id, spot) FROM STDIN") as copy:
            marked = shapely.to_wkb(shapely.set_srid(shapely.points(points), 4490), hex=True, include_srid=True)
            copy.write("".join(f"{number}\t{text}\n" for number, text in enumerate(marked.tolist())))
        cursor.execute("CREATE INDEX ON bench_point USING gist (spot)")
        cursor.execute("ANALYZE bench_point")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_grid')")
        if cursor.fetchone()[0] is None:
            big_city.build()
    points = spots(options.points)
    store(points)
    locator = territory.locator(now())
    longitudes, latitudes = points[:, 0].copy(), points[:, 1].copy()

    def ours() -> int:
        codes = locator.locate_many(longitudes, latitudes).told(lambda place: place.grid_code, None)
        return int(np.count_nonzero(codes))

    ways = {"locator": ours, "PostGIS join": by_postgis, "geopandas sjoin": by_geopandas(points)}
    ours()  # once, to be warm
    for name, way in ways.items():
        if way is None:
            print(f"{name:16} not measured: it is not installed")
            continue
        times, found = [], 0
        for _ in range(RUNS):
            began = time.monotonic()
            found = way()
            times.append(time.monotonic() - began)
        median, load = statistics.median(times), os.getloadavg()[0]
        print(f"{name:16} {median:7.2f} s {options.points / median:12,.0f} points/s, {found:,} placed; load {load:.1f}")


if __name__ == "__main__":
    main()
