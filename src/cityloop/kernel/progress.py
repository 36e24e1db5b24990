"""How far a long transaction is, told while nothing of it can be seen.

What a transaction writes nobody else sees until it ends, and then it is too late to say how far it was. The name that a
connection goes by is seen at once, by every connection of the same role, and is gone with the transaction or with the
process: what stands still says nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

NAME = "SELECT current_setting('application_name')"
SET_NAME = "SELECT set_config('application_name', %s, true)"
STEP = r"""
SELECT set_config('application_name', substring(name FROM '^at \S+ ') || %s::text, true)
  FROM current_setting('application_name') AS name WHERE starts_with(name, 'at ')
"""
STEP_OF = """
SELECT split_part(application_name, ' ', 3) FROM pg_stat_activity
 WHERE datname = current_database() AND starts_with(application_name, 'at ' || %s::text || ' ')
 ORDER BY xact_start LIMIT 1
"""


@contextmanager
def at_work(job: UUID) -> Iterator[None]:
    """Tell the steps of this job until the block ends, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(NAME)
        before = cursor.fetchone()[0]
        cursor.execute(SET_NAME, [f"at {job} "])
    yield
    if not transaction.get_rollback():  # else the name goes with the transaction
        with connection.cursor() as cursor:
            cursor.execute(SET_NAME, [before])


def tell_step(step: str) -> None:
    """Say which step the job at work has come to, one word of at most twenty letters; without one nothing is said."""
    with connection.cursor() as cursor:
        cursor.execute(STEP, [step])


def step_of(job: UUID) -> str:
    """Return the step that a job has come to, "" where nobody is at work on it."""
    with connection.cursor() as cursor:
        cursor.execute(STEP_OF, [str(job)])
        found = cursor.fetchone()
        return found[0] if found else ""
