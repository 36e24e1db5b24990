"""`cityloop create-admin NAME`: the first account of a city."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cityloop.access import api
from cityloop.access.domain.first_passwords import first_password
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError


class Command(BaseCommand):
    """Create an administrator of the whole city and print the first password, once."""

    help = "Create an administrator; prints a first password that must be changed at the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name to sign in with and the name to be called by."""
        parser.add_argument("username")
        parser.add_argument("--name", default="系统管理员", help="the name to be called by")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Create the account and its seat, or neither.

        :raises CommandError: the name is taken.
        """
        at, password = now(), first_password(secrets.choice)
        draft = api.AccountDraft(username=options["username"], display_name=options["name"], password=password)
        try:
            with transaction.atomic():
                made = api.create_account(draft=draft, actor=api.system_actor("create-admin"), at=at)
                api.grant_seat(account_id=made.account_id, post=api.Post.ADMINISTRATOR, valid_from=at)
        except RefusedError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{made.username}\n{password}")
