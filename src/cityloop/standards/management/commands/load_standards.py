"""`cityloop load-standards`."""

from typing import Any

from django.core.management.base import BaseCommand

from cityloop.access.api import system_actor
from cityloop.kernel.clock import now
from cityloop.standards import api


class Command(BaseCommand):
    """Load the class editions, example disposal standards and example calendars that come with the package."""

    help = "Load the class editions, example disposal standards and example calendars that come with the package."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Load, and say what was new."""
        loaded = api.load_standards(actor=system_actor("load-standards"), at=now())
        self.stdout.write(f"classes added or changed: {loaded.classes}")
        self.stdout.write(f"disposal standards published: {', '.join(loaded.standards) or 'none'}")
        self.stdout.write(f"calendars published: {', '.join(loaded.calendars) or 'none'}")
