"""`cityloop reset-password NAME`: let somebody back in."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityloop.access import api
from cityloop.access.domain.first_passwords import first_password
from cityloop.kernel.clock import now


class Command(BaseCommand):
    """Give an account a new first password, unlock it and print the password, once."""

    help = "Reset a password; prints a first one that must be changed at the next sign-in. Ends all sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name to sign in with."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Reset it.

        :raises CommandError: there is no such account.
        """
        account = api.account_by_username(username=options["username"])
        if account is None:
            message = f"There is no account {options['username']}."
            raise CommandError(message)
        at, actor, password = now(), api.system_actor("reset-password"), first_password(secrets.choice)
        api.reset_password(account_id=account.account_id, new=password, actor=actor, at=at)
        api.unlock_account(account_id=account.account_id, actor=actor, at=at)
        self.stdout.write(f"{account.username}\n{password}")
