"""One port: ordinary requests go to Django in threads, the event stream is served by the event loop itself."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any, TypeAlias

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http.response import HttpResponseBase

from cityloop.config.lifeline import follow_parent
from cityloop.config.rsgi import HTTPProtocol, Scope

THREADS = int(os.environ.get("CITYLOOP_THREADS") or 8)  # each keeps one connection to the database
LARGEST_BODY = int(os.environ.get("CITYLOOP_LARGEST_BODY") or 64 * 2**20)
STREAM = "/api/v1/stream"
Headers: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Django answered; `response` is kept open where its body is still to be read."""

    status: int
    headers: Headers
    body: bytes
    response: HttpResponseBase | None = None


class Gateway:
    """The application that Granian serves, one in each worker process."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the threads and join the event stream."""
        from cityloop.config.stream import Stream  # noqa: PLC0415 - needs Django to be set up first

        self._loop = loop
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        self._stream = Stream(self._threads)
        self._stream.start(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave the event stream and let the threads finish what they are doing."""
        loop.run_until_complete(self._stream.stop())
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        if scope.path == STREAM and scope.method == "GET":
            await self._stream.serve(scope, protocol)
            return
        body = await _read(scope, protocol)
        if body is None:
            protocol.response_str(413, [("content-type", "application/problem+json")], TOO_LARGE)
            return
        answer = await self._loop.run_in_executor(self._threads, _ask_django, _environ(scope, body))
        if answer.response is None:
            protocol.response_bytes(answer.status, answer.headers, answer.body)
            return
        transport = protocol.response_stream(answer.status, answer.headers)
        await self._loop.run_in_executor(self._threads, self._pour, answer.response, transport)

    def _pour(self, response: HttpResponseBase, transport: Any) -> None:
        """Send a long body piece by piece, no faster than the client takes it, all from one thread."""
        try:
            for piece in response:
                asyncio.run_coroutine_threadsafe(transport.send_bytes(piece), self._loop).result(timeout=60)
        finally:
            response.close()


async def _read(scope: Scope, protocol: HTTPProtocol) -> bytes | None:
    """Return the body, or nothing if it is larger than we take."""
    announced = scope.headers.get("content-length") or ""
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        return None
    if announced == "0" or (not announced and "transfer-encoding" not in scope.headers and scope.http_version != "2"):
        return b""
    body = bytearray()
    async for piece in protocol:
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
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
        "wsgi.input": BytesIO(body),
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
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _ask_django(environ: dict[str, Any]) -> Answer:
    """Have Django answer; runs in a thread, whose database connection it keeps."""
    status, headers = 500, Headers()

    def start(line: str, sent: Headers, exc_info: object = None) -> Callable[[bytes], object]:  # noqa: ARG001 - PEP 3333
        nonlocal status, headers
        status, headers = int(line[:3]), [(name.lower(), value) for name, value in sent]
        return lambda _: None

    response: Any = django(environ, start)
    if response.streaming:
        return Answer(status, headers, b"", response)
    body = b"".join(response)
    response.close()
    return Answer(status, headers, body)


TOO_LARGE = (
    '{"type": "urn:cityloop:problem:too-large", "title": "Too large", "status": 413, '
    f'"detail": "A request may hold {LARGEST_BODY} bytes.", "instance": "", "facts": {{}}}}'
)
django = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # a fault in an entrance shows now, not at the first request
gateway = Gateway()
follow_parent()
