from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from cityloop.kernel import rows
from cityloop.kernel.models import IdempotentAnswer, OutboxEvent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def event(number: int) -> OutboxEvent:
    return OutboxEvent(event_id=UUID(int=number), name="Rung", body={"cups": [number]}, happened_at=NOON)


def answer(number: int) -> IdempotentAnswer:
    return IdempotentAnswer(scope="s", key=UUID(int=number), fingerprint="f", created_at=NOON)


def test_rows_of_several_tables_are_written_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    written = [event(1), answer(7), event(2)]

    with django_assert_num_queries(1):
        rows.insert(written)

    assert list(OutboxEvent.objects.order_by("id").values_list("event_id", "body", "position")) == [
        (UUID(int=1), {"cups": [1]}, None),
        (UUID(int=2), {"cups": [2]}, None),
    ]
    assert IdempotentAnswer.objects.get().key == UUID(int=7)
    assert not any(row._state.adding for row in written)


def test_one_bad_row_keeps_all_out() -> None:
    rows.insert([answer(7)])

    with pytest.raises(IntegrityError, match="idempotent_answer_once"):
        rows.insert([event(1), answer(7)])


def test_no_rows_ask_for_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        rows.insert([])
