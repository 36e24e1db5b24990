"""Comparing facts with the histories they were counted from."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from cityloop.cases import api as cases
from cityloop.evaluation.contracts import Difference
from cityloop.evaluation.domain.counted import UNDRAWN, counted, plain
from cityloop.evaluation.queries.counting import places_of, rules_book
from cityloop.evaluation.queries.fact_rows import CASES, TABLES, TASKS, WORKS, FactTable
from cityloop.evaluation.queries.sampling import quality_of

BATCH = 500


def differences(*, since: datetime | None = None, batch: int = BATCH) -> Iterator[tuple[int, list[Difference]]]:
    """Yield after every batch how many cases were counted so far, and those of it whose facts say something else.

    A case whose move has not been delivered yet differs, too: its facts are of an earlier version.
    """
    last: UUID | None = None
    done = 0
    while ids := cases.case_ids_after(last, batch, since=since):
        done, last = done + len(ids), ids[-1]
        yield done, _differing(ids)


def _differing(ids: list[UUID]) -> list[Difference]:
    kept = {table: _kept(table, ids) for table in TABLES}
    told, book = cases.histories(ids), rules_book()
    places, quality = places_of(told), quality_of(ids)
    found = []
    for history in told:
        facts = counted(history, book, places, quality.get(history.id, UNDRAWN))
        wanted = {
            CASES: [CASES.as_row(plain(facts.case))],
            TASKS: [TASKS.as_row(plain(task)) for task in facts.tasks],
            WORKS: [WORKS.as_row(plain(work)) for work in facts.works],
        }
        for table, rows in wanted.items():
            what = _what(table, kept[table][history.id], rows)
            if what:
                found.append(Difference(history.id, history.number, what))
    return found


def _kept(table: FactTable, ids: list[UUID]) -> defaultdict[UUID, list[tuple[Any, ...]]]:
    place = table.columns.index("case_id")
    found: defaultdict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in table.rows_of(ids):
        found[row[place]].append(row)
    return found


def _what(table: FactTable, kept: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> str:
    """Return in words how rows differ, "" where they do not."""
    key = [table.columns.index(column) for column in table.key]
    by_key = {tuple(row[place] for place in key): row for row in kept}
    columns: set[str] = set()
    missing = 0
    for row in wanted:
        known = by_key.pop(tuple(row[place] for place in key), None)
        if known is None:
            missing += 1
        elif known != row:
            columns |= {name for name, was, is_ in zip(table.columns, known, row, strict=True) if was != is_}
    told = [f"{missing} rows missing"] if missing else []
    told += [f"{len(by_key)} rows too many"] if by_key else []
    told += [f"other {', '.join(sorted(columns))}"] if columns else []
    return f"{table.name}: {'; '.join(told)}" if told else ""
