"""A connection that the server has ended is noticed before anything is asked over it, without asking each time."""

from collections.abc import Iterator
from time import sleep

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """Another connection to the same database."""
    found = connection.copy()
    yield found
    found.close()


def told(over: BaseDatabaseWrapper, statement: str) -> str:
    with over.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


def test_a_connection_that_is_fine_is_not_asked(other: BaseDatabaseWrapper) -> None:
    process = told(other, "SELECT pg_backend_pid() /* the last question */")

    assert other.is_usable()
    last = f"SELECT query FROM pg_stat_activity WHERE pid = {process}"  # noqa: S608 - a number
    assert "the last question" in told(connection, last)


def test_a_connection_that_was_ended_is_of_no_use_and_the_next_request_gets_another(other: BaseDatabaseWrapper) -> None:
    process = told(other, "SELECT pg_backend_pid()")
    assert told(connection, f"SELECT pg_terminate_backend({process})") == "True"
    for _ in range(500):
        if not other.is_usable():
            break
        sleep(0.01)

    assert not other.is_usable()
    other.settings_dict |= {"CONN_HEALTH_CHECKS": True}
    other.health_check_enabled, other.health_check_done = True, False
    assert told(other, "SELECT pg_backend_pid()") != process
