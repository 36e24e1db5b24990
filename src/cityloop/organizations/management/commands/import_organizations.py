"""`cityloop import-organizations`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.access.api import system_actor
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError
from cityloop.organizations import api


class Command(BaseCommand):
    """Take in bodies, staff or responsibility from a file; the same file again changes nothing."""

    help = "Take in bodies, staff or responsibility from a CSV or xlsx file; the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("table", choices=[table.value for table in api.Table])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Take the file in, all or nothing.

        :raises CommandError: it cannot be read, or rows are wrong.
        """
        actor = system_actor("import-organizations")
        try:
            content = options["file"].read_bytes()
            done = api.take_in(table=api.Table(options["table"]), content=content, actor=actor, at=now())
        except OSError as error:
            message = f"cannot read {options['file']}: {error.strerror}"
            raise CommandError(message, returncode=2) from error
        except RefusedError as error:
            raise CommandError(error.detail, returncode=2) from error
        self.stdout.write(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were")
