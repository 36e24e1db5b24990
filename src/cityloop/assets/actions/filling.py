"""The first large import of a city: the indexes are made once over all rows.

Entering a million rows one by one in eight indexes takes longer than all the rest of an import. Where nothing stands
nobody reads, so they can be left off meanwhile. References stay: to leave one off locks the table it points to as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from cityloop.assets.contracts import WorkStep
from cityloop.kernel.progress import tell_step
from cityloop.kernel.references import check_references

FROM_ROWS = 100_000
TABLE = "assets_component"
# Ours to alter, and empty. What stands beside a unique constraint or the key is an index by itself.
MAY_BE_LEFT_OFF = f"""
SELECT pg_has_role(relowner, 'USAGE') AND NOT EXISTS (SELECT FROM {TABLE})
  FROM pg_class WHERE oid = '{TABLE}'::regclass
"""  # noqa: S608 - our own words
INDEXES = f"""
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid = '{TABLE}'::regclass
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid::regclass::text
"""  # noqa: S608 - our own words


@contextmanager
def filled_at_once(rows: int) -> Iterator[None]:
    """Leave the indexes of an empty inventory off, inside the caller's transaction, while many rows come in.

    Whoever would read or write components meanwhile waits; nothing is there to be read yet.
    """
    if rows < FROM_ROWS or not _may_be_left_off():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(INDEXES)
        made = cursor.fetchall()
        for drop, _ in made:
            cursor.execute(drop)
        yield
        tell_step(WorkStep.CHECKING)
        check_references()  # no index is made over rows that are still to be checked
        tell_step(WorkStep.INDEXING)
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _, make in made:
            cursor.execute(make)


def _may_be_left_off() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MAY_BE_LEFT_OFF)
        return bool(cursor.fetchone()[0])
