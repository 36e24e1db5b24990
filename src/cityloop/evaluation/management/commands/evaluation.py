"""`cityloop evaluation verify`: see for oneself that an exported result holds. Needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.evaluation.domain.snapshots import faults

USAGE_ERROR = 2


class Command(BaseCommand):
    """Compute every score of an exported result again, and check digest and signature."""

    help = "Compute every score of an exported result again from its counts, and check its digest and signature."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what it does."""
        does = parser.add_subparsers(dest="does", required=True, parser_class=CommandParser)
        verify = does.add_parser("verify", help="say what is wrong with an exported result")
        verify.add_argument("file", help="the JSON of /api/v1/evaluation/results/…/export")
        verify.add_argument("--key", help="the city's public key in base64, as it was got elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Verify; everything that is wrong is told."""
        try:
            export = json.loads(Path(options["file"]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            message = f"cannot read {options['file']}: {error}"
            raise CommandError(message, returncode=USAGE_ERROR) from error
        found = faults(export, trusted_key=options["key"])
        for fault in found:
            self.stderr.write(fault)
        if found:
            message = f"{options['file']} does not hold."
            raise CommandError(message)
        snapshot = export["snapshot"]
        count, key, period = len(snapshot["subjects"]), snapshot["scheme"]["key"], snapshot["period"]["key"]
        self.stdout.write(f"{key} in {period}: {count} scores come out as published, sha256 {export['digest']}")
