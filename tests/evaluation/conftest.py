"""Fixtures for tests of evaluation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.evaluation.town_scored import walked
from tests.support.town import Town


@pytest.fixture(scope="module")
def march(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town after its March."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield walked(town)


@pytest.fixture
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
