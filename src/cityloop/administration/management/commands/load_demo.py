"""`cityloop load-demo`."""

from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.access.api import system_actor
from cityloop.administration.demo import accounts, places, settling
from cityloop.administration.demo.month import living
from cityloop.administration.demo.month.driving import Done
from cityloop.administration.demo.month.plans import USUAL
from cityloop.administration.demo.month.sightings import ZONE
from cityloop.administration.demo.package import SEED, demo_city
from cityloop.administration.demo.people import people
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError
from cityloop.territory import api as territory

FEWEST = 120
TELL_EVERY = 5.0  # seconds


class Command(BaseCommand):
    """Set up the invented city 云川市 with a month of cases in it; see docs/demo.md. A second run changes nothing."""

    help = "Set up the invented city 云川市 with a month of cases in it; where it is already, nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--seed", type=int, default=SEED, help="another seed makes another city of the same kind")
        parser.add_argument(
            "--cases", type=int, default=USUAL, help=f"about how many cases (default {USUAL}), 0 for none"
        )
        parser.add_argument("--components", type=float, default=1.0, help="how much of the inventory, 1 for all of it")
        parser.add_argument(
            "--until", type=datetime.fromisoformat, help="when the month ends, with a time zone (default: now)"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Bring in what is missing of city and cases, and tell what was done."""
        self.started = perf_counter()
        self.told_at = 0.0
        until = options["until"] or now()
        if until.tzinfo is None:
            message = "--until needs a time zone, such as 2026-03-06T17:00+08:00."
            raise CommandError(message, returncode=2)
        if options["cases"] and options["cases"] < FEWEST:
            message = f"--cases is 0 or at least {FEWEST}: fewer cannot hold every loop."
            raise CommandError(message, returncode=2)
        try:
            changed = self._city(options["seed"], options["components"], until)
            changed |= self._month(options["seed"], options["cases"], until)
        except RefusedError as refusal:
            raise CommandError(refusal.detail, returncode=2) from refusal
        self.stdout.write(
            f"done in {perf_counter() - self.started:.0f} s" if changed else "云川市 is here already; nothing changed"
        )

    def _city(self, seed: int, share: float, until: datetime) -> bool:
        """Settle the city unless everybody is there; never beside another city."""
        there = territory.divisions(territory.DivisionLevel.CITY)
        if there and there[0].code != places.CITY_CODE:
            message = f"This database holds {there[0].name}; the demonstration city needs one of its own."
            raise CommandError(message, returncode=2)
        if there and settling.is_settled(seed):
            return False
        everybody = people(seed)
        passwords = accounts.passwords_in(Path(settings.HOME), everybody)
        self._tell(f"making {places.CITY_NAME} from the seed {seed}")
        settling.settle(
            demo_city(seed, share=share),
            seed=seed,
            actor=system_actor("load-demo"),
            at=until,
            passwords=passwords,
            tell=self._tell,
        )
        self.stdout.write(accounts.told(everybody, passwords))
        return True

    def _month(self, seed: int, many: int, until: datetime) -> bool:
        if not many or living.has_cases(at=until):
            return False
        self._tell(f"letting a month go by with {many} cases, until {until.astimezone(ZONE):%Y-%m-%d %H:%M}")
        done = living.live_month(seed=seed, many=many, until=until, tell=self._progress)
        self._tell(
            f"{done.reported} cases, {done.moves} moves by people, {done.rung} by the clock, {done.photos} photographs"
        )
        return True

    def _progress(self, at: datetime, done: Done) -> None:
        if perf_counter() - self.told_at >= TELL_EVERY:
            self.told_at = perf_counter()
            self._tell(f"  {at.astimezone(ZONE):%m-%d %H:%M}  {done.reported} cases, {done.moves} moves")

    def _tell(self, text: str) -> None:
        self.stdout.write(f"[{perf_counter() - self.started:5.1f} s] {text}")
        self.stdout.flush()
