"""Fixtures for all tests."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.test import override_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker
from xdist.remote import Producer

from tests.support import town as towns
from tests.support.databases import copy_empty, drop, template_of
from tests.support.once import settle
from tests.support.sharing_out import ONE_SERVER, SharedOut

# The same examples every time, however slow the machine: a check that fails must fail again.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer what takes minutes."""
    parser.addoption("--month", action="store_true", help="replay the whole month of Washington, too")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharedOut:
    """Share the tests out in the order in which they were collected."""
    config.option.loadscopereorder = False
    return SharedOut(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest that must stay together; leave out what takes minutes unless it was asked for."""
    items.sort(key=lambda item: not item.nodeid.startswith(ONE_SERVER))
    if not config.getoption("--month"):
        for item in items:
            if item.get_closest_marker("month"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: ask for it with --month"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - goes first
    """The tests' own database, and an empty copy of it from which servers of tests get theirs."""
    with django_db_blocker.unblock():
        connection.close()
        name = connection.settings_dict["NAME"]
        if name.startswith(TEST_DATABASE_PREFIX):  # there is none where no test of this run asks for one
            copy_empty(name)
    yield
    drop(template_of(name))


@pytest.fixture(autouse=True, scope="session")
def light_passwords() -> Iterator[None]:
    """Hash with Argon2 as ever, with the least work it can do: nobody guesses at the passwords of tests."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, cost, least)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_console_in_process() -> Iterator[None]:
    """Serve no built console from the tests' own process: each of thousands of clients would first read its folder."""
    with override_settings(WHITENOISE_ROOT=None):
        yield


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[towns.Town]:
    """A town, built once for a file of tests; each test's own changes are undone."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        built = towns.build()
        settle()
        yield built
        transaction.set_rollback(True)
