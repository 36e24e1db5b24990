"""Replaying in several processes: a class goes to one of them whole, since duplicates are looked for within a class."""

import signal
from collections import defaultdict
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from queue import Empty

import django

from cityloop.exchange.domain.mapping import Mapping
from cityloop.exchange.domain.script import Row
from cityloop.exchange.domain.tally import Tally

Told = Tally | BaseException | None


def replay_in_processes(rows: list[Row], mapping: Mapping, *, jobs: int, stopped: Event) -> Iterator[Tally]:
    """Replay rows in so many processes and yield what each has done, as it comes.

    :raises RefusedError: the mapping does not fit this city.
    """
    context = get_context("spawn")  # no process inherits an open connection
    told: Queue[Told] = context.Queue()
    parts = [part for part in split(rows, jobs) if part]
    processes = [context.Process(target=_work, args=(part, mapping, stopped, told), daemon=True) for part in parts]
    for process in processes:
        process.start()
    running = len(processes)
    while running:
        match _heard(told, processes):
            case None:
                running -= 1
            case BaseException() as error:
                stopped.set()
                raise error
            case Tally() as tally:
                yield tally
    for process in processes:
        process.join()


def _heard(told: "Queue[Told]", processes: list[SpawnProcess]) -> Told:
    """Return the next word of any process; one that was killed says nothing and ends the wait, too."""
    while True:
        try:
            return told.get(timeout=1)
        except Empty:
            if any(process.exitcode for process in processes):
                return RuntimeError("A process of the replay was killed. Run it again to go on.")


def split(rows: list[Row], parts: int) -> list[list[Row]]:
    """Return the rows in so many parts of about the same size, each class whole and each part in its old order."""
    classes: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        classes[row.rule.class_code].append(row)
    shares: list[list[Row]] = [[] for _ in range(parts)]
    for members in sorted(classes.values(), key=len, reverse=True):
        min(shares, key=len).extend(members)
    return [sorted(share, key=lambda row: (row.reported_at, row.number)) for share in shares]


def _work(rows: list[Row], mapping: Mapping, stopped: Event, told: "Queue[Told]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits is told, and says when to stop
    django.setup()
    from cityloop.exchange.actions.replay import replay  # noqa: PLC0415 - needs Django to be set up first

    try:
        for tally in replay(rows, mapping, is_stopped=stopped.is_set):
            told.put(tally)
        told.put(None)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the process that waits has to hear of it
        told.put(error)
