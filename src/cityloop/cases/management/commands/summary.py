"""`cityloop summary`: base counts."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cityloop.cases import api
from cityloop.kernel.clock import now


class Command(BaseCommand):
    """Print how many cases were reported, disposed of on time and late, closed, and so on."""

    help = "Print base counts by district, street, community, body or class."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say by what, and in which form."""
        parser.add_argument("--by", choices=[division.value for division in api.Division], default="district")
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Print the counts and their totals."""
        rows = api.base_counts(by=api.Division(options["by"]), at=now())
        names = [name for name in rows[0] if name != "key"] if rows else []
        total = {"key": "total", **{name: sum(row[name] for row in rows) for name in names}}
        if options["json"]:
            self.stdout.write(json.dumps({"by": options["by"], "rows": rows, "total": total}, ensure_ascii=False))
            return
        for row in [dict(zip(total, total, strict=True)), *rows, total]:
            self.stdout.write("  ".join(f"{row[name]!s:>16}" for name in ["key", *names]))
