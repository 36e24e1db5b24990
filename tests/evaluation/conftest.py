"""Fixtures for tests of evaluation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from tests.evaluation.second_looks import worked
from tests.evaluation.town_scored import walked
from tests.support.once import settle
from tests.support.town import Town


@pytest.fixture(scope="module")
def march(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town after its March."""
    with django_db_blocker.unblock(), transaction.atomic():
        town_walked = walked(town)
        settle()
        yield town_walked


@pytest.fixture(scope="module")
def closed(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town with cases that may be drawn for a second look."""
    with django_db_blocker.unblock(), transaction.atomic():
        town_worked = worked(town)
        settle()
        yield town_worked


@pytest.fixture
def own_home(settings: Settings, tmp_path: Path) -> None:
    """Give a test a home of its own."""
    settings.HOME = tmp_path


@pytest.fixture
def lake_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give a test a lake of its own."""
    settings.CITYLOOP_LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"
