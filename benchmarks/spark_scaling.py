"""Seconds that a Spark cluster takes for sums over many facts, with one worker and with two, and its scaling factor.

Run: python benchmarks/spark_scaling.py [--rows 50000000] [--folder DIR] [--keep]. A real standalone cluster is started
on this machine: a master and workers as processes of their own, each worker with one core. The yardstick of the same
run is DuckDB in this process over the same files, with one thread and with two. Prints medians and the factor.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
words = argparse.ArgumentParser(description=__doc__)
words.add_argument("--rows", type=int, default=50_000_000)
words.add_argument("--folder", type=Path, default=ROOT / ".cityloop-bench-spark")
words.add_argument("--keep", action="store_true", help="use what an earlier run has written")
words.add_argument("--rounds", type=int, default=3)
words.add_argument("--memory", default="3g", help="of each worker")
words.add_argument("--ask", default="", help=argparse.SUPPRESS)  # the address of an engine: time it and leave
asked = words.parse_args()
os.environ["CITYLOOP_LAKE"] = str(asked.folder.resolve())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
os.environ.setdefault("CITYLOOP_LOG_LEVEL", "ERROR")
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
django.setup()

import subprocess  # noqa: E402 - Django must be set up first

from benchmarks import invented_facts as invented  # noqa: E402 - the same
from cityloop.evaluation import api  # noqa: E402 - the same
from cityloop.evaluation.actions.lake_writing import store_table  # noqa: E402 - the same
from cityloop.evaluation.api import Dimension, FactKind, Selection  # noqa: E402 - the same
from cityloop.evaluation.domain.lake import Manifest, manifest_name  # noqa: E402 - the same
from cityloop.evaluation.queries.engines import engine_at  # noqa: E402 - the same
from cityloop.evaluation.queries.lake import Reach  # noqa: E402 - the same
from cityloop.evaluation.queries.lake_files import lake  # noqa: E402 - the same
from tests.support import spark  # noqa: E402 - the same

AT = datetime(2026, 12, 31, 16, tzinfo=UTC)
GROUPS = [[Dimension.DISTRICT], [Dimension.STREET], [Dimension.BODY], [Dimension.PERSON]]
A_MONTH = 350_000  # cases of one city


def main() -> None:
    """Write, ask each, print."""
    if asked.ask:
        print(timed(asked.ask))
        return
    if not asked.keep:
        write()
    print(f"{asked.rows:,} rows; medians of {asked.rounds}, in seconds", flush=True)
    for threads in (1, 2):
        print(f"  DuckDB, {threads} cores: {in_process('duckdb', cores=threads):.2f}", flush=True)
    spent = {}
    for workers in (1, 2):
        with TemporaryDirectory() as place, spark.cluster(Path(place), workers=workers, memory=asked.memory) as address:
            spent[workers] = in_process(address, cores=2)
        print(f"  Spark, {workers} workers of one core: {spent[workers]:.2f}", flush=True)
    print(f"  scaling factor of Spark from one worker to two: {spent[1] / spent[2]:.2f}", flush=True)


def write() -> None:
    """Write one month of invented facts, and name it as many times as rows are wanted, a city each."""
    file = store_table(FactKind.CASE, "000000", "2026-01", invented.facts(FactKind.CASE, "2026-01", A_MONTH))
    source = lake().on_disk(file.name)
    for number in range(max(1, round(asked.rows / A_MONTH))):
        city = f"{number + 100_000}"
        name = file.name.replace("000000", city)
        (lake().on_disk(name)).parent.mkdir(parents=True, exist_ok=True)
        lake().on_disk(name).unlink(missing_ok=True)
        os.link(source, lake().on_disk(name))
        told = Manifest(city).holding("2026-01", {FactKind.CASE: type(file)(name, file.rows)})
        lake().write(manifest_name(city), told.as_json())


def in_process(address: str, *, cores: int) -> float:
    """Return the median of an engine, asked in a process of its own on so many cores."""
    here = sorted(os.sched_getaffinity(0))[:cores]
    told = subprocess.run(  # noqa: S603 - this program itself
        ["taskset", "-c", ",".join(map(str, here)), sys.executable, *sys.argv, "--ask", address],  # noqa: S607 - on any Linux
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout.splitlines()[-1])


def timed(address: str) -> float:
    """Return the median of asking for every base indicator of cases by districts, streets, bodies and people."""
    reach = Reach(engine=engine_at(address))

    def ask() -> None:
        api.lake_sums_by_each(kind=FactKind.CASE, groups=GROUPS, where=Selection(), at=AT, reach=reach)

    ask()  # a cluster hands out its programs at the first question
    return statistics.median(clocked(ask) for _ in range(asked.rounds))


def clocked(work: Callable[[], None]) -> float:
    """Return how many seconds something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
