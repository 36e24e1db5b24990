"""Waiting and working within bounds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from cityloop.kernel.errors import BusyError
from cityloop.kernel.patience import impatient

LOCK = 0x5EED


def told(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_what_runs_too_long_is_ended_and_what_follows_is_as_it_was() -> None:
    with pytest.raises(BusyError) as refused, transaction.atomic(), impatient(statement_s=0.05):
        told("SELECT pg_sleep(5)::text")

    assert (refused.value.status, refused.value.facts) == (503, {"retry_after": 5})
    assert told("SHOW statement_timeout") == "0"


@pytest.mark.django_db
def test_bounds_hold_within_only_and_other_errors_are_what_they_are() -> None:
    with impatient(lock_s=1.5):
        assert told("SHOW lock_timeout") == "1500ms"
    assert told("SHOW lock_timeout") == "0"

    with pytest.raises(ZeroDivisionError), impatient(lock_s=1):
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_another_holds_is_waited_for_no_longer() -> None:
    def asked() -> str:
        try:
            with transaction.atomic(), impatient(lock_s=0.05):
                return told(f"SELECT pg_advisory_xact_lock({LOCK})::text")
        except BusyError as error:
            return error.slug
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        told(f"SELECT pg_advisory_xact_lock({LOCK})::text")
        assert threads.submit(asked).result(10) == "busy"
