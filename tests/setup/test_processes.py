"""The processes as they run: real ones, in an installation of their own."""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from cityloop.config.home import ROOT
from tests.setup.conftest import Installation, eventually

BUILT = ROOT / "web/apps/console/dist"
PIECE = 256 * 2**10  # what the gateway sends at once

PUBLISH = """
from uuid import uuid4
from django.db import transaction
from cityloop.cases.events import CaseMoved
from cityloop.kernel import outbox
from cityloop.kernel.clock import now
for grid in {grids!r}:
    with transaction.atomic():
        outbox.publish(CaseMoved(at=now(), case_id=uuid4(), number=grid, version=1, stage="FILING", phase="OPEN",
            class_code="1", grid_code=grid, holder_post=None, holder_body_id=None, lead_body_id=None, due_at=None,
            verb="file", source="test"))
"""
TOKEN = """
from datetime import timedelta
from uuid import uuid4
from cityloop.access import api as access
from cityloop.kernel.clock import now
at = now()
system = access.system_actor("test")
draft = access.AccountDraft(username=uuid4().hex, display_name="班长")
account = access.create_account(draft=draft, actor=system, at=at)
seat = access.grant_seat(account_id=account.account_id, post=access.Post.SHIFT_LEADER, area_code="110101",
    valid_from=at - timedelta(days=1))
until = at + timedelta(days=1)
print(access.issue_token(name="stream", seat_id=seat.seat_id, expires_at=until, actor=system, at=at).secret)
"""


@pytest.fixture(scope="module")
def token(installation: Installation) -> str:
    return installation.program(TOKEN)


def events(installation: Installation, token: str, *, since: str | None, count: int) -> list[tuple[str, str, str]]:
    """Return the first events of a stream: id, name, data."""
    headers = {"Authorization": f"Bearer {token}"} | ({"Last-Event-ID": since} if since is not None else {})
    found: list[tuple[str, str, str]] = []
    with httpx.stream("GET", f"{installation.url}/api/v1/stream", headers=headers, timeout=20) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        for event in _parsed(response.iter_lines()):
            found.append(event)
            if len(found) == count:
                break
    return found


