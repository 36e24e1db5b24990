"""Invented facts on disk and in PostgreSQL, and a day of a city to export: for benchmarks/evaluation.py."""

import io
import statistics
import time
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from django.core.management import call_command
from django.db import connection, transaction
from pyarrow import csv

from benchmarks import invented_facts as invented
from cityloop.evaluation import api
from cityloop.evaluation.actions.lake_writing import store_table, sums_of
from cityloop.evaluation.api import FactKind
from cityloop.evaluation.domain.lake import Manifest, manifest_name, pieces_of
from cityloop.evaluation.domain.periods import read_period
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.lake_files import FACTS, lake
from cityloop.evaluation.queries.scores import scored
from tests.support import town as towns

AT = datetime(2026, 12, 31, 16, tzinfo=UTC)
LAST = ("2026-11", "2026-12")  # months whose tasks and work stand in PostgreSQL, too
CHANGE = "UPDATE {table} SET version = version + 1, due_at = NULL WHERE case_id = ANY(%s)"


def write_lake(cases: int) -> None:
    """Write a year of a city with so many cases into the lake."""
    manifest = Manifest(invented.CITY)
    for month in invented.months():
        files = {
            kind: store_table(kind, invented.CITY, month, invented.facts(kind, month, cases // 12)) for kind in FactKind
        }
        manifest = manifest.holding(month, files, sums_of(invented.CITY, month, files, pieces_of(month, ())))
        print(f"  {month}: {sum(file.rows for file in files.values()):,} rows", flush=True)
    lake().write(manifest_name(invented.CITY), manifest.as_json())


def rows(statement: str) -> list[Any]:
    """Return what PostgreSQL finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[Any] = cursor.fetchall()
    return found


def fill(cases: int, *, keep: bool) -> None:
    """Fill the scratch database: a town for the city's code, cases of the year, tasks and work of its last months."""
    if keep:
        return
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    towns.build()
    for month in invented.months():
        for kind in FactKind:
            if kind is FactKind.CASE or month in LAST:
                _copy(kind, invented.facts(kind, month, cases // 12))
    with connection.cursor() as cursor:
        for table in FACTS.values():
            cursor.execute(f"VACUUM ANALYZE {table.name}")
    print(f"PostgreSQL filled after {time.perf_counter() - begun:.0f} s", flush=True)


def leagues(period: str) -> None:
    """Print what a league of each kind costs somebody who looks at it: with the lake, and with the database alone."""
    if not api.scheme_heads(AT.date()):
        api.load_evaluation(valid_from=invented.FIRST, actor=towns.SYSTEM, at=AT)
    for scheme in ("national-body", "national-street", "national-collector", "jinhua-body", "chengdu-district"):
        found = in_force(scheme, AT.date())
        spent = {True: [], False: []}
        for quickly in (True, True, True, False):
            begun = time.perf_counter()
            scored(found.scorer, read_period(period), at=AT, quickly=quickly)
            spent[quickly].append(time.perf_counter() - begun)
        told = {quickly: statistics.median(each) for quickly, each in spent.items()}
        print(f"  league {scheme} {period}: {told[True]:.3f} s; PostgreSQL alone {told[False]:.3f}", flush=True)


def export_a_day(cases: int) -> None:
    """Print how long a day's changes take to reach the lake: new cases of today, and older ones that moved."""
    a_day = cases // 365
    spent = []
    for _ in range(3):
        moved = [each for month in LAST for each in invented.identifiers_of(month, cases // 12, a_day)]
        with transaction.atomic(), connection.cursor() as cursor:
            for table in FACTS.values():
                cursor.execute(CHANGE.format(table=table.name), [moved])
            for month in LAST:
                changed = tuple(invented.identifiers_of(month, cases // 12, a_day))
                api.note_changes(case_ids=changed, months=(month,))
        begun = time.perf_counter()
        done = api.export_facts(at=AT)
        spent.append(time.perf_counter() - begun)
        assert done is not None
        print(f"  export of {len(moved):,} changed cases, {done.rows:,} rows rewritten: {spent[-1]:.2f} s", flush=True)
    print(f"export of a day's changes: {statistics.median(spent):.2f} s", flush=True)
    begun = time.perf_counter()
    api.note_changes(case_ids=(), months=LAST[:1])
    api.export_facts(at=AT)
    print(f"export of a whole month: {time.perf_counter() - begun:.2f} s", flush=True)


def _copy(kind: FactKind, table: pa.Table) -> None:
    columns = ", ".join(table.column_names)
    with connection.cursor() as cursor:
        statement = f"COPY {FACTS[kind].name} ({columns}) FROM STDIN (FORMAT csv)"
        with cursor.copy(statement) as copied:
            for batch in table.to_batches(100_000):
                text = io.BytesIO()
                csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
                copied.write(text.getvalue())
