"""One large thing per process, read anew when it is another: by one thread, while the rest use the one before."""

from collections.abc import Callable, Hashable
from threading import Lock, Thread
from typing import Generic, TypeVar

import structlog
from django.db import connections

Read = TypeVar("Read")
log = structlog.get_logger(__name__)


class Newest(Generic[Read]):
    """Holds what was read last: never more than that and the one that is being read."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._reading = Lock()
        self._held: tuple[Hashable, Hashable, Read] | None = None

    def get(self, home: Hashable, stamp: Hashable, read: Callable[[], Read], *, behind: bool = False) -> Read:
        """Return what `read` gives for this stamp; while another thread reads, what was there before from this home.

        :param behind: nobody waits where there was something before: a thread of its own reads, and whoever asks after
            it has read gets what it found. A failure there is logged, and the next who asks has it tried again.
        """
        held = self._held
        if held and held[:2] == (home, stamp):
            return held[2]
        before = held if held and held[0] == home else None
        if before is None:
            self._reading.acquire()
        elif not self._reading.acquire(blocking=False):
            return before[2]
        elif behind:
            Thread(target=self._read_behind, args=(home, stamp, read), name="reading", daemon=True).start()
            return before[2]
        try:
            held = self._held  # whoever had to wait finds what the other has read
            if held is None or held[:2] != (home, stamp):
                held = self._held = (home, stamp, read())
            return held[2]
        finally:
            self._reading.release()

    def _read_behind(self, home: Hashable, stamp: Hashable, read: Callable[[], Read]) -> None:
        """Read in a thread that came with the lock and gives it back."""
        try:
            self._held = (home, stamp, read())
        except Exception:
            log.exception("not_read", home=home)
        finally:
            connections.close_all()  # this thread's
            self._reading.release()
