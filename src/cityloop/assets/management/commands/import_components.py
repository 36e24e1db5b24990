"""`cityloop import-components`."""

from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.access.api import system_actor
from cityloop.assets import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.tables import write_csv


class Command(BaseCommand):
    """Bring a file of components into the inventory; the same file again changes nothing."""

    help = "Bring a file of components into the inventory: GeoJSON, GeoPackage, Shapefile in a zip, CSV, xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, nargs="?", help="the file")
        parser.add_argument("--mapping", help="a saved mapping, or a YAML or JSON file with one")
        parser.add_argument("--all-or-nothing", action="store_true", help="one bad row refuses the whole file")
        parser.add_argument("--report", type=Path, help="where to write the bad rows, as CSV")
        parser.add_argument("--resume", type=UUID, metavar="ID", help="go on with an import that was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Take in, read, apply, and tell what was done."""
        try:
            done = api.run_import(import_id=options["resume"] or self._begin(options), at=now())
        except RefusedError as refusal:
            raise CommandError(refusal.detail, returncode=2) from refusal
        if options["report"]:
            options["report"].write_bytes(write_csv(api.REPORT_COLUMNS, api.bad_rows(done.id)))
        if done.state is not api.ImportState.DONE:
            raise CommandError(done.reason, returncode=2)
        self.stdout.write(
            f"{done.rows_read} rows: {done.added} added, {done.changed} changed, {done.unchanged} unchanged,"
            f" {done.rows_bad} bad; {done.placeless} lie in no unit grid; {done.missing} known ones are not in the file"
        )

    def _begin(self, options: dict[str, Any]) -> UUID:
        if options["file"] is None or options["mapping"] is None:
            message = "Name a file and a --mapping, or an import to --resume."
            raise CommandError(message, returncode=2)
        wanted = api.NewImport(options["file"].name, _rules(options["mapping"]), options["all_or_nothing"])
        try:
            with options["file"].open("rb") as file:
                job = api.start_import(
                    file=file, wanted=wanted, actor=system_actor("import-components"), at=now(), is_deferred=False
                )
        except OSError as error:
            message = f"cannot read {options['file']}: {error.strerror}"
            raise CommandError(message, returncode=2) from error
        self.stdout.write(f"import {job.id}")
        self.stdout.flush()
        return job.id


def _rules(name: str) -> dict[str, Any]:
    saved = {mapping.name: mapping.rules for mapping in api.mappings()}
    if name in saved:
        return dict(saved[name])
    try:
        rules = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        message = f"{name} is neither a saved mapping nor a file that can be read"
        raise CommandError(message, returncode=2) from error
    return rules if isinstance(rules, dict) else {}
