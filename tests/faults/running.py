"""CityLoop as it runs: real processes, on a database of its own that holds the town, on a free port."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import orjson
import psycopg
from django.db import connection

from cityloop.config.home import ROOT
from tests.support.databases import access, create, drop

logging.getLogger("httpx").setLevel(logging.WARNING)
BUILD = """
import json
from cityloop.kernel.clock import now
from tests.support.town import build
town = build(at=now())
bodies = {name: str(body) for name, body in town.bodies.items()}
accounts = {name: str(actor.account_id) for name, actor in town.actors.items()}
print(json.dumps({"tokens": town.tokens, "bodies": bodies, "accounts": accounts}))
"""
PROGRAM = [sys.executable, "-m", "cityloop.config.cli"]


@dataclass
class Running:
    """One CityLoop: its processes can be started, killed and started again."""

    home: Path
    port: int
    environment: dict[str, str]
    database: dict[str, Any]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    orphans: list[int] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `cityloop` command here."""
        return subprocess.run(
            [*PROGRAM, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )

    def do(self, *words: str) -> str:
        """Run a `cityloop` command that must not fail; return what it printed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        """Start web or worker."""
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*PROGRAM, name, "--supervised"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, name: str) -> None:
        """End web or worker with no chance to say anything; what web had started notices by itself, a little later."""
        if name == "web":
            self.orphans += self.request_processes()
        self.processes[name].kill()
        self.processes[name].wait(30)

    def stop(self) -> None:
        """End all processes, and hold that none is left behind."""
        orphans = self.orphans + self.request_processes()
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        eventually(lambda: not any(map(lives, orphans)))

    def request_processes(self) -> list[int]:
        """Return the processes that web has started to answer requests."""
        web = self.processes.get("web")
        if web is None or web.poll() is not None:
            return []
        started = Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split()
        return [process for process in map(int, started) if lives(process)]

    def is_ready(self) -> bool:
        """Return whether requests are being answered."""
        probe = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            probe.request("GET", "/readyz")
            return probe.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            probe.close()

    def tend(self) -> None:
        """Start again what has ended by itself, as the supervisor does."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(name)

    def headers(self, who: str) -> dict[str, str]:
        """Return how somebody proves who they are."""
        return {"Authorization": f"Bearer {self.tokens[who]}"}

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what the database holds."""
        with psycopg.connect(**self.database, autocommit=True) as link:
            return link.execute(query.encode(), values).fetchall()


def eventually(holds: Callable[[], bool], *, seconds: float = 180) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"did not come true within {seconds} s"
        time.sleep(0.1)


def lives(process: int) -> bool:
    """Return whether this process runs; one that has ended and was not yet buried does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@contextmanager
def running(home: Path, name: str, *, furnish: str = "", **environment: str) -> Iterator[Running]:
    """Yield a CityLoop with the town in it and everything up; nothing of it is left afterwards.

    :param furnish: statements of Python that put more into `town`.
    """
    settings = connection.settings_dict
    has_tables = create(name)
    port = _free_port()
    ours = ("CITYLOOP_", "COV_", "DATABASE_")
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(ours)}  # noqa: TID251 - for the processes we start
    own = {
        "DATABASE_URL": _url(settings, name),
        "CITYLOOP_HOME": str(home),
        "CITYLOOP_PORT": str(port),
        "CITYLOOP_WORKERS": "2",
        "CITYLOOP_THREADS": "4",
        "CITYLOOP_SECRET_KEY": "a key for this test only, of no use elsewhere",
        "CITYLOOP_LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    found = Running(home, port, inherited | own | environment, access() | {"dbname": name})
    try:
        if not has_tables:
            found.do("migrate", "--no-input", "--verbosity=0")
        _fill(found, furnish)
        found.start("web")
        found.start("worker")
        eventually(found.is_ready)
        yield found
    finally:
        found.stop()
        drop(name)


def _fill(found: Running, furnish: str) -> None:
    town = orjson.loads(found.do("shell", "--no-imports", "-c", BUILD + furnish).strip().splitlines()[-1])
    found.tokens, found.bodies, found.accounts = town["tokens"], town["bodies"], town["accounts"]


def _url(settings: dict[str, Any], name: str) -> str:
    """Return a database of the same server as DATABASE_URL names it: a socket's folder stands in the path."""
    who = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    host = settings["HOST"]
    if host.startswith("/"):
        return f"postgis://{who}@/{host}/{name}"
    return f"postgis://{who}@{host}:{settings['PORT'] or 5432}/{name}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
