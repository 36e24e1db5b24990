"""Addresses to positions: how well, by kind of error, and how fast over half a million places, on one core.

Run: python benchmarks/geocoding.py [places]. It starts a private PostgreSQL of its own under .cityloop-bench and takes
it down again; with DATABASE_URL it uses that server, whose database must be empty. Yardsticks of the speed in the same
run: a round trip to PostgreSQL (`SELECT 1`), of which every search makes one, and the bare trigram query (pg_trgm, GIN
index) over the same names, which finds a name and no more.
"""

import os
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", secrets.token_urlsafe(50))
os.environ["CITYLOOP_HOME"] = str(ROOT / ".cityloop-bench")

from cityloop.config.cluster import Cluster  # noqa: E402 - the environment comes first
from cityloop.config.home import prepare, uses_embedded_cluster  # noqa: E402 - the same

PLACES, EACH, TIMED, RUNS, NEAR_M = 500_000, 60, 6_000, 3, 30
STREET = "110101001"  # the one street of the large city: nothing is left out, so the bound itself is what is measured
AT = datetime(2026, 3, 2, tzinfo=UTC)


def main(many: int) -> None:
    """Print every figure."""
    cluster = Cluster(prepare(), durable=False) if uses_embedded_cluster() else None
    is_ours = cluster is not None and cluster.start()
    try:
        measure(many)
    finally:
        if cluster is not None and is_ours:
            cluster.stop()


def measure(many: int) -> None:
    """Load the invented city for quality, then the large one for speed."""
    import django  # noqa: PLC0415 - the cluster comes first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first
    from django.db import connection, transaction  # noqa: PLC0415 - the same

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        quality()
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        speed(many, cursor)
        transaction.set_rollback(True)


def quality() -> None:
    """Print precision, recall and median error for each kind of address of the invented city."""
    from cityloop.access.api import system_actor  # noqa: PLC0415 - Django must be set up first
    from cityloop.administration import api as administration  # noqa: PLC0415 - the same
    from cityloop.administration.demo.package import SEED, demo_city  # noqa: PLC0415 - the same
    from cityloop.places import api as places  # noqa: PLC0415 - the same
    from tests.support.addresses import Writer  # noqa: PLC0415 - the same
    from tests.support.scores import scores  # noqa: PLC0415 - the same

    package = demo_city()
    bare = replace(package, components=(), accounts=(), responsibility=(), bodies=())
    administration.load_city(package=bare, actor=system_actor("benchmark"), at=AT)
    print(f"{'kind':16} {'precision':>9} {'recall':>7} {'median error':>13}")
    written = Writer(package, seed=20260302, city_seed=SEED).write(EACH)
    for row in scores(written, places.geocode_many([address.text for address in written])[0]):
        print(f"{row.kind:16} {row.precision:9.3f} {row.recall:7.3f} {row.median_m:11.1f} m")


def speed(many: int, cursor: "object") -> None:
    """Print how long a large city takes to come in, to be read into memory, and how fast addresses are found in it."""
    from benchmarks.large_city import ask, build  # noqa: PLC0415 - Django must be set up first
    from cityloop.places import api as places  # noqa: PLC0415 - the same
    from tests.support.addresses import metres  # noqa: PLC0415 - the same

    began = time.perf_counter()
    names = build(many, at=AT)
    took = time.perf_counter() - began
    print(f"\n{many:,} places imported in {took:.1f} s ({many / took:,.0f}/s)")
    began, before = time.perf_counter(), _megabytes()
    places.geocode("一")
    print(
        f"read into memory in {time.perf_counter() - began:.1f} s; the process grew by {_megabytes() - before:,.0f} MB"
    )
    asked = ask(names, TIMED)
    found = places.geocode_many([text for _, text, _ in asked], limit=5)[0]
    hits: dict[str, list[tuple[bool, bool]]] = {}
    for (kind, _, spot), answer in zip(asked, found, strict=True):
        near = [metres(spot, (each.longitude, each.latitude)) < NEAR_M for each in answer.candidates]
        hits.setdefault(kind, []).append((any(near[:1]), any(near)))
    for kind, rows in hits.items():
        first, among = (sum(row[place] for row in rows) / len(rows) for place in (0, 1))
        print(f"  {kind:14} within {NEAR_M} m: {first:.3f}, among the first five {among:.3f}")
    texts = [text for _, text, _ in asked]
    _told("yardstick: SELECT 1 through Django, the round trip", texts, lambda _: _asked(cursor, "SELECT 1"))
    _told("geocode, with its query for the state of the tables", texts, places.geocode)
    _told("  the same within one street", texts, lambda text: places.geocode(text, within=STREET))
    _told("  the same while it is typed: the first two signs", texts, _typing)
    many_rates = []
    for _ in range(RUNS):
        began = time.perf_counter()
        places.geocode_many(texts)
        many_rates.append(len(texts) / (time.perf_counter() - began))
    print(f"{'geocode_many':52} {statistics.median(many_rates):8,.0f}/s")
    _yardstick(cursor, [text for kind, text, _ in asked if kind in {"plain", "typo", "landmark"}][:300])


def _typing(text: str) -> object:
    from cityloop.places import api as places  # noqa: PLC0415 - Django must be set up first

    return places.geocode(text[:2], half_typed=True)


def _asked(cursor: "object", sql: str) -> object:
    cursor.execute(sql)
    return cursor.fetchone()


def _yardstick(cursor: "object", texts: Sequence[str]) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute("CREATE INDEX bench_trgm ON places_place USING gin (name gin_trgm_ops)")
    cursor.execute("ANALYZE places_place")
    sql = "SELECT code, name FROM places_place WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 5"

    def run(text: str) -> object:
        cursor.execute(sql, [text, text])
        return cursor.fetchall()

    _told("yardstick: bare pg_trgm similarity, top 5", texts, run)


def _told(what: str, texts: Sequence[str], run: Callable[[str], object]) -> None:
    """Print the median of three runs: addresses per second and the 50th and 95th percentile of one."""
    rates, took = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        for text in texts:
            start = time.perf_counter()
            run(text)
            took.append(time.perf_counter() - start)
        rates.append(len(texts) / (time.perf_counter() - began))
    took.sort()
    half, most = took[len(took) // 2] * 1000, took[int(len(took) * 0.95)] * 1000
    print(f"{what:52} {statistics.median(rates):8,.0f}/s  p50 {half:.2f} ms  p95 {most:.2f} ms")


def _megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PLACES)
