"""One port: ordinary requests go to Django in threads, the event stream is served by the event loop itself."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeAlias

import structlog
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http.response import HttpResponseBase

from cityloop.config.bodies import Body, limit_of, read_body
from cityloop.config.gate import LONG, Gate
from cityloop.config.lifeline import follow_parent
from cityloop.config.rsgi import HTTPProtocol, Scope
from cityloop.kernel.problems import TOO_LARGE, written
from cityloop.kernel.wording import say

THREADS = int(os.environ.get("CITYLOOP_THREADS") or 8)  # each keeps one connection to the database
QUICK = 2  # threads that work at once as long as none takes long
STREAM_THREADS = 2  # for what the event stream asks the database
LARGE_PIECE = 256 * 2**10
STREAM = "/api/v1/stream"
Headers: TypeAlias = list[tuple[str, str]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A request that waits for a thread, and the event loop's wait for its end."""

    environ: dict[str, Any]
    protocol: HTTPProtocol
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[None]


class Gateway:
    """The application that Granian serves, one in each worker process."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the threads and join the event stream."""
        from cityloop.config.stream import Stream  # noqa: PLC0415 - needs Django to be set up first

        self._loop = loop
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._gate = Gate(QUICK)
        self._relieving = loop.create_task(self._relieve())
        self._threads = [Thread(target=self._work, name=f"request-{number}", daemon=True) for number in range(THREADS)]
        for thread in self._threads:
            thread.start()
        self._asking = ThreadPoolExecutor(STREAM_THREADS, thread_name_prefix="stream")
        self._stream = Stream(self._asking)
        self._stream.start(loop)
        # Granian first waits until the last connection has ended, and streams never end. This comes beside Granian's
        # own handler: the event loop hears of a signal through its pipe, whichever function Python calls.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(self._stream.release))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave the event stream and let the threads finish what they are doing."""
        self._relieving.cancel()
        loop.run_until_complete(self._stream.stop())
        self._asking.shutdown(wait=True, cancel_futures=True)
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(timeout=10)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        if scope.path == STREAM and scope.method == "GET":
            await self._stream.serve(scope, protocol)
            return
        body = await read_body(scope, protocol)
        if body is None:
            _refuse_size(scope, protocol)
            return
        done = self._loop.create_future()
        self._tasks.put(Task(_environ(scope, body), protocol, self._loop, done))
        await done

    def _work(self) -> None:
        """Answer requests one after the other, keeping one database connection.

        The thread answers by itself instead of handing the answer back: on a busy machine each hand-over between
        threads costs as much as a small view.
        """
        self._gate.enter()
        while (task := self._tasks.get()) is not None:
            self._gate.begin()
            try:
                _answer(task)
            except Exception:
                log.warning("answer_not_sent", path=task.environ["PATH_INFO"], exc_info=True)
            finally:
                task.environ["wsgi.input"].close()
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(_finish, task.done)
            if not self._gate.end():
                self._gate.enter()
        self._gate.leave()

    async def _relieve(self) -> None:
        """See to it that no long request keeps the others waiting."""
        while True:
            await asyncio.sleep(LONG / 2)
            self._gate.relieve()


def _environ(scope: Scope, body: Body) -> dict[str, Any]:
    """Return the request as WSGI (PEP 3333) wants it."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = "HTTP_" + name.upper().replace("-", "_")
        joint = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if scope.authority:
        environ.setdefault("HTTP_HOST", scope.authority)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_LENGTH"] = str(body.size)
    return environ


def _answer(task: Task) -> None:
    """Have Django answer and send it."""
    status, headers = 500, Headers()

    def start(line: str, sent: Headers, exc_info: object = None) -> Callable[[bytes], object]:  # noqa: ARG001 - PEP 3333
        nonlocal status, headers
        status, headers = int(line[:3]), [(name.lower(), value) for name, value in sent]
        return lambda _: None

    response: Any = django(task.environ, start)
    try:
        if response.streaming:
            _pour(response, task.protocol.response_stream(status, headers), task.loop)
        else:
            task.protocol.response_bytes(status, headers, b"".join(response))
    finally:
        response.close()


def _pour(response: HttpResponseBase, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
    """Send a long body in large pieces, no faster than the client takes it."""
    held = bytearray()
    for piece in response:
        held += piece
        if len(held) >= LARGE_PIECE:
            asyncio.run_coroutine_threadsafe(_send(transport, bytes(held)), loop).result(timeout=60)
            held.clear()
    if held:
        asyncio.run_coroutine_threadsafe(_send(transport, bytes(held)), loop).result(timeout=60)


async def _send(transport: Any, piece: bytes) -> None:
    await transport.send_bytes(piece)


def _finish(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)


def _refuse_size(scope: Scope, protocol: HTTPProtocol) -> None:
    detail = say("A request may hold {count} bytes.", count=limit_of(scope))
    body = {"type": "urn:cityloop:problem:too-large", "title": TOO_LARGE, "status": 413, "detail": detail}
    content, headers = written(body | {"instance": scope.path, "facts": {}}, scope.headers.get("accept-language"))
    protocol.response_bytes(413, list(headers.items()), content)


django = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # a fault in an entrance shows now, not at the first request
gateway = Gateway()
follow_parent(patience=10.0)
