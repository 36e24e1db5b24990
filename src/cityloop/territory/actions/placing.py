"""The order between those who place things in grids and those who follow when grids end."""

from contextlib import nullcontext

from django.db import connection, transaction

from cityloop.kernel import locks
from cityloop.kernel.errors import BusyError
from cityloop.kernel.outbox import NotYetError
from cityloop.kernel.patience import impatient

# Who waits for a lock has an hour that is past: a grid may have ended since. What has no end stands at the last hour.
# Who follows holds up whatever the relay has to deliver, and whoever wants to place after them: they wait little.
FOLLOWS_WITHIN_S = 1.0
PERSON_WAITS_S = 3.0


def hold_ground(*, within_s: float | None = None) -> None:
    """Keep grids that end from being followed until this transaction has ended; call it before anything is locked.

    Whoever placed something before a change then has it seen and followed; whoever places later sees the new ground.

    :param within_s: how many seconds to wait at most; a person who waits for an answer should not wait for long.
    :raises BusyError: it took longer.
    """
    with connection.cursor() as cursor, nullcontext() if within_s is None else impatient(lock_s=within_s):
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [locks.PLACING])


def await_placing() -> None:
    """See that everything that was being placed is there to be seen. Whoever imports a city may place for minutes.

    :raises NotYetError: somebody is still placing.
    """
    try:
        with transaction.atomic(), impatient(lock_s=FOLLOWS_WITHIN_S), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PLACING])
    except BusyError as error:
        message = "somebody is still placing things in grids"
        raise NotYetError(message) from error
