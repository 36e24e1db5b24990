"""The gate before the threads of a web process."""

from queue import SimpleQueue
from threading import Event, Thread

import pytest

from cityloop.config import gate as gates
from cityloop.config.gate import Gate

PATIENCE = 5


class Guest:
    """A thread that enters, works until it is told to stop, and says what became of its place."""

    def __init__(self, gate: Gate) -> None:
        self.inside, self.stop = Event(), Event()
        self.kept: SimpleQueue[bool] = SimpleQueue()
        self._gate = gate
        self._thread = Thread(target=self._visit, daemon=True)
        self._thread.start()

    def _visit(self) -> None:
        self._gate.enter()
        self._gate.begin()
        self.inside.set()
        self.stop.wait(PATIENCE)
        kept = self._gate.end()
        if kept:
            self._gate.leave()
        self.kept.put(kept)

    def go(self) -> bool:
        self.stop.set()
        self._thread.join(PATIENCE)
        return self.kept.get(timeout=PATIENCE)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [100.0]
    monkeypatch.setattr(gates, "monotonic", lambda: moment[0])
    return moment


def test_no_more_than_its_places_work_at_once() -> None:
    gate = Gate(1)
    first = Guest(gate)
    assert first.inside.wait(PATIENCE)
    second = Guest(gate)

    gate.relieve()  # nobody has been there for long
    assert not second.inside.is_set()
    assert first.go() is True
    assert second.inside.wait(PATIENCE)
    assert second.go() is True


def test_who_stays_long_lets_the_next_one_in_and_gets_no_second_place_out_of_it(now: list[float]) -> None:
    gate = Gate(1)
    slow = Guest(gate)
    assert slow.inside.wait(PATIENCE)
    quick = Guest(gate)

    now[0] += gates.LONG * 1.01
    gate.relieve()
    assert quick.inside.wait(PATIENCE)
    assert slow.go() is False

    third = Guest(gate)
    assert not third.inside.is_set()
    assert quick.go() is True
    assert third.inside.wait(PATIENCE)
    assert third.go() is True
