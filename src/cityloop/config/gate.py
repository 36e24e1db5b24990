"""How many requests of one process run at once: few, because more only get in each other's way."""

from threading import Semaphore, get_ident
from time import monotonic

LONG = 0.2  # seconds after which a request has given its place to the next one


class Gate:
    """A few places for threads. Whoever stays long goes on, but no longer keeps others waiting.

    Threads of one process share one interpreter, and each has a database backend with caches of its own. Eight at once
    answer a third fewer requests than two, each three times later; but two slow ones must not stop the quick ones.
    """

    def __init__(self, places: int) -> None:
        """Open the gate to this many."""
        self._free = Semaphore(places)
        self._since: dict[int, float] = {}

    def enter(self) -> None:
        """Wait for a place."""
        self._free.acquire()

    def begin(self) -> None:
        """Begin to use the place: from now on time counts."""
        self._since[get_ident()] = monotonic()

    def end(self) -> bool:
        """Say that the use is over; return whether the place is still one's own, to be used again or left."""
        return self._since.pop(get_ident(), None) is not None

    def leave(self) -> None:
        """Give back a place that is one's own."""
        self._free.release()

    def relieve(self) -> None:
        """Give away the places of all who have had theirs for long. Call it now and then, from any thread."""
        now = monotonic()
        for thread, since in list(self._since.items()):
            if now - since > LONG and self._since.pop(thread, None) is not None:
                self._free.release()
