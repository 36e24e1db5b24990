"""`cityloop import-standards`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cityloop.access.api import system_actor
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.wording import say
from cityloop.standards import api

WHAT = ("classes", "standard", "calendar")


class Command(BaseCommand):
    """Take in classes, a disposal standard or a calendar from a file; the same file again changes nothing."""

    help = "Take in classes, a disposal standard or a calendar from a file; the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("what", choices=WHAT)
        parser.add_argument("name", help="the code of an edition, or the name of a standard or calendar")
        parser.add_argument("file", type=Path, help="CSV or xlsx; a calendar may be YAML")
        parser.add_argument("--title", default="", help="what people call it (default: the name)")
        parser.add_argument("--default-limit", default="4 work_hour", help="for what a standard does not list")
        parser.add_argument("--publish-from", help="put it into force from this moment on")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Take the file in, all or nothing."""
        try:
            content = options["file"].read_bytes()
            with transaction.atomic():
                self.stdout.write(_take_in(content, options))
        except RefusedError as refusal:
            faults = [
                f"  line {each['line']} {each['column']}: {each['reason']}" for each in refusal.facts.get("faults", ())
            ]
            message = "\n".join([f"nothing was loaded; {len(faults)} faults", *faults] if faults else [refusal.detail])
            raise CommandError(message, returncode=2) from refusal
        except OSError as error:
            message = f"cannot read {options['file']}: {error.strerror}"
            raise CommandError(message, returncode=2) from error


def _take_in(content: bytes, options: dict[str, Any]) -> str:
    actor, at, name = system_actor("import-standards"), now(), options["name"]
    title = options["title"] or name
    if options["what"] == "classes":
        outcome = api.import_classes(edition=name, content=content, actor=actor, at=at)
        return f"{outcome.added} classes added, {outcome.changed} changed, {outcome.unchanged} as they were"
    if options["what"] == "standard":
        limit = api.Limit.parse(options["default_limit"])
        made = api.import_disposal_standard(
            name=name, title=title, default_limit=limit, content=content, actor=actor, at=at
        )
        publish = api.publish_standard
    else:
        description = api.read_calendar(content, filename=options["file"].name)
        made = api.import_calendar(name=name, title=title, description=description, actor=actor, at=at)
        publish = api.publish_calendar
    version, since = made.version, options["publish_from"]
    if since is not None and version.state is api.VersionState.DRAFT:
        version = publish(version_id=version.id, valid_from=_moment(since), actor=actor, at=at)
    return f"{version.name} {version.number} ({version.state}): {'new' if made.is_new else 'nothing changed'}"


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        message = say("{text!r} is not a moment; write one like 2026-07-01T00:00+08:00", text=text)
        raise InvalidInputError(message, field="publish_from") from error
