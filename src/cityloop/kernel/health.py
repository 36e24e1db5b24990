"""Whether this process can do its work."""

from collections.abc import Callable
from functools import cache
from uuid import uuid4

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

log = structlog.get_logger(__name__)


class NotReadyError(Exception):
    """Something this process needs is missing; the message says what."""


def troubles() -> dict[str, str]:
    """Return what is not as it must be: nothing when all is well, else a sentence under each name."""
    found = {}
    for name, examine in EXAMINATIONS.items():
        try:
            examine()
        except Exception as error:  # noqa: BLE001 - any failure of an examination is its finding
            log.warning("not_ready", examination=name, error=repr(error))
            found[name] = str(error) if isinstance(error, NotReadyError) else type(error).__name__
    return found


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    _tables_are_up_to_date()


@cache
def _tables_are_up_to_date() -> None:
    """Raise unless all migrations are applied. Once they are, they stay so: the answer is remembered."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        message = "The tables are older than this program: run `cityloop migrate`."
        raise NotReadyError(message)


def _storage() -> None:
    name = default_storage.save(f"readiness/{uuid4().hex}", ContentFile(b"ready"))
    default_storage.delete(name)


EXAMINATIONS: dict[str, Callable[[], None]] = {"database": _database, "migrations": _migrations, "storage": _storage}
