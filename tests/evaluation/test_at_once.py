"""Facts are built again while cases move and the news of it is delivered: by several connections at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connections

from cityloop.cases.models import Case
from cityloop.evaluation import api
from cityloop.evaluation.queries.fact_rows import TABLES
from cityloop.kernel import outbox
from tests.evaluation.wandering import begun, step
from tests.support import town as towns

LATER = towns.MONDAY_NINE + timedelta(days=300)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_beside_a_city_at_work_loses_nothing() -> None:
    town = towns.build()
    chance = Random(3)  # noqa: S311 - the same walks every time
    walks = [begun(town, f"walk {number}", chance) for number in range(8)]

    def work() -> None:
        for _ in range(60):
            step(chance.choice(walks), chance)

    def deliver() -> None:
        for _ in range(40):
            outbox.relay(at=LATER, limit=7)

    def build_again() -> None:
        for _ in range(12):
            api.rebuild(at=LATER, batch=3)

    _at_once(work, deliver, build_again, build_again)
    while outbox.relay(at=LATER):
        pass

    assert [found for _, found in api.differences() if found] == []
    assert _rows() == _rebuilt()
    assert Case.objects.count() >= len(walks)


def _at_once(*calls: Callable[[], None]) -> None:
    def one(call: Callable[[], None]) -> None:
        try:
            call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        for done in [threads.submit(one, call) for call in calls]:
            done.result()


def _rows() -> list[list[str]]:
    ids = list(Case.objects.values_list("pk", flat=True))
    return [sorted(map(repr, table.rows_of(ids))) for table in TABLES]


def _rebuilt() -> list[list[str]]:
    for table in TABLES:
        table.model.objects.all().delete()  # type: ignore[attr-defined]  # every model of ours has it
    api.rebuild(at=LATER)
    return _rows()
