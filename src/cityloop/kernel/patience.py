"""How long the statements of a transaction wait for locks, or run."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable, QueryCanceled

from cityloop.kernel.errors import BusyError
from cityloop.kernel.wording import say

RETRY_AFTER_S = 5
SWAPPED = "SELECT current_setting(%(name)s), set_config(%(name)s, %(value)s, true)"


@contextmanager
def impatient(*, lock_s: float | None = None, statement_s: float | None = None) -> Iterator[None]:
    """Bound each statement within: how long it waits for any lock, how long it runs. Call it in a transaction.

    :raises BusyError: a bound was passed; the transaction, or the savepoint within, is to be rolled back.
    """
    bounds = {"lock_timeout": lock_s, "statement_timeout": statement_s}
    before = {name: _set(name, f"{int(most * 1000)}ms") for name, most in bounds.items() if most is not None}
    try:
        yield
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable | QueryCanceled):
            raise
        message = say("The server is busy with something else; ask again in a few seconds.")
        raise BusyError(message, retry_after=RETRY_AFTER_S) from error
    for name, value in before.items():
        _set(name, value)


def _set(name: str, value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(SWAPPED, {"name": name, "value": value})
        before: str = cursor.fetchone()[0]
        return before