def _parsed(lines: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
        else:
            if "data" in fields:
                yield fields["id"], fields["event"], fields["data"]
            fields = {}


def test_it_is_alive_and_ready(installation: Installation) -> None:
    assert httpx.get(f"{installation.url}/healthz").json() == {"status": "alive"}
    assert httpx.get(f"{installation.url}/readyz").json() == {"status": "ready", "missing": {}}


def test_figures_are_summed_over_the_processes(installation: Installation) -> None:
    for _ in range(20):
        httpx.get(f"{installation.url}/nowhere.txt")  # each on a connection of its own, so both processes answer some

    figures = httpx.get(f"{installation.url}/metrics").text

    line = next(line for line in figures.splitlines() if 'route="unknown",status="404"' in line)
    assert float(line.rsplit(" ", 1)[1]) >= 20
    assert "cityloop_outbox_waiting 0.0" in figures


def test_figures_are_not_for_those_behind_the_proxy(installation: Installation) -> None:
    answer = httpx.get(f"{installation.url}/metrics", headers={"X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code == 403


def test_a_body_that_is_too_large_is_refused(installation: Installation) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 1000

    announced = httpx.post(f"{installation.url}/healthz", content=b"x" * 100_001)
    unannounced = httpx.post(f"{installation.url}/healthz", content=pieces())
    fitting = httpx.post(f"{installation.url}/healthz", content=b"x" * 100_000)

    assert [answer.status_code for answer in (announced, unannounced, fitting)] == [413, 413, 405]
    assert fitting.headers["content-type"] == "application/problem+json"
    assert fitting.headers["allow"] == "GET, HEAD"


def test_a_file_of_components_may_be_larger_than_other_requests(installation: Installation, token: str) -> None:
    def preview(size: int) -> httpx.Response:
        content = b"code,x,y\n" + b"1,2,3\n" * (size // 6)
        to = f"{installation.url}/api/v1/assets/previews"
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(to, headers=headers, data={"layer": ""}, files={"file": ("bins.csv", content)}, timeout=30)

    assert preview(2_900_000).status_code == 403, "it has come in, and this seat may not"
    refused = preview(3_000_000)
    assert refused.status_code == 413
    assert "3000000" in refused.json()["detail"]


def test_a_stranger_hears_nothing(installation: Installation) -> None:
    answer = httpx.get(f"{installation.url}/api/v1/stream")

    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:cityloop:problem:not-signed-in"


def test_the_stream_brings_what_the_seat_covers(installation: Installation, token: str) -> None:
    heard: list[tuple[str, str, str]] = []
    listener = threading.Thread(target=lambda: heard.extend(events(installation, token, since=None, count=3)))
    listener.start()
    time.sleep(1)

    installation.program(PUBLISH.format(grids=["110101001001001", "120101001001001", "110101001001002"]))
    listener.join(20)

    assert [name for _, name, _ in heard] == ["hello", "CaseMoved", "CaseMoved"]
    assert ["110101001001001" in data or "110101001001002" in data for *_, data in heard[1:]] == [True, True]
    assert "source" not in heard[1][2], "what is not named in TOLD stays inside"


def test_a_client_that_comes_back_hears_what_it_missed(installation: Installation, token: str) -> None:
    ((last, *_),) = events(installation, token, since=None, count=1)
    installation.program(PUBLISH.format(grids=["110101001001007", "120101001001007", "110101001001008"]))
    waiting = "from cityloop.kernel.models import OutboxEvent; print(OutboxEvent.objects.filter(position=None).count())"
    eventually(lambda: installation.program(waiting) == "0")

    missed = events(installation, token, since=last, count=2)

    assert [int(place) - int(last) for place, *_ in missed] == [1, 3]


@pytest.mark.parametrize("since", ["999999999", "yesterday"])
def test_a_client_from_another_age_starts_afresh(installation: Installation, token: str, since: str) -> None:
    ((_, name, _),) = events(installation, token, since=since, count=1)

    assert name == "reset"


def test_the_files_that_the_page_names_come_compressed(installation: Installation) -> None:
    with httpx.Client(base_url=installation.url, headers={"Accept-Encoding": "br"}) as browser:
        named = re.findall(r'"/(assets/[^"]+)"', browser.get("/desk").text)
        answers = [browser.get(f"/{path}") for path in named]

    assert len(named) >= 2
    assert {answer.headers.get("content-encoding") for answer in answers} == {"br"}
    assert [answer.content for answer in answers] == [(BUILT / path).read_bytes() for path in named]


def test_a_large_file_arrives_whole(installation: Installation) -> None:
    """It goes out in several pieces, each waiting for the one before."""
    largest = max((BUILT / "assets").glob("*.js"), key=lambda file: file.stat().st_size)
    assert largest.stat().st_size > 2 * PIECE

    answer = httpx.get(f"{installation.url}/assets/{largest.name}", headers={"Accept-Encoding": "identity"})

    assert int(answer.headers["content-length"]) == largest.stat().st_size
    assert answer.content == largest.read_bytes()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_is_killed_comes_back(installation: Installation, name: str) -> None:
    killed = installation.process(name)

    os.kill(killed, signal.SIGKILL)

    eventually(lambda: installation.process(name) != killed and installation.is_ready())


def test_a_killed_request_process_is_replaced(installation: Installation) -> None:
    web = installation.process("web")
    killed = next(iter(children(web)))

    os.kill(killed, signal.SIGKILL)

    eventually(lambda: killed not in children(web) and len(children(web)) == 2 and installation.is_ready())
    assert installation.process("web") == web


def test_a_killed_database_comes_back(installation: Installation) -> None:
    record = installation.run("db", "status")
    killed = int(record.stdout.split("process ")[1].split(")")[0])

    os.kill(killed, signal.SIGKILL)

    eventually(lambda: str(killed) not in installation.run("db", "status").stdout and installation.is_ready())


def test_a_second_supervisor_is_refused(installation: Installation) -> None:
    refused = installation.run("up")

    assert refused.returncode == 1
    assert "is up already" in refused.stderr


def test_children_do_not_outlive_a_killed_supervisor(installation: Installation) -> None:
    """Last in this file: afterwards everything is started again by hand."""
    supervisor = int((installation.home / "run/supervisor.pid").read_text())
    processes = [installation.process("web"), installation.process("worker")]
    assert installation.run("status").returncode == 0

    os.kill(supervisor, signal.SIGKILL)

    eventually(lambda: not any(lives(process) for process in processes))
    assert installation.run("stop").returncode == 0
    assert installation.run("status").returncode == 3


def children(process: int) -> set[int]:
    """Return the processes that this one has started and that live."""
    with open(f"/proc/{process}/task/{process}/children") as file:  # noqa: PTH123 - a file of the kernel, not of a disk
        return {int(word) for word in file.read().split() if lives(int(word))}


def lives(process: int) -> bool:
    """Return whether this process runs; one that has ended and was not yet buried does not."""
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123 - the same
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
