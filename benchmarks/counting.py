"""Facts: cases counted again per second, and milliseconds of counting one that has moved.

Run: python benchmarks/counting.py [--cases N]. Needs DATABASE_URL naming a scratch database with cases, such as
`serving.py` leaves behind with --keep; the facts in it are built again. Prints the median of three runs, beside the
yardsticks of the same run: reading the same histories without counting them, and one statement that touches one row.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first

from cityloop.cases import api as cases  # noqa: E402 - the same
from cityloop.evaluation import api  # noqa: E402 - the same
from cityloop.kernel.clock import now  # noqa: E402 - the same

RUNS, SINGLE = 3, 200
TOUCH = """
UPDATE evaluation_casefact SET hour = hour WHERE case_id = (SELECT case_id FROM evaluation_casefact LIMIT 1)
"""


def median_seconds(work: Callable[[], object]) -> float:
    """Return how long this takes, the median of some runs."""
    found = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


def touch() -> None:
    """Update one row in a transaction of its own: what a write costs at least."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCH)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    wanted = parser.parse_args().cases
    ids = cases.case_ids_after(None, wanted)
    batches = [ids[start : start + api.BATCH] for start in range(0, len(ids), api.BATCH)]
    for batch in batches:
        api.keep(case_ids=batch, at=now())
    reading = median_seconds(lambda: [cases.histories(batch) for batch in batches])
    counting = median_seconds(lambda: [api.keep(case_ids=batch, at=now()) for batch in batches])
    single = median_seconds(lambda: [api.keep(case_ids=[each], at=now()) for each in ids[:SINGLE]])
    touching = median_seconds(lambda: [touch() for _ in range(SINGLE)])
    print(f"{len(ids)} cases, batches of {api.BATCH}")
    print(f"rebuilt            {len(ids) / counting:9.0f} cases/s")
    print(f"  only read        {len(ids) / reading:9.0f} cases/s")
    print(f"one case counted   {single / SINGLE * 1000:9.2f} ms")
    print(f"  one row touched  {touching / SINGLE * 1000:9.2f} ms")


if __name__ == "__main__":
    main()
