"""The event stream as desks hear it, from a server that runs: their own news at once, nobody else's, nothing twice."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue
from threading import Event, Thread
from typing import Any

import httpx
import orjson
import pytest

from cityloop.config.listeners import FURTHEST_BACK
from cityloop.kernel.clock import now
from tests.faults.running import Running, eventually, running
from tests.support.town import EAST, EAST_SPOT, WEST_SPOT, key, position

pytestmark = pytest.mark.django_db
PATIENCE = 30.0
FLOODED = FURTHEST_BACK + 50
FLOOD = f"""
from uuid import uuid4
from django.db import transaction
from cityloop.cases.events import CaseMoved
from cityloop.kernel import outbox
from cityloop.kernel.clock import now
with transaction.atomic():
    for _ in range({FLOODED}):
        outbox.publish(CaseMoved(at=now(), case_id=uuid4(), number="flood", version=1, stage="ACCEPTANCE", phase="OPEN",
            class_code="1", grid_code="{EAST}001001001", holder_post="ACCEPTOR", holder_body_id=None, lead_body_id=None,
            due_at=None, verb="report", source="test"))
"""


@dataclass(frozen=True)
class Heard:
    """An event as it came."""

    id: str
    name: str
    body: dict[str, Any]
    at: float


class Ear:
    """Somebody who listens to the stream, in a thread of their own."""

    def __init__(self, town: Running, token: str, *, last: str = "", since: str = "") -> None:
        self.heard: Queue[Heard] = Queue()
        self.signs: Queue[Heard] = Queue()  # of life
        self.ended, self._open, self._town = Event(), Event(), town
        self._headers = {"Authorization": f"Bearer {token}"} | ({"Last-Event-ID": last} if last else {})
        self._since = {"since": since} if since else {}
        self.status = 0
        Thread(target=self._listen, daemon=True).start()
        assert self._open.wait(PATIENCE)

    def next(self) -> Heard:
        """Return the next event, waiting for it."""
        return self.heard.get(timeout=PATIENCE)

    def _listen(self) -> None:
        url = f"{self._town.url}/api/v1/stream"
        try:
            with httpx.stream("GET", url, headers=self._headers, params=self._since, timeout=60) as answer:
                self.status = answer.status_code
                self._open.set()
                for event in events(answer.iter_lines()):
                    (self.signs if event.name == "alive" else self.heard).put(event)
        except httpx.TransportError:
            pass  # the server has gone
        finally:
            self._open.set()
            self.ended.set()


def events(lines: Iterator[str]) -> Iterator[Heard]:
    """Read Server-Sent Events."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
        elif "data" in fields:
            yield Heard(fields["id"], fields["event"], orjson.loads(fields["data"]), time.monotonic())
            fields = {}
        else:
            fields = {}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("stream")
    with running(home, f"cityloop_stream_{os.getpid()}", CITYLOOP_STREAM_RECHECK="1") as found:
        yield found


