"""`cityloop migrate`: Django's, which first makes sure that the server can hold a city."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import OperationalError, ProgrammingError, connection

OLDEST_SERVER = 150000
OLDEST_POSTGIS = (3, 3)


class Command(DjangoMigrate):
    """Bring the tables up to date, on PostgreSQL 15 or newer with PostGIS 3.3 or newer."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a server that will not do, saying what it lacks; else migrate."""
        try:
            _require_server()
            connection.prepare_database()  # creates the extension
            _require_postgis()
        except OperationalError as error:
            message = f"The database does not answer: {error}"
            raise CommandError(message) from error
        except ProgrammingError as error:
            message = (
                f"The database has no PostGIS and this account may not add it ({str(error).strip()}). "
                "Have its administrator run in it: CREATE EXTENSION postgis;"
            )
            raise CommandError(message) from error
        super().handle(*args, **options)


def _require_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, name = cursor.fetchone()
    if number < OLDEST_SERVER:
        message = f"PostgreSQL 15 or newer is needed; this server is {name}."
        raise CommandError(message)


def _require_postgis() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT postgis_lib_version()")
        version = cursor.fetchone()[0]
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_POSTGIS:
        message = f"PostGIS 3.3 or newer is needed; this database has {version}."
        raise CommandError(message)
