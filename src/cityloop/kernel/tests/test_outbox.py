from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cityloop.kernel import outbox
from cityloop.kernel.events import Event
from cityloop.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    """Water is hot."""

    cups: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """What a handler was told; it spills the third cup the first time."""
    told: list[int] = []
    spilt: set[int] = set()

    def handle(body: Mapping[str, Any]) -> None:
        if body["cups"] == 3 and not spilt:
            spilt.add(3)
            message = "spilt"
            raise RuntimeError(message)
        told.append(body["cups"])

    outbox.subscribe(KettleBoiled, handle)
    yield told
    outbox._handlers.pop("KettleBoiled")


def boil(*cups: int) -> None:
    outbox.publish(*(KettleBoiled(at=NOON, cups=number) for number in cups))


def test_events_are_delivered_once_in_the_order_they_were_written(heard: list[int]) -> None:
    boil(1, 2)
    boil(4)

    assert [outbox.relay(at=NOON), outbox.relay(at=NOON)] == [3, 0]
    assert heard == [1, 2, 4]
    assert list(OutboxEvent.objects.order_by("id").values_list("position", flat=True)) == [1, 2, 3]


def test_a_failing_handler_holds_up_nobody_and_is_tried_again_later(heard: list[int]) -> None:
    boil(2, 3, 4)

    assert outbox.relay(at=NOON) == 2
    failed = OutboxEvent.objects.get(position=None)
    assert (failed.attempts, failed.failure, failed.retry_at) == (1, "RuntimeError: spilt", NOON + timedelta(seconds=2))
    assert outbox.relay(at=NOON + timedelta(seconds=1)) == 0

    assert outbox.relay(at=NOON + timedelta(seconds=2)) == 1
    assert heard == [2, 4, 3]
    assert OutboxEvent.objects.get(pk=failed.pk).position == 3


def test_nothing_published_is_nothing_stored() -> None:
    outbox.publish()

    assert not OutboxEvent.objects.exists()


def test_a_process_wakes_the_relay_once_for_many_events(
    heard: list[int], django_capture_on_commit_callbacks: Any, django_assert_num_queries: Any
) -> None:
    outbox._woken.clear()
    with django_capture_on_commit_callbacks() as callbacks:
        boil(1)
        boil(2)

    with django_assert_num_queries(1):
        for callback in callbacks:
            callback()


def test_what_cannot_be_done_just_now_is_no_failure_and_comes_a_few_seconds_later() -> None:
    busy, told = [True], []

    def handle(body: Mapping[str, Any]) -> None:
        if body["cups"] == 3 and busy:
            message = "the kettle is on"
            raise outbox.NotYetError(message)
        told.append(body["cups"])

    outbox.subscribe(KettleBoiled, handle)
    try:
        boil(3, 4)
        at = [NOON + number * outbox.NOT_YET for number in range(4)]
        assert [outbox.relay(at=at[0]), outbox.relay(at=at[1])] == [1, 0]
        waiting = OutboxEvent.objects.get(position=None)
        assert (waiting.attempts, waiting.failure) == (0, "not yet: the kettle is on")
        busy.clear()
        assert [outbox.relay(at=at[1]), outbox.relay(at=at[2])] == [0, 1]
    finally:
        outbox._handlers.pop("KettleBoiled")
    assert told == [4, 3]
