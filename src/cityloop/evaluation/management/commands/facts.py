"""`cityloop facts`: build the facts again, prove that they are what histories say, bring them into the lake."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.territory import api as territory

TOLD_EVERY = 20  # batches


class Command(BaseCommand):
    """Count every case again, to keep what was counted or to compare it with what is kept; or export what changed."""

    help = "Build the facts of cases again, compare them with histories, or export what changed to the lake."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what to do, and since when."""
        parser.add_argument("do", choices=["rebuild", "check", "export"])
        parser.add_argument("--since", help="only cases reported since this day of the city, such as 2026-03-01")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Do it; a check fails if a case differs."""
        since = _day(options["since"])
        if options["do"] == "export":
            self._export()
        elif options["do"] == "rebuild":
            self._rebuild(since)
        else:
            self._check(since)

    def _rebuild(self, since: datetime | None) -> None:
        begun = now()
        done = api.rebuild(at=begun, since=since, progress=self._tell)
        seconds = (now() - begun).total_seconds()
        self.stdout.write(f"{done} cases counted in {seconds:.1f} s.")

    def _export(self) -> None:
        begun = now()
        done = api.export_facts(at=begun)
        if done is None:
            message = "another export is at work"
            raise CommandError(message)
        seconds = (now() - begun).total_seconds()
        self.stdout.write(f"{len(done.months)} months with {done.rows} rows written in {seconds:.1f} s.")

    def _check(self, since: datetime | None) -> None:
        done, differing = 0, set()
        for done, found in api.differences(since=since):  # noqa: B007 - the last one is told
            for each in found:
                differing.add(each.case_id)
                self.stderr.write(f"case {each.number}: {each.what}")
        if differing:
            message = f"{len(differing)} of {done} cases were counted otherwise."
            raise CommandError(message)
        self.stdout.write(f"{done} cases are counted as their histories say.")

    def _tell(self, done: int) -> None:
        if done and done % (TOLD_EVERY * api.BATCH) == 0:
            self.stdout.write(f"{done} cases")


def _day(text: str | None) -> datetime | None:
    """Return when a day begins in the city."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a day; write one like 2026-03-01"
        raise CommandError(message) from error
    return datetime.combine(day, time(), ZoneInfo(territory.city().timezone))
