"""A small 云川市, lived in for a month, built once."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.support.once import settle

SEED, CASES, SHARE = 7, 120, 0.02
UNTIL = datetime.fromisoformat("2026-11-20T16:30:00+08:00")  # a Friday afternoon


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installation."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="package")
def lived_in(home: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The city with its month, loaded as people load it; what the command said. Undone afterwards."""
    said = StringIO()
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(HOME=home):
        call_command("load_demo", seed=SEED, cases=CASES, components=SHARE, until=UNTIL, stdout=said)
        settle()
        yield said.getvalue()
        transaction.set_rollback(True)
