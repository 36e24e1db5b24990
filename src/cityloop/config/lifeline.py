"""A process that ends with the one that started it, however that one ended."""

import multiprocessing
import os
import signal
from threading import Thread
from time import sleep


def follow_parent(*, patience: float = 25.0) -> None:
    """End this process when its parent is gone, even when the parent was killed: as SIGTERM would, then as SIGKILL.

    The parent may be gone before this process came here; so where the parent left its number, that one counts.

    :param patience: seconds for what is under way; an open stream would otherwise keep the process for ever.
    """
    starter = multiprocessing.parent_process()
    parent = starter.pid if starter else os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(patience)
        os.kill(os.getpid(), signal.SIGKILL)

    Thread(target=watch, name="lifeline", daemon=True).start()
