"""Publishing: write the event beside the change it tells of; the relay delivers it after commit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from enum import Enum
from time import monotonic
from typing import Any, TypeAlias
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import Model, Q

from cityloop.kernel import locks, rows
from cityloop.kernel.events import Event
from cityloop.kernel.models import OutboxEvent

WAKE_CHANNEL = "cityloop_outbox"
STREAM_CHANNEL = "cityloop_stream"

WAKE_APART = 0.05  # seconds between two wake-up calls of one process
NOT_YET = timedelta(seconds=5)  # after which an event is tried again that somebody could not do just now
RELAY_LINGERS = 0.2  # seconds a relay goes on looking after it has delivered something; longer than WAKE_APART

Handler: TypeAlias = Callable[[Mapping[str, Any]], None]
_handlers: dict[str, list[Handler]] = {}
_woken: dict[str, float] = {}
log = structlog.get_logger(__name__)


class NotYetError(Exception):
    """What a handler says when it cannot do its part just now: its event is delivered a few seconds later."""


def subscribe(event: type[Event], handler: Handler) -> None:
    """Have the relay call `handler` with the body of every event of this kind. Called once, from AppConfig.ready.

    A handler runs in the transaction that marks the event delivered: its writes happen exactly once.
    """
    registered = _handlers.setdefault(event.__qualname__, [])
    if handler not in registered:
        registered.append(handler)


def publish(*published: Event, beside: Iterable[Model] = ()) -> None:
    """Store events in the caller's transaction, in this order; the relay is woken after commit.

    :param beside: new rows the events tell of, to be inserted in the same statement.
    """
    told = [OutboxEvent(name=type(event).__qualname__, body=_body(event), happened_at=event.at) for event in published]
    rows.insert([*beside, *told])
    if told:
        transaction.on_commit(_wake)


def relay(*, at: datetime, limit: int = 500) -> int:
    """Deliver waiting events in the order they were written and tell the streams; return how many went out.

    Safe to run in several processes: one works, the others find the lock taken and return 0. An event whose handler
    fails is kept with its failure and tried again, each time after twice as long, without holding up the others; one
    that says `NotYetError` every few seconds.
    """
    with transaction.atomic():
        if not _lock_taken():
            return 0
        due = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
        waiting = OutboxEvent.objects.filter(due, position__isnull=True).order_by("id")[:limit]
        delivered = [event for event in waiting if _deliver(event, at)]
        if delivered:
            _give_positions(delivered)
        return len(delivered)


def _deliver(event: OutboxEvent, at: datetime) -> bool:
    try:
        with transaction.atomic():
            for handler in _handlers.get(event.name, ()):
                handler(event.body)
    except NotYetError as error:
        event.failure, event.retry_at = f"not yet: {error}"[:2000], at + NOT_YET
        event.save(update_fields=["failure", "retry_at"])
        log.info("event_not_yet_delivered", event_name=event.name, event_id=str(event.event_id))
        return False
    except Exception as error:
        event.attempts += 1
        event.failure = f"{type(error).__name__}: {error}"[:2000]
        event.retry_at = at + timedelta(seconds=min(2**event.attempts, 3600))
        event.save(update_fields=["attempts", "failure", "retry_at"])
        log.exception("event_not_delivered", event_name=event.name, event_id=str(event.event_id))
        return False
    return True


def _lock_taken() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [locks.OUTBOX_RELAY])
        return bool(cursor.fetchone()[0])


def _give_positions(events: list[OutboxEvent]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM kernel_outboxevent")
        last = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE kernel_outboxevent o SET position = %s + w.place"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY AS w (id, place) WHERE o.id = w.id",
            [last, [event.id for event in events]],
        )
        cursor.execute("SELECT pg_notify(%s, %s)", [STREAM_CHANNEL, str(last + len(events))])


def _wake() -> None:
    """Wake the relay, unless this process did so a moment ago: a relay that was woken keeps looking for longer.

    Lost when the process dies here: the relay also looks by itself every second. Sent after commit, not within: NOTIFY
    inside a transaction makes all commits of the database queue up.
    """
    if monotonic() - _woken.get("at", 0.0) < WAKE_APART:
        return
    _woken["at"] = monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE_CHANNEL])


def _body(event: Event) -> dict[str, Any]:
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case None | str() | int() | float() | bool():
            return value
        case UUID():
            return str(value)
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return [_plain(item) for item in value]
