"""Keeping facts true to histories: a case at a time as it moves, or all of them again."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import QuerySet

from cityloop.cases import api as cases
from cityloop.evaluation import events
from cityloop.evaluation.domain.counted import UNDRAWN, Counted, counted, plain
from cityloop.evaluation.queries.counting import fact_versions, places_of, rules_book
from cityloop.evaluation.queries.fact_rows import CASES, TABLES, TASKS, WORKS, FactTable
from cityloop.evaluation.queries.sampling import quality_of
from cityloop.kernel import locks, outbox

BATCH = 500
# One at a time writes facts, or publishes what they are counted by: nobody counts by what is old by then, and two who
# write the same cases in different orders do not stand in each other's way.

# A row is written unless a later version of its case has been counted already. What is returned is ours to go on with.
KEEP = """
INSERT INTO {name} ({columns})
SELECT {columns} FROM json_populate_recordset(NULL::{name}, %s::json) ORDER BY case_id
    ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE {name}.version <= excluded.version
RETURNING case_id
"""
REPLACE = """
WITH fresh AS MATERIALIZED (SELECT {columns} FROM json_populate_recordset(NULL::{name}, %s::json)),
gone AS (
    DELETE FROM {name} f
     WHERE f.case_id = ANY(%s) AND NOT EXISTS (SELECT FROM fresh n WHERE ({new}) = ({old}))
)
INSERT INTO {name} ({columns}) SELECT {columns} FROM fresh
    ON CONFLICT ({key}) DO UPDATE SET {changes}
"""
MONTHS = """
SELECT month FROM evaluation_casefact WHERE case_id = ANY(%(ids)s::uuid[])
 UNION SELECT month FROM evaluation_taskfact WHERE case_id = ANY(%(ids)s::uuid[])
 UNION SELECT month FROM evaluation_workfact WHERE case_id = ANY(%(ids)s::uuid[])
"""
STRANGERS = """
SELECT case_id FROM evaluation_casefact
 WHERE (%(after)s::uuid IS NULL OR case_id > %(after)s::uuid)
   AND (%(to)s::uuid IS NULL OR case_id <= %(to)s::uuid) AND case_id <> ALL(%(known)s::uuid[])
"""


def keep(*, case_ids: Collection[UUID], at: datetime) -> None:
    """Count these cases and keep what was counted, all or none. Doing so again changes nothing.

    What was counted of a later version stays. Facts of a case that does not exist are dropped.
    """
    with transaction.atomic():
        months = _kept(case_ids)
        if months:
            outbox.publish(events.FactsChanged(at=at, case_ids=tuple(case_ids), months=tuple(sorted(months))))


def keep_if_moved(*, case_id: UUID, version: int, at: datetime) -> None:
    """Count a case that has moved to this version, unless it was counted at this version or a later one already."""
    if fact_versions([case_id]).get(case_id, -1) < version:
        keep(case_ids=[case_id], at=at)


def rebuild(
    *,
    at: datetime,
    since: datetime | None = None,
    batch: int = BATCH,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Count all cases again, or those reported since; return how many. The same facts come out as from their moves.

    Every batch is a transaction of its own, so that cases may move meanwhile and it may be interrupted and run again.
    Without `since`, facts of cases that do not exist are dropped.

    :param progress: told after every batch how many cases were counted so far.
    """
    last: UUID | None = None
    done = 0
    while True:
        ids = cases.case_ids_after(last, batch, since=since)
        reached = ids[-1] if len(ids) == batch else None
        strangers = [] if since is not None else _strangers(ids, after=last, to=reached)
        with transaction.atomic():
            months = _kept([*ids, *strangers])
            if months:
                outbox.publish(events.FactsChanged(at=at, case_ids=(), months=tuple(sorted(months))))
        done += len(ids)
        progress(done)
        if reached is None:
            return done
        last = reached


def lock_facts() -> None:
    """Wait until nobody else writes facts; they are the caller's until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.FACTS])


def _kept(case_ids: Collection[UUID]) -> set[str]:
    """Count and write these cases within the caller's transaction; return the months that may be others now."""
    ids = [*dict.fromkeys(case_ids)]
    if not ids:
        return set()
    lock_facts()
    told = cases.histories(ids)
    book, places = rules_book(), places_of(told)
    quality = quality_of(ids)
    facts = [counted(history, book, places, quality.get(history.id, UNDRAWN)) for history in told]
    months = _months_kept(ids) | {row.dimensions.month for fact in facts for row in fact.rows}
    _drop({*ids} - {history.id for history in told})
    _write(facts)
    return months


def _write(facts: list[Counted]) -> None:
    if not facts:
        return
    current = _kept_cases([plain(fact.case) for fact in facts])
    ours = [fact for fact in facts if fact.case.dimensions.case_id in current]
    if ours:
        _replace(TASKS, [plain(task) for fact in ours for task in fact.tasks], current)
        _replace(WORKS, [plain(work) for fact in ours for work in fact.works], current)


def _kept_cases(rows: list[dict[str, Any]]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(KEEP, CASES), [orjson.dumps(rows).decode()])
        return {row[0] for row in cursor.fetchall()}


def _replace(table: FactTable, rows: list[dict[str, Any]], case_ids: set[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_statement(REPLACE, table), [orjson.dumps(rows).decode(), [*case_ids]])


@cache
def _statement(template: str, table: FactTable) -> str:
    return template.format(
        name=table.name,
        columns=", ".join(table.columns),
        key=", ".join(table.key),
        changes=", ".join(f"{column} = excluded.{column}" for column in table.columns if column not in table.key),
        new=", ".join(f"n.{column}" for column in table.key),
        old=", ".join(f"f.{column}" for column in table.key),
    )


def _drop(case_ids: set[UUID]) -> None:
    if case_ids:
        for table in TABLES:
            QuerySet(table.model).filter(case_id__in=case_ids).delete()


def _months_kept(case_ids: list[UUID]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"ids": case_ids})
        return {row[0] for row in cursor.fetchall()}


def _strangers(ids: list[UUID], *, after: UUID | None, to: UUID | None) -> list[UUID]:
    """Return the cases of which facts are kept in this stretch of ids, though they were not among the cases."""
    with connection.cursor() as cursor:
        cursor.execute(STRANGERS, {"after": after, "to": to, "known": ids})
        return [row[0] for row in cursor.fetchall()]
