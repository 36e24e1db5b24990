"""What the tests of this module share."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cityloop.standards.tests.factories import load
from tests.support.once import settle


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Have the shipped data there for all tests of a file, each of which works in a savepoint; undo it afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        settle()
        yield
        transaction.set_rollback(True)
