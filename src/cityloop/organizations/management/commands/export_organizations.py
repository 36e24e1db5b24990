"""`cityloop export-organizations`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cityloop.access.api import system_actor
from cityloop.kernel.clock import now
from cityloop.organizations import api


class Command(BaseCommand):
    """Write bodies, staff or responsibility to a file that can be taken in again."""

    help = "Write bodies, staff or responsibility to a .csv or .xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("table", choices=[table.value for table in api.Table])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Write the file."""
        file: Path = options["file"]
        actor, table = system_actor("export-organizations"), api.Table(options["table"])
        file_format = file.suffix.lower().removeprefix(".")
        file.write_bytes(api.give_out(table=table, file_format=file_format, actor=actor, at=now()))
