"""`cityloop load-tree`."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityloop.access.api import system_actor
from cityloop.appraisal import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError


class Command(BaseCommand):
    """Load a tree of indicators for outside evaluation from a file of the city's own."""

    help = "Load a tree of indicators (指标体系) from YAML, CSV or xlsx; without a file, print the example that ships."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which file, what it is called, and since when it holds."""
        parser.add_argument("file", nargs="?", help="YAML, CSV or xlsx; without it, the example is printed as CSV")
        parser.add_argument("--key", help="what the tree goes by, such as service")
        parser.add_argument("--title", help="what people call it")
        parser.add_argument("--valid-from", help="the day from which it holds, such as 2026-01-01")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Load it, and say what was new."""
        if not options["file"]:
            self.stdout.write(api.shipped_tree().decode("utf-8-sig"), ending="")
            return
        if not (options["key"] and options["title"] and options["valid_from"]):
            message = (
                "say what it is and since when: --key service --title 城市综合管理服务评价 --valid-from 2026-01-01"
            )
            raise CommandError(message)
        try:
            file = Path(options["file"])
            made = api.load_tree(
                key=options["key"],
                title=options["title"],
                valid_from=date.fromisoformat(options["valid_from"]),
                file=(file.name, file.read_bytes()),
                actor=system_actor("load-tree"),
                at=now(),
            )
        except (OSError, ValueError, RefusedError) as error:
            raise CommandError(str(error)) from error
        told = "loaded" if made.is_new else "nothing new"
        self.stdout.write(f"{made.key}, version {made.number}, {made.leaves} indicators: {told}")
