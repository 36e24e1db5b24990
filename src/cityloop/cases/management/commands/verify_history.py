"""`cityloop verify-history`: has anybody changed what happened?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityloop.cases import api


class Command(BaseCommand):
    """Recompute the chain of hashes of every case and compare."""

    help = "Prove that no step of any case was changed, dropped, inserted or reordered."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Print every fault; fail if there is one."""
        checked = broken = 0
        for _, number, faults in api.verify_history():
            checked += 1
            if faults:
                broken += 1
                self.stderr.write(f"case {number}: {'; '.join(faults)}")
        if broken:
            message = f"{broken} of {checked} cases do not verify."
            raise CommandError(message)
        self.stdout.write(f"{checked} cases verified.")
