"""A small 云川市, lived in for a month, built once."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cityloop.access.api import system_actor
from cityloop.administration.demo import settling
from cityloop.administration.demo.month.driving import Done
from cityloop.administration.demo.month.living import live_month
from cityloop.administration.demo.package import demo_city

SEED, CASES, SHARE = 7, 120, 0.02
UNTIL = datetime.fromisoformat("2026-11-20T16:30:00+08:00")  # a Friday afternoon
PASSWORDS = {"acceptor": "Quiet-river-seven7"}


@pytest.fixture(scope="package")
def lived_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Done]:
    """The city with its month; undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        settling.settle(
            demo_city(SEED, share=SHARE), seed=SEED, actor=system_actor("tests"), at=UNTIL, passwords=PASSWORDS
        )
        yield live_month(seed=SEED, many=CASES, until=UNTIL)
        transaction.set_rollback(True)
