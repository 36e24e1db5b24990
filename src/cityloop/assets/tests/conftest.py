"""What the tests of this module share."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cityloop.assets.tests.files import load_classes
from tests.support.once import settle
from tests.support.small_city import found_city


@pytest.fixture(scope="module")
def small_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Have the small city and the classes there for all tests of a file, each of which works in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        found_city()
        load_classes()
        settle()
        yield
        transaction.set_rollback(True)
