"""Several relays at once deliver every event once and in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from cityloop.config.worker import Relay
from cityloop.kernel import outbox
from cityloop.kernel.events import Event
from cityloop.kernel.models import IdempotentAnswer, OutboxEvent
from tests.setup.conftest import eventually

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingHappened(Event):
    number: int


@pytest.fixture
def remembered() -> Iterator[None]:
    """Have the handler leave a row for every delivery, in the transaction of the delivery."""

    def remember(body: Mapping[str, Any]) -> None:
        IdempotentAnswer.objects.create(
            scope="delivered", key=f"00000000-0000-0000-0000-{body['number']:012}", fingerprint="", created_at=AT
        )

    outbox._handlers[SomethingHappened.__qualname__] = [remember]
    yield
    del outbox._handlers[SomethingHappened.__qualname__]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("remembered")
def test_two_relays_deliver_each_event_once_and_in_order() -> None:
    relays = [Relay(), Relay()]
    for relay in relays:
        relay.start()
    try:
        for number in range(200):
            with transaction.atomic():
                outbox.publish(SomethingHappened(at=AT, number=number))
        eventually(lambda: not OutboxEvent.objects.filter(position=None).exists(), seconds=20)
    finally:
        for relay in relays:
            relay.stop()

    delivered = OutboxEvent.objects.order_by("position").values_list("position", "body__number")
    assert [position for position, _ in delivered] == list(range(1, 201))
    assert [number for _, number in delivered] == list(range(200))
    assert IdempotentAnswer.objects.filter(scope="delivered").count() == 200, "a second delivery would break its key"
