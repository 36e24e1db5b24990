"""Nothing acknowledged is lost: web and worker are killed under load, again and again, and everything adds up."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import UUID

import httpx
import pytest

from cityloop.cases.tests.factories import picture
from tests.faults.running import Running, eventually, running
from tests.support.town import EAST_SPOT, key, position

pytestmark = pytest.mark.django_db
KILLS = 20
SEED = 20260302
DESKS = 4
LONGITUDE, LATITUDE = position(*EAST_SPOT)


@dataclass
class Ledger:
    """What was acknowledged, in the words of the answers."""

    cases: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    steps: dict[UUID, UUID] = field(default_factory=dict)  # key of the move: its case
    versions: dict[UUID, int] = field(default_factory=dict)
    photos: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    retried: int = 0

    @property
    def count(self) -> int:
        """Return how many writes were acknowledged so far."""
        return len(self.cases) + len(self.steps) + len(self.photos)


class Load(Thread):
    """Somebody who reports cases and moves them on, and asks again with the same key whenever the line breaks."""

    def __init__(self, town: Running, ledger: Ledger, number: int, enough: Event) -> None:
        super().__init__(name=f"load-{number}")
        self.town, self.ledger, self.number, self.enough = town, ledger, number, enough
        self.failure: Exception | None = None
        self.client = httpx.Client(timeout=20)

    def run(self) -> None:
        try:
            serial = 0
            while not self.enough.is_set():
                self.bring_a_case_to_its_check(serial)
                serial += 1
        except Exception as error:  # noqa: BLE001 - told by the test, which waits for us
            self.failure = error

    def bring_a_case_to_its_check(self, serial: int) -> None:
        case = key(f"load/{self.number}/{serial}")
        self.ledger.cases[case] = self.report(case)
        self.ledger.versions[case] = 1
        self.move(case, "acceptor", "submit")
        self.move(case, "shift_leader", "file", limit="4 work_hour")
        self.move(case, "dispatcher", "dispatch", body_id=self.town.bodies["HW"])
        photo = key(f"{case}/photo")
        self.ledger.photos[photo] = self.upload(photo).json()
        self.move(case, "handler_other", "feed_back", photo_ids=[str(photo)])

    def report(self, case: UUID) -> dict[str, Any]:
        body = {
            "kind": "INCIDENT",
            "class_code": "06010",
            "longitude": LONGITUDE,
            "latitude": LATITUDE,
            "source": "SUPERIOR",
            "description": f"case {case}",
        }
        told: dict[str, Any] = self.ask("acceptor", "/cases", case, json=body).json()
        return told

    def move(self, case: UUID, who: str, verb: str, **inputs: object) -> None:
        step, seen = key(f"{case}/{verb}"), self.ledger.versions[case]
        answer = self.ask(who, f"/cases/{case}/moves/{verb}", step, json={"version": seen, **inputs}).json()
        assert answer["version"] == seen + 1, answer
        self.ledger.steps[step] = case
        self.ledger.versions[case] = seen + 1

    def upload(self, photo: UUID) -> httpx.Response:
        form = {"usage": "AFTER", "taken_at": datetime(2026, 3, 2, tzinfo=UTC).isoformat()}
        file = {"file": ("after.jpg", picture(), "image/jpeg")}
        return self.ask("handler_other", "/cases/photos", photo, data=form, files=file)

    def ask(self, who: str, path: str, name: UUID, **body: Any) -> httpx.Response:
        """Send a write until it is answered, always under the same key."""
        headers = {**self.town.headers(who), "Idempotency-Key": str(name)}
        while True:
            try:
                answer = self.client.post(f"{self.town.url}/api/v1{path}", headers=headers, **body)
            except httpx.TransportError:
                self.ledger.retried += 1
                eventually(self.town.is_ready)
                continue
            assert answer.status_code in (200, 201), (path, answer.status_code, answer.text)
            return answer


class Listener(Thread):
    """A desk that listens to the stream, and comes back with the last id it heard whenever the line breaks."""

    def __init__(self, town: Running) -> None:
        super().__init__(name="listener", daemon=True)
        self.town = town
        self.last = ""
        self.client = httpx.Client(timeout=30)
        self.heard: list[int] = []
        self.resets = 0
        self.cuts = 0
        self.enough = Event()

    def run(self) -> None:
        while not self.enough.is_set():
            headers = self.town.headers("shift_leader") | ({"Last-Event-ID": self.last} if self.last else {})
            try:
                with self.client.stream("GET", f"{self.town.url}/api/v1/stream", headers=headers) as answer:
                    if answer.status_code == 200:
                        self.listen(answer.iter_lines())
            except httpx.TransportError:
                self.enough.wait(0.1)
            self.cuts += 1

    def end(self) -> None:
        """Stop listening, with the next event or sign of life."""
        self.enough.set()
        self.join(60)
        self.client.close()

    def listen(self, lines: Iterator[str]) -> None:
        fields: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
                continue
            self.last = fields.get("id", self.last)
            self.resets += fields.get("event") == "reset"
            if fields.get("event") == "CaseMoved":
                self.heard.append(int(fields["id"]))
            fields = {}  # an empty line ends an event, or a sign of life
            if self.enough.is_set():
                return


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("faults")
    with running(home, f"cityloop_faults_{os.getpid()}", CITYLOOP_STREAM_RECHECK="1") as found:
        yield found


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def listener(town: Running) -> Iterator[Listener]:
    found = Listener(town)
    found.start()
    eventually(lambda: bool(found.last))
    yield found
    found.end()


@pytest.fixture
def loads(town: Running, ledger: Ledger) -> Iterator[list[Load]]:
    enough = Event()
    found = [Load(town, ledger, number, enough) for number in range(DESKS)]
    for load in found:
        load.start()
    yield found
    enough.set()
    for load in found:
        load.join(60)
        load.client.close()


def test_nothing_acknowledged_is_lost_when_processes_are_killed(
    town: Running, ledger: Ledger, listener: Listener, loads: list[Load]
) -> None:
    victims = kill_again_and_again(town, ledger, loads)
    for load in loads:
        load.enough.set()
    eventually(lambda: go_on(town, not any(load.is_alive() for load in loads)))

    assert [load.failure for load in loads] == [None] * DESKS
    assert victims.keys() == {"web", "worker", "request"}
    eventually(lambda: not town.rows("SELECT 1 FROM kernel_outboxevent WHERE position IS NULL LIMIT 1"))
    everything_acknowledged_is_there_once(town, ledger)
    every_event_was_delivered_once(town, ledger, listener)
    answers_are_remembered(town, ledger, loads[0])
    verified = town.run("verify-history")
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stderr
    assert verified.stdout.strip() == f"{len(ledger.cases)} cases verified."


def kill_again_and_again(town: Running, ledger: Ledger, loads: list[Load]) -> dict[str, int]:
    """Kill, each time after another number of acknowledged writes; return how often each kind of process was hit."""
    random, victims = Random(SEED), dict[str, int]()  # noqa: S311 - to be the same every time is what it is for
    for _ in range(KILLS):
        wanted = ledger.count + random.randint(1, 12)
        eventually(lambda wanted=wanted: go_on(town, ledger.count >= wanted or any(load.failure for load in loads)))
        victim = random.choice(["web", "worker", "request", "request"])
        if victim == "request":
            eventually(lambda: go_on(town, bool(town.request_processes())))
            os.kill(random.choice(town.request_processes()), signal.SIGKILL)
        else:
            town.kill(victim)
            town.start(victim)
        victims[victim] = victims.get(victim, 0) + 1
    return victims


def go_on(town: Running, enough: bool) -> bool:  # noqa: FBT001 - what is waited for
    """Keep up what must run, and say whether that was enough."""
    town.tend()
    return enough


def everything_acknowledged_is_there_once(town: Running, ledger: Ledger) -> None:
    stored = {case: (number, version, steps) for case, number, version, steps in town.rows(
        "SELECT c.id, c.number, c.version, (SELECT count(*) FROM cases_casestep s WHERE s.case_id = c.id)"
        " FROM cases_case c"
    )}  # fmt: skip
    told = {
        case: (answer["number"], ledger.versions[case], ledger.versions[case]) for case, answer in ledger.cases.items()
    }
    assert stored == told, "every acknowledged case, its number, its version, and a step for every version"
    moves = dict(town.rows("SELECT id, case_id FROM cases_casestep WHERE number > 1"))
    assert moves == ledger.steps, "every acknowledged move once, and no other"
    assert {photo for (photo,) in town.rows("SELECT id FROM cases_photo WHERE case_id IS NOT NULL")} == set(
        ledger.photos
    )
    numbers = sorted(answer["number"] for answer in ledger.cases.values())
    assert len(numbers) == len(set(numbers))


def every_event_was_delivered_once(town: Running, ledger: Ledger, listener: Listener) -> None:
    events = town.rows("SELECT position, name, body->>'case_id', (body->>'version')::int, attempts FROM"
                       " kernel_outboxevent ORDER BY position")  # fmt: skip
    assert [event[0] for event in events] == list(range(1, len(events) + 1)), "no gap, none twice"
    assert {event[4] for event in events} == {0}
    moved = [(UUID(case), version) for _, name, case, version, _ in events if name == "CaseMoved"]
    wanted = {(case, version) for case, last in ledger.versions.items() for version in range(1, last + 1)}
    assert (len(moved), set(moved)) == (len(wanted), wanted), "one event for every version of every case"
    positions = [position for position, name, *_ in events if name == "CaseMoved"]
    eventually(lambda: listener.resets > 0 or len(listener.heard) >= len(positions))
    assert (listener.heard, listener.resets) == (positions, 0), "the desk heard each once and in order, cuts or not"
    assert listener.cuts > 0


def answers_are_remembered(town: Running, ledger: Ledger, load: Load) -> None:
    for case, answer in ledger.cases.items():
        again = load.report(case)
        assert (again["id"], again["number"]) == (answer["id"], answer["number"])
    for photo, answer in list(ledger.photos.items())[:20]:
        again = load.upload(photo)
        assert (again.json(), again.headers["Idempotent-Replay"]) == (answer, "true")
    assert Path(town.home / "files").is_dir()
    assert town.rows("SELECT count(*) FROM cases_case") == [(len(ledger.cases),)]
