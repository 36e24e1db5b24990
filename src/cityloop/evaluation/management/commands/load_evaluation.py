"""`cityloop load-evaluation`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from cityloop.access.api import system_actor
from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError

FIRST_DAY = date(2000, 1, 1)


class Command(BaseCommand):
    """Publish indicators and schemes: those that come with the program where they are missing, or files of the city."""

    help = "Publish indicators and schemes: the shipped ones where they are missing, or files of the city's own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which files, and since when they hold."""
        parser.add_argument("--indicators", help="a YAML file with all indicators of the city")
        parser.add_argument("--schemes", help="a YAML file with schemes")
        parser.add_argument("--counting-rules", help="a YAML file with the rules by which the city counts")
        parser.add_argument("--valid-from", help="the day from which they hold, such as 2026-03-01")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Publish, and say what was new."""
        try:
            since = date.fromisoformat(options["valid_from"]) if options["valid_from"] else None
            if options["counting_rules"] is not None:
                self._publish_rules(options["counting_rules"], since)
            if options["counting_rules"] is None or options["indicators"] or options["schemes"]:
                self._publish(options["indicators"], options["schemes"], since)
        except (OSError, ValueError, yaml.YAMLError, RefusedError) as error:
            raise CommandError(str(error)) from error

    def _publish(self, indicators: str | None, schemes: str | None, since: date | None) -> None:
        actor, at = system_actor("load-evaluation"), now()
        if indicators is None and schemes is None:
            loaded = api.load_evaluation(valid_from=since or FIRST_DAY, actor=actor, at=at)
            self.stdout.write(f"indicators published: {loaded.indicators}")
            self.stdout.write(f"schemes published: {', '.join(loaded.schemes) or 'none'}")
            return
        day = _told(since)
        if indicators is not None:
            made = api.publish_indicators(data=_read(indicators), valid_from=day, actor=actor, at=at)
            self.stdout.write(f"indicators, version {made.number}: {'published' if made.is_new else 'nothing new'}")
        for data in _read(schemes) if schemes is not None else []:
            made = api.publish_scheme(data=data, valid_from=day, actor=actor, at=at)
            self.stdout.write(f"{made.key}, version {made.number}: {'published' if made.is_new else 'nothing new'}")

    def _publish_rules(self, name: str, since: date | None) -> None:
        rules = api.rules_from(_read_rules(name))
        made = api.publish_rules(rules=rules, valid_from=_told(since), actor=system_actor("load-evaluation"), at=now())
        old = f"; facts since {made.rebuild_since} are built again by the worker" if made.rebuild_since else ""
        self.stdout.write(f"counting rules, version {made.number}{old}")


def _told(since: date | None) -> date:
    if since is None:
        message = "say from which day they hold: --valid-from 2026-03-01"
        raise CommandError(message)
    return since


def _read(name: str) -> list[Any]:
    found = _parsed(name)
    if not isinstance(found, list):
        message = f"{name} holds no list"
        raise CommandError(message)
    return found


def _read_rules(name: str) -> dict[str, Any]:
    found = _parsed(name)
    if not isinstance(found, dict):
        message = f"{name} names no rules"
        raise CommandError(message)
    return found


def _parsed(name: str) -> object:
    with open(name, encoding="utf-8") as file:  # noqa: PTH123 - as it was named
        return yaml.safe_load(file)
