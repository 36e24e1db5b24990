"""Those who listen to the event stream: who they are, what they hear, what they missed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import orjson
from django.http.cookie import parse_cookie
from django.utils.datastructures import CaseInsensitiveMapping

from cityloop.access.api import actor_from_headers
from cityloop.config.audience import Interest, interest_of, told
from cityloop.config.rsgi import HTTPProtocol, Scope
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.kernel.problems import not_signed_in, written
from cityloop.kernel.wording import say

FURTHEST_BACK = 2000  # events a returning client may have missed before it is told to start afresh
LONGEST_QUEUE = 256
HEADERS = [
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-store"),
    ("x-accel-buffering", "no"),  # a proxy in front must not collect events
]


@dataclass(frozen=True, slots=True)
class Change:
    """An event ready to be sent."""

    position: int
    body: Mapping[str, Any]
    text: str

    @classmethod
    def of(cls, position: int, name: str, body: Mapping[str, Any]) -> "Change":
        """Write the event down once for all who will hear it."""
        text = f"id: {position}\nevent: {name}\ndata: {orjson.dumps(told(body)).decode()}\n\n"
        return cls(position, body, text)


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream."""

    interest: Interest
    since: int  # up to this position the table tells what was missed; what comes after it is queued
    changes: asyncio.Queue[Change] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    lost_after: int | None = None  # the position before the first change for which the queue had no room

    def offer(self, change: Change) -> None:
        """Queue the change if the listener cares; what finds no room is told later, from the table."""
        if self.lost_after is not None or not self.interest(change.body):
            return
        try:
            self.changes.put_nowait(change)
        except asyncio.QueueFull:
            self.lost_after = change.position - 1


def interest_in(scope: Scope) -> Interest:
    """Return what the sender of this request may hear. Asks the database: call it in a thread.

    A browser's EventSource sends no headers of its own, so the seat may also be named by `?seat=`.

    :raises RefusedError: nobody may hear anything here.
    """
    headers = dict(scope.headers.items())
    seat = parse_qs(scope.query_string).get("seat")
    if seat:
        headers["X-CityLoop-Seat"] = seat[0]
    address = scope.client.rpartition(":")[0].strip("[]")
    actor = actor_from_headers(CaseInsensitiveMapping(headers), _cookies(scope), at=now(), address=address)
    if actor is None:
        raise not_signed_in()
    return interest_of(actor)


def missed_since(seen: int, until: int) -> list[Change] | None:
    """Return the changes after the one seen last; nothing if they are too many, gone or of another database."""
    if not 0 <= until - seen <= FURTHEST_BACK:
        return None
    rows = OutboxEvent.objects.filter(position__gt=seen, position__lte=until).order_by("position")
    changes = [
        Change.of(place, name, body) for place, name, body in rows.values_list("position", "name", "body") if place
    ]
    return changes if len(changes) == until - seen else None


def refuse(scope: Scope, protocol: HTTPProtocol, error: Exception) -> None:
    """Answer with a problem instead of a stream."""
    kind, title, status, detail = "not-ready", say("Not ready"), 503, say("Try again soon.")
    if isinstance(error, RefusedError):
        kind, title, status, detail = error.slug, error.title, error.status, error.detail
    body = {"type": f"urn:cityloop:problem:{kind}", "title": title, "status": status, "detail": detail}
    content, headers = written(body | {"instance": scope.path, "facts": {}}, scope.headers.get("accept-language"))
    protocol.response_bytes(status, list(headers.items()), content)


def _cookies(scope: Scope) -> dict[str, str]:
    sent = "; ".join(value for name, value in scope.headers.items() if name == "cookie")
    return parse_cookie(sent)
