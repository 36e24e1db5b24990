"""`cityloop check`: may this server be shown to others?"""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.check import Command as DjangoCheck

from cityloop.config.production import findings


class Command(DjangoCheck):
    """Name every setting that a production server may not have; leave with 1 if there is one."""

    help = "Refuse what is not safe in production, setting by setting."

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """Check Django's own rules, then ours."""
        super().handle(*app_labels, **options)
        found = findings()
        for finding in found:
            self.stderr.write(f"- {finding}")
        if found:
            message = f"{len(found)} settings are not fit for production."
            raise CommandError(message, returncode=1)
        self.stdout.write("The settings are fit for production.")
