"""How long a city's components take from a GeoPackage into the inventory, with every check, code, grid and index.

Run: DATABASE_URL=postgis:///scratch python benchmarks/inventory.py [--components 1150000] [--runs 3]. Needs an empty
scratch database with PostGIS, and ogr2ogr (apt install gdal-bin). The yardstick is the same file brought into the same
database by ogr2ogr with COPY and a spatial index, without any of that. Prints medians, and the load of the machine.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
django.setup()

import numpy as np  # noqa: E402 - Django must be set up first
import pyarrow as pa  # noqa: E402 - the same
import pyogrio  # noqa: E402 - the same
import shapely  # noqa: E402 - the same
from django.core.management import call_command  # noqa: E402 - the same
from django.db import connection  # noqa: E402 - the same

from benchmarks import big_city  # noqa: E402 - the same
from cityloop.access.api import system_actor  # noqa: E402 - the same
from cityloop.assets import api as assets  # noqa: E402 - the same
from cityloop.kernel.clock import now  # noqa: E402 - the same
from tests.support import town as towns  # noqa: E402 - the same

CLASSES = [f"{major}{minor:03d}" for major, last in (("01", 15), ("02", 15), ("03", 10)) for minor in range(1, last)]
ROADS = [f"{name}路" for name in ("人民", "解放", "中山", "建设", "和平", "新华", "胜利", "文化", "长江", "黄河")]
WIDTH, HEIGHT = 160, 80  # hundreds of metres: the ground of the big city
CHUNK = 100_000
RULES = {
    "attributes": {
        "external_id": "{ID}", "source_layer": "all", "class_code": "{KIND}", "name": "{ROAD}{ID}", "state": "{STATE}",
        "surveyed_on": "{DAY}", "keeper": "{KEEPER}", "data_source": "实测", "accuracy": "B",
    }
}  # fmt: skip


def rows(count: int) -> Iterator[pa.RecordBatch]:
    """Yield components spread over the city, the same every time."""
    random = np.random.default_rng(20260301)
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        spots = random.uniform((0, 0), (WIDTH, HEIGHT), (size, 2)) * 100 + towns.CORNER
        kinds, roads = random.integers(0, len(CLASSES), size), random.integers(0, len(ROADS), size)
        points = towns.PLANE.unflatten(shapely.points(spots))
        yield pa.record_batch(
            {
                "ID": pa.array([str(first + n) for n in range(size)]),
                "KIND": pa.array(np.array(CLASSES, dtype=object)[kinds], pa.string()),
                "ROAD": pa.array(np.array(ROADS, dtype=object)[roads], pa.string()),
                "STATE": pa.array(["完好"] * size),
                "DAY": pa.array(["20240506"] * size),
                "KEEPER": pa.array(["SZ"] * size),
                "geometry": pa.array(shapely.to_wkb(points), pa.binary()),
            }
        )


def write(path: Path, count: int) -> None:
    """Write the GeoPackage."""
    batches = rows(count)
    head = next(batches)

    def every() -> Iterator[pa.RecordBatch]:
        yield head
        yield from batches

    reader = pa.RecordBatchReader.from_batches(head.schema, every())
    pyogrio.write_arrow(
        reader, path, driver="GPKG", layer="all", geometry_name="geometry", geometry_type="Point", crs="EPSG:4490"
    )


def import_once(path: Path) -> tuple[float, float]:
    """Import into an empty inventory; return seconds in all, and those until everything was staged."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE assets_component, assets_componentsequence, assets_componentimport CASCADE")
    began = time.monotonic()
    wanted = assets.NewImport(path.name, RULES)
    with path.open("rb") as file:
        job = assets.start_import(file=file, wanted=wanted, actor=system_actor("bench"), at=now(), is_deferred=False)
    from cityloop.assets.actions import importing  # noqa: PLC0415 - to learn when its first half ends

    staged: list[float] = []
    real = importing.match
    importing.match = lambda job: (staged.append(time.monotonic()), real(job))[1]
    done = assets.run_import(import_id=job.id, at=now())
    importing.match = real
    assert done.state is assets.ImportState.DONE, done.reason
    assert done.rows_bad == done.placeless == 0, done
    return time.monotonic() - began, staged[0] - began


def ogr2ogr(path: Path) -> float:
    """Bring the file in with ogr2ogr; return seconds."""
    where = connection.settings_dict
    parts = {"dbname": where["NAME"], "host": where["HOST"], "port": where["PORT"], "user": where["USER"]}
    target = "PG:" + " ".join(f"{name}={value}" for name, value in parts.items() if value)
    began = time.monotonic()
    subprocess.run(  # noqa: S603 - our own words
        ["ogr2ogr", "-f", "PostgreSQL", target, str(path), "-nln", "yardstick", "-overwrite", "-lco",  # noqa: S607 - on PATH
         "SPATIAL_INDEX=GIST", "--config", "PG_USE_COPY", "YES"],
        check=True, capture_output=True,
    )  # fmt: skip
    return time.monotonic() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--components", type=int, default=1_150_000, help="12000000 shows how the cost grows")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('bench_grid')")
        if cursor.fetchone()[0] is None:
            big_city.build()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "components.gpkg"
        write(path, options.components)
        print(f"{options.components:,} components, {path.stat().st_size / 2**20:,.0f} MB; load {os.getloadavg()}")
        ours, staging, theirs = [], [], []
        for _ in range(options.runs):
            theirs.append(ogr2ogr(path))
            whole, first = import_once(path)
            ours.append(whole)
            staging.append(first)
            load = " ".join(f"{each:.1f}" for each in os.getloadavg())
            print(
                f"  import {whole:.1f} s (staged after {first:.1f} s), ogr2ogr {theirs[-1]:.1f} s; load {load}",
                flush=True,
            )
    median, yardstick = statistics.median(ours), statistics.median(theirs)
    print(f"import  {median:8.1f} s  {options.components / median:10,.0f} components/s")
    print(f"ogr2ogr {yardstick:8.1f} s  import takes {median / yardstick:.1f} times as long")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {peak:,.0f} MB")


if __name__ == "__main__":
    main()
