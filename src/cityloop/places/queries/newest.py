"""One large thing per process, read anew when it is another: by one thread, while the rest use the one before."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Read = TypeVar("Read")


class Newest(Generic[Read]):
    """Holds what was read last: never more than that and the one that is being read."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._reading = Lock()
        self._held: tuple[Hashable, Hashable, Read] | None = None

    def get(self, home: Hashable, stamp: Hashable, read: Callable[[], Read]) -> Read:
        """Return what `read` gives for this stamp; while another thread reads, what was there before from this home."""
        held = self._held
        if held and held[:2] == (home, stamp):
            return held[2]
        before = held if held and held[0] == home else None
        if before is None:
            self._reading.acquire()
        elif not self._reading.acquire(blocking=False):
            return before[2]
        try:
            held = self._held  # whoever had to wait finds what the other has read
            if held is None or held[:2] != (home, stamp):
                held = self._held = (home, stamp, read())
            return held[2]
        finally:
            self._reading.release()
