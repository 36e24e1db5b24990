"""`cityloop verify-appraisal`: see for oneself that an exported appraisal holds. Needs no database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.appraisal.domain.snapshots import faults

USAGE_ERROR = 2


class Command(BaseCommand):
    """Compute every score of an exported appraisal again, and check digest and signature."""

    help = "Compute every score of an exported appraisal again from its counts, and check its digest and signature."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare which file."""
        parser.add_argument("file", help="the JSON of /api/v1/appraisals/…/export")
        parser.add_argument("--key", help="the city's public key in base64, as it was got elsewhere")

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
        title, count = snapshot["appraisal"]["title"], len(snapshot["areas"])
        self.stdout.write(f"{title}: {count} scores come out as published, sha256 {export['digest']}")
