"""`cityloop export-standards`."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.kernel.errors import RefusedError
from cityloop.standards import api

WHAT = ("classes", "standard", "calendar")


class Command(BaseCommand):
    """Write an edition's classes, or a version of a disposal standard or calendar, to a CSV or xlsx file."""

    help = "Write an edition's classes, or a version of a disposal standard or calendar, to a CSV or xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("what", choices=WHAT)
        parser.add_argument(
            "name", help="the code of an edition, a version's name (the newest of it) or a version's id"
        )
        parser.add_argument("file", type=Path, help="ends with .csv or .xlsx")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Write the file."""
        path: Path = options["file"]
        file_format = path.suffix.lower().removeprefix(".")
        if file_format not in {"csv", "xlsx"}:
            message = f"{path} must end with .csv or .xlsx"
            raise CommandError(message, returncode=2)
        try:
            content = _content(options["what"], options["name"], file_format)
            path.write_bytes(content)
        except RefusedError as refusal:
            raise CommandError(refusal.detail, returncode=2) from refusal
        except OSError as error:
            message = f"cannot write {path}: {error.strerror}"
            raise CommandError(message, returncode=2) from error
        self.stdout.write(f"{path}: {len(content):,} bytes")


def _content(what: str, name: str, file_format: str) -> bytes:
    if what == "classes":
        return api.export_classes(edition=name, file_format=file_format)
    if what == "standard":
        return api.export_standard(version_id=_version(name, api.standard_versions), file_format=file_format)
    return api.export_calendar(version_id=_version(name, api.calendar_versions), file_format=file_format)


def _version(name: str, versions: Any) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        found: list[api.VersionView] = versions(name=name)
    if not found:
        message = f"there is no version named {name!r}"
        raise CommandError(message, returncode=2)
    return found[0].id
