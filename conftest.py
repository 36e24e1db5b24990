"""Fixtures for all tests."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.support import town as towns

# The same examples every time, however slow the machine: a check that fails must fail again.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer what takes minutes."""
    parser.addoption("--month", action="store_true", help="replay the whole month of Washington, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless it was asked for."""
    if not config.getoption("--month"):
        for item in items:
            if item.get_closest_marker("month"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: ask for it with --month"))


@pytest.fixture(autouse=True, scope="session")
def light_passwords() -> Iterator[None]:
    """Hash with Argon2 as ever, with the least work it can do: nobody guesses at the passwords of tests."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[towns.Town]:
    """A town, built once for a file of tests; each test's own changes are undone."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        yield towns.build()
        transaction.set_rollback(True)