def write(town: Running, who: str, path: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """Write something and return the answer."""
    headers = town.headers(who) | {"Idempotency-Key": str(key(name))}
    answer = httpx.post(f"{town.url}/api/v1{path}", headers=headers, json=body, timeout=PATIENCE)
    assert answer.status_code in (200, 201), answer.text
    told: dict[str, Any] = answer.json()
    return told


def report(town: Running, name: str, spot: tuple[float, float] = EAST_SPOT) -> dict[str, Any]:
    longitude, latitude = position(*spot)
    body = {"kind": "INCIDENT", "class_code": "06010", "longitude": longitude, "latitude": latitude}
    return write(town, "acceptor", "/cases", name, {**body, "source": "SUPERIOR", "description": name})


def bring_to(town: Running, name: str, body: str) -> str:
    """Report a case and dispatch it to a body."""
    case: str = report(town, name)["id"]
    moves: list[tuple[str, str, dict[str, Any]]] = [
        ("acceptor", "submit", {}),
        ("shift_leader", "file", {"limit": "4 work_hour"}),
        ("dispatcher", "dispatch", {"body_id": town.bodies[body]}),
    ]
    for seen, (who, verb, inputs) in enumerate(moves, start=1):
        write(town, who, f"/cases/{case}/moves/{verb}", f"{name}/{verb}", {"version": seen, **inputs})
    return case


def test_a_desk_hears_its_own_news_within_a_second(town: Running) -> None:
    ear = Ear(town, town.tokens["acceptor"])
    assert ear.next().name == "hello"
    delays = []

    for number in range(5):
        case = report(town, f"news {number}")
        answered = time.monotonic()
        heard = ear.next()
        assert (heard.name, heard.body["case_id"], heard.body["verb"]) == ("CaseMoved", case["id"], "register")
        delays.append(heard.at - answered)

    assert sorted(delays)[2] < 1.0, delays


def test_a_desk_hears_nothing_of_another_area(town: Running) -> None:
    west, whole = Ear(town, town.tokens["acceptor_west"]), Ear(town, town.tokens["acceptor"])
    assert {west.next().name, whole.next().name} == {"hello"}

    in_the_east = report(town, "in the east")["id"]
    in_the_west = report(town, "in the west", WEST_SPOT)["id"]

    assert [whole.next().body["case_id"] for _ in range(2)] == [in_the_east, in_the_west]
    assert west.next().body["case_id"] == in_the_west


def test_a_body_hears_nothing_of_another_bodys_cases(town: Running) -> None:
    other, ours = Ear(town, town.tokens["handler_other"]), Ear(town, town.tokens["handler"])
    assert {other.next().name, ours.next().name} == {"hello"}

    theirs = bring_to(town, "for HW", "HW")
    own = bring_to(town, "for SZ", "SZ")

    assert (other.next().body["case_id"], ours.next().body["case_id"]) == (theirs, own)


def test_whoever_comes_back_hears_what_they_missed_and_nothing_twice(town: Running) -> None:
    first = Ear(town, town.tokens["acceptor"])
    assert first.next().name == "hello"
    before = report(town, "before the cut")["id"]
    last = first.next()
    assert last.body["case_id"] == before

    missed = [report(town, f"during the cut {number}")["id"] for number in range(3)]
    eventually(lambda: not town.rows("SELECT 1 FROM kernel_outboxevent WHERE position IS NULL LIMIT 1"))
    again = Ear(town, town.tokens["acceptor"], last=last.id)
    after = report(town, "after the cut")["id"]

    assert [again.next().body["case_id"] for _ in range(4)] == [*missed, after]


def test_a_stream_outlives_the_process_that_served_it(town: Running) -> None:
    ear = Ear(town, town.tokens["acceptor"])
    last = ear.next()

    town.kill("web")
    for process in town.orphans:
        os.kill(process, signal.SIGKILL)
    assert ear.ended.wait(PATIENCE), "the line is cut"
    town.start("web")
    eventually(town.is_ready)
    case = report(town, "after the kill")["id"]

    assert Ear(town, town.tokens["acceptor"], last=last.id).next().body["case_id"] == case


def test_a_server_that_is_told_to_stop_waits_for_no_listener(town: Running) -> None:
    ear = Ear(town, town.tokens["acceptor"])
    ear.next()

    town.processes["web"].terminate()

    town.processes["web"].wait(10)  # seconds; a process that must be killed has had twenty
    assert ear.ended.wait(PATIENCE)
    town.start("web")
    eventually(town.is_ready)


def test_a_flood_breaks_no_stream_and_all_of_it_is_heard(town: Running) -> None:
    ear = Ear(town, town.tokens["acceptor"])
    ear.next()

    town.do("shell", "--no-imports", "-c", FLOOD)
    case = report(town, "after the flood")["id"]

    told = [ear.next() for _ in range(FLOODED + 1)]
    assert {event.name for event in told} == {"CaseMoved"}, "never told to ask for everything anew"
    assert told[-1].body["case_id"] == case
    places = [int(event.id) for event in told]
    assert places == sorted(set(places)), "each once and in order"
    assert not ear.ended.is_set()
    eventually(lambda: not town.rows("SELECT 1 FROM kernel_outboxevent WHERE position IS NULL LIMIT 1"))
    newest = town.rows("SELECT max(position) FROM kernel_outboxevent")[0][0]
    assert Ear(town, town.tokens["acceptor"], last=str(newest - FURTHEST_BACK)).next().name == "CaseMoved"
    assert Ear(town, town.tokens["acceptor"], last=str(newest - FURTHEST_BACK - 1)).next().name == "reset"


def test_a_quiet_stream_gives_signs_of_life_that_a_page_can_hear(town: Running) -> None:
    ear = Ear(town, town.tokens["collector_west"])
    greeted = ear.next()

    sign = ear.signs.get(timeout=PATIENCE)

    assert (sign.name, int(sign.id) >= int(greeted.id)) == ("alive", True)


def test_a_page_names_the_place_it_left_in_the_address(town: Running) -> None:
    """A new EventSource cannot send Last-Event-ID; one that comes back by itself sends it, and that one is newer."""
    first = Ear(town, town.tokens["acceptor"])
    start = first.next()
    cases = [report(town, f"named in the address {number}")["id"] for number in range(2)]
    told = [first.next() for _ in cases]

    by_address = Ear(town, town.tokens["acceptor"], since=start.id)
    by_both = Ear(town, town.tokens["acceptor"], since=start.id, last=told[0].id)
    nonsense = Ear(town, town.tokens["acceptor"], since="yesterday")

    assert [by_address.next().body["case_id"] for _ in cases] == cases
    assert by_both.next().body["case_id"] == cases[1]
    assert nonsense.next().name == "reset"


def test_a_revoked_token_ends_the_stream(town: Running) -> None:
    seat = httpx.get(f"{town.url}/api/v1/session", headers=town.headers("acceptor")).json()["seats"][0]["seat_id"]
    until = now().replace(microsecond=0).isoformat().replace("+00:00", "Z")
    wanted = {"name": "for a day", "seat_id": seat, "expires_at": f"{int(until[:4]) + 1}{until[4:]}"}
    issued = write(town, "acceptor", "/tokens", "a token for a day", wanted)
    ear = Ear(town, issued["secret"])
    assert ear.next().name == "hello"

    ended = httpx.delete(f"{town.url}/api/v1/tokens/{issued['token_id']}", headers=town.headers("acceptor"))

    assert ended.status_code == 204
    assert ear.ended.wait(PATIENCE)
    assert Ear(town, issued["secret"]).status == 401


def test_nobody_listens_without_a_token(town: Running) -> None:
    answer = httpx.get(f"{town.url}/api/v1/stream", timeout=PATIENCE)

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
