"""`cityloop fingerprint-photos`: so that photographs of earlier days are found again, too."""

from typing import Any

from django.core.management.base import BaseCommand

from cityloop.cases import api


class Command(BaseCommand):
    """Take the fingerprint of every photograph that has none."""

    help = "Take the fingerprints of photographs that were kept before there were any."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Print how many were taken, and how many could not be read."""
        taken, unread = api.take_fingerprints(progress=lambda done: self.stdout.write(f"{done} …"))
        self.stdout.write(f"{taken} fingerprints taken, {unread} photographs could not be read.")
