"""Fixtures of maps."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from pytest_django import DjangoDbBlocker

from cityloop.cases.tests.factories import Walk
from tests.maps.furnishing import furnish
from tests.maps.ogc import COLLECTIONS
from tests.support.town import Town


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["tiles"].clear()


@pytest.fixture(scope="module")
def furnished(town: Town, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """The town, furnished once for a file of tests."""
    with django_db_blocker.unblock():
        return furnish(town)


@pytest.fixture
def walks(db: None, furnished: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The town, furnished, on the morning after the day on which everything happens."""
    with time_machine.travel(Walk.at + timedelta(days=1), tick=False):
        yield furnished


@pytest.fixture
def published(settings: Any) -> None:
    """Everything is public."""
    settings.CITYLOOP_PUBLIC_LAYERS = list(COLLECTIONS)
