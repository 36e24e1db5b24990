"""`cityloop replay`: the requests of another system, through the loop at their own times."""

import os
import signal
from argparse import ArgumentParser
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityloop.exchange import api
from cityloop.kernel.errors import RefusedError


class Command(BaseCommand):
    """Feed service requests from elsewhere through the real actions; a second run adds nothing."""

    help = "Replay service requests from files, as a mapping in YAML says. Ctrl-C stops; run it again to go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the mapping and the files."""
        parser.add_argument("mapping", type=Path, help="MAPPING.yaml")
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one per core)")
        parser.add_argument("files", type=Path, nargs="+", help="GeoJSON, GeoPackage, Shapefile or CSV")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Replay and say how far it is, how fast, and what became of every row."""
        stopped = get_context("spawn").Event()
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        try:
            mapping = api.read_mapping(options["mapping"].read_text(encoding="utf-8"))
            rows, refused = api.understand_files(options["files"], mapping)
            total = api.Tally(refused=refused)
            began = monotonic()
            for tally in api.replay_in_processes(rows, mapping, jobs=max(1, options["jobs"]), stopped=stopped):
                total.add(tally)
                self._progress(total, len(rows), monotonic() - began)
        except (RefusedError, OSError) as error:
            raise CommandError(str(error)) from error
        self._told(total, len(rows) + len(refused), monotonic() - began)
        if stopped.is_set():
            self.stdout.write("Stopped. Run the same command again to go on.")

    def _progress(self, total: api.Tally, rows: int, seconds: float) -> None:
        done = sum(total.done.values())
        self.stderr.write(f"\r{done:,} of {rows:,} rows, {total.moves / seconds:,.0f} moves/s", ending="")
        self.stderr.flush()

    def _told(self, total: api.Tally, rows: int, seconds: float) -> None:
        self.stderr.write("")
        self.stdout.write(f"{rows:,} rows, {total.moves:,} moves in {seconds:,.0f} s: {total.moves / seconds:,.0f}/s")
        for name, count in sorted(total.done.items()):
            self.stdout.write(f"{count:>8,}  {name}")
        self.stdout.write(f"{len(total.refused):>8,}  refused")
        for reason in total.refused:
            self.stdout.write(f"          {reason}")
