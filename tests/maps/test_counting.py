"""Counting holds up nobody who tells of a change, and what comes meanwhile is counted next time."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, connections, transaction

from cityloop.kernel.errors import BusyError
from cityloop.kernel.patience import impatient
from cityloop.maps import api
from cityloop.maps.models import AreaTally, Edition
from tests.support.small_city import found_city

WAITING = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'relation' AND NOT granted
                AND relation = 'maps_areatally'::regclass)
"""


def is_counting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def counted() -> bool | str:
    try:
        return api.tally()
    except BusyError as error:
        return error.slug
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_told_while_is_counted_waits_for_nothing() -> None:
    found_city()
    api.note_change()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE maps_areatally IN SHARE MODE")  # holds the counting up halfway
            counting = threads.submit(counted)
            while not (counting.done() or is_counting()):
                sleep(0.02)
            with impatient(lock_s=1):
                api.note_change()
        assert counting.result(20) is True

    assert not Edition.objects.get().is_tallied
    assert AreaTally.objects.exists()
    assert api.tally()
    assert not api.tally()
