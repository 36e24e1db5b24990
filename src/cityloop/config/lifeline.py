"""A process that ends with the one that started it, however that one ended."""

import os
import signal
from threading import Thread
from time import sleep


def follow_parent() -> None:
    """End this process (as SIGTERM would) when its parent is gone, even when the parent was killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="lifeline", daemon=True).start()
