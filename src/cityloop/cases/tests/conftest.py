"""A town that is really there: committed, so that several connections see it."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.support import town as towns


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[towns.Town]:
    """A town in the database for all to see, for one file of tests; everything is emptied afterwards."""
    with django_db_blocker.unblock():
        try:
            yield towns.build()
        finally:
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture
def at_once() -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Have several calls made at the same moment, each in a thread with a connection of its own.

    Returns what each gave back, or the exception it ended with, in order.
    """

    def run(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                start.wait(30)
                return call()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as threads:
            return list(threads.map(one, calls))

    return run
