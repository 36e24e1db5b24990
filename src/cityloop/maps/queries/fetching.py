"""Asking another server for a document, within a time that holds for the whole of it."""

from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request, build_opener

PIECE = 2**16


def fetch(address: str, *, within_s: float, silent_s: float, most: int) -> bytes:
    """Return what an address of HTTP answers, as far as it is no longer than `most` and one byte.

    A time that only bounds each read is none: a server that sends a byte now and then, of its headers or of what
    follows them, would be waited for without end. What is left of `within_s` bounds every single read, here and after
    each redirection. Only finding the address of a name, and calling one address of it after the other, is left to the
    system, which gives up by itself.

    :param silent_s: how long nothing at all may come, and how long a call may take.
    :raises TimeoutError: it was not complete in time.
    :raises OSError: it cannot be reached, or answers 400 or above (`HTTPError`).
    :raises ValueError: it is no address that can be asked (also `InvalidURL`).
    """
    deadline = Deadline(monotonic() + within_s, silent_s)
    opener = build_opener(_Plain(deadline), _Safe(deadline))
    with opener.open(Request(address, headers={"User-Agent": "CityLoop"}), timeout=silent_s) as answer:  # noqa: S310 - who names it has read it
        found = bytearray()
        while len(found) <= most and (piece := answer.read1(PIECE)):
            found += piece
    return bytes(found[: most + 1])


class Deadline:
    """A moment of the monotonic clock after which nobody waits any more."""

    def __init__(self, moment: float, silent_s: float) -> None:
        """Set it, and how long may be waited at once before it."""
        self._moment, self._silent_s = moment, silent_s

    def left(self) -> float:
        """Return for how many seconds may be waited now.

        :raises TimeoutError: for none.
        """
        left = self._moment - monotonic()
        if left <= 0:
            message = "the answer is not complete in time."
            raise TimeoutError(message)
        return min(left, self._silent_s)


class _Hurried(RawIOBase):
    """What comes from a socket, until the deadline."""

    def __init__(self, link: socket, deadline: Deadline) -> None:
        self._link, self._deadline = link, deadline
        self._source = link.makefile("rb", buffering=0)  # keeps the socket open, as http.client expects of its file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._link.settimeout(self._deadline.left())
        return self._source.readinto(buffer)

    def close(self) -> None:
        self._source.close()
        super().close()


def _answers(deadline: Deadline) -> type[HTTPResponse]:
    """Return the kind of answers whose headers, too, are read until the deadline only."""

    class Answer(HTTPResponse):
        def __init__(self, sock: socket, *words: Any, **more: Any) -> None:
            super().__init__(sock, *words, **more)
            self.fp.close()
            self.fp = BufferedReader(_Hurried(sock, deadline))

    return Answer


def _connection(
    kind: type[HTTPConnection], deadline: Deadline, host: str, *, timeout: float, **more: Any
) -> HTTPConnection:
    found = kind(host, timeout=min(timeout, deadline.left()), **more)
    found.response_class = _answers(deadline)
    return found


class _Plain(HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPConnection, self._deadline), req)


class _Safe(HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPSConnection, self._deadline), req)
