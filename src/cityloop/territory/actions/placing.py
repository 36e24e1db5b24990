"""The order between those who place things in grids and those who follow when grids end."""

from django.db import connection

from cityloop.kernel import locks

# Who waits for a lock has an hour that is past: a grid may have ended since. What has no end stands at the last hour.


def hold_ground() -> None:
    """Keep grids that end from being followed until this transaction has ended; call it before anything is locked.

    Whoever placed something before a change then has it seen and followed; whoever places later sees the new ground.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [locks.PLACING])


def await_placing() -> None:
    """Wait until everything that was being placed is there to be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.PLACING])
