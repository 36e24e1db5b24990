"""The event stream (Server-Sent Events): what changed for the caller's desk, the moment it is delivered."""

import asyncio
import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any
from urllib.parse import parse_qs

import psycopg
import structlog
from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django.utils import connector_params

from cityloop.config.listeners import HEADERS, Change, Listener, interest_in, missed_since, refuse
from cityloop.config.rsgi import HTTPProtocol, ProtocolClosed, Scope
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.outbox import STREAM_CHANNEL

HEARTBEAT = 15.0  # seconds between signs of life, for proxies that close what is silent
RECHECK = float(os.environ.get("CITYLOOP_STREAM_RECHECK") or 60)  # seconds until the right to listen is asked again
LOOK = 5.0  # seconds after which the table is read even without a notification
CALM = 1.0  # seconds after which a client that fell behind is told the rest: a flood comes in many parts
BATCH = 1000
READ = f"SELECT position, name, body FROM kernel_outboxevent WHERE position > %s ORDER BY position LIMIT {BATCH}"  # noqa: S608 - a constant
log = structlog.get_logger(__name__)


class Stream:
    """All streams of one process, fed by one connection that listens."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        """Prepare; what waits for the database runs in `threads`."""
        self._threads = threads
        self._listeners: set[Listener] = set()
        self._last: int | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing: asyncio.Future[None]

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to listen."""
        self._closing = loop.create_future()
        self._task = loop.create_task(self._listen())

    def release(self) -> None:
        """Let all clients go: they come back, to another process."""
        if not self._closing.done():
            self._closing.set_result(None)

    async def stop(self) -> None:
        """Let all clients go and stop listening."""
        self.release()
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def serve(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Serve one client until it leaves or loses its right to listen."""
        try:
            interest = await self._in_thread(interest_in, scope)
            await asyncio.wait_for(self._ready.wait(), timeout=10)
        except (RefusedError, TimeoutError, DatabaseError) as error:
            refuse(scope, protocol, error)
            return
        transport = protocol.response_stream(200, HEADERS)
        listener = Listener(interest, since=self._last or 0)
        self._listeners.add(listener)
        talk = asyncio.create_task(self._talk(transport, scope, listener))
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            await asyncio.wait({talk, gone, self._closing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._listeners.discard(listener)
            for task in (talk, gone):
                task.cancel()

    async def _talk(self, transport: Any, scope: Scope, listener: Listener) -> None:
        try:
            await self._greet(transport, scope, listener)
            await self._follow(transport, scope, listener)
        except (RefusedError, ProtocolClosed, RuntimeError, DatabaseError) as end:
            log.info("stream_closed", reason=repr(end))

    async def _greet(self, transport: Any, scope: Scope, listener: Listener) -> None:
        """Tell where the stream stands, or what the client missed since the event it saw last."""
        await transport.send_str("retry: 3000\n\n")
        seen = scope.headers.get("last-event-id") or parse_qs(scope.query_string).get("since", [""])[0]
        if seen:
            await self._catch_up(transport, listener, int(seen) if seen.isdigit() else None)
        else:
            await transport.send_str(f"id: {listener.since}\nevent: hello\ndata: {{}}\n\n")

    async def _catch_up(self, transport: Any, listener: Listener, seen: int | None) -> None:
        """Tell what came after `seen` and before what the listener's queue holds; if that cannot be told: "reset"."""
        missed = None if seen is None else await self._in_thread(missed_since, seen, listener.since)
        if missed is None:
            await transport.send_str(f"id: {listener.since}\nevent: reset\ndata: {{}}\n\n")
            return
        for change in missed:
            if listener.interest(change.body):
                await transport.send_str(change.text)

    async def _follow(self, transport: Any, scope: Scope, listener: Listener) -> None:
        """Send what comes, a sign of life while nothing does, and now and then ask whether the caller still may."""
        checked = monotonic()
        while True:
            if listener.lost_after is not None and listener.changes.empty():
                await self._after_flood(transport, listener)
            try:
                change = await asyncio.wait_for(listener.changes.get(), timeout=min(HEARTBEAT, RECHECK))
            except TimeoutError:
                # An event, because a browser shows its page no comments. All up to its id was sent, or is not for it.
                if listener.changes.empty():
                    await transport.send_str(f"id: {self._last}\nevent: alive\ndata: {{}}\n\n")
            else:
                await transport.send_str(change.text)
            if monotonic() - checked > RECHECK:
                listener.interest, checked = await self._in_thread(interest_in, scope), monotonic()

    async def _after_flood(self, transport: Any, listener: Listener) -> None:
        """Have a client that fell behind hear what its queue could not hold, once the flood has calmed down."""
        await asyncio.sleep(CALM)
        seen, listener.lost_after, listener.since = listener.lost_after, None, self._last or 0
        await self._catch_up(transport, listener, seen)

    async def _listen(self) -> None:
        """Keep one connection that listens; come back when it breaks, missing nothing in between."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as link:
                    await link.execute(f"LISTEN {STREAM_CHANNEL}")
                    await self._begin(link)
                    while True:
                        await self._hand_out(link)
                        async for _ in link.notifies(timeout=LOOK, stop_after=1):
                            pass
            except psycopg.Error as error:
                log.warning("stream_lost_database", error=str(error))
                await asyncio.sleep(1)

    async def _begin(self, link: psycopg.AsyncConnection[Any]) -> None:
        if self._last is None:
            row = await (await link.execute("SELECT coalesce(max(position), 0) FROM kernel_outboxevent")).fetchone()
            self._last = row[0] if row else 0
            self._ready.set()

    async def _hand_out(self, link: psycopg.AsyncConnection[Any]) -> None:
        """Read what came since and offer it to everyone."""
        while True:
            rows = await (await link.execute(READ, [self._last])).fetchall()
            for position, name, body in rows:
                change = Change.of(position, name, body)
                for listener in self._listeners:
                    listener.offer(change)
                self._last = position
            if len(rows) < BATCH:
                return

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        def work() -> Any:
            close_old_connections()
            try:
                return function(*arguments)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
