"""Installations of their own, far from the one that the other tests use."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cityloop.config.cluster import Cluster

logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Installation:
    """A home with everything running in it."""

    home: Path
    port: int
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a `cityloop` command of this installation."""
        command = [sys.executable, "-m", "cityloop.config.cli", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=90)

    def program(self, text: str) -> str:
        """Run a Python program inside this installation and return what it prints."""
        done = self.run("shell", "--no-imports", "-c", text)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def process(self, name: str) -> int:
        """Return the process id of web or worker."""
        return int((self.home / "run" / f"{name}.pid").read_text())

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


def eventually(holds: Callable[[], bool], *, seconds: float = 40) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"did not come true within {seconds} s"
        time.sleep(0.1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder that other users cannot read, as a home is; its cluster goes with it."""
    place = tmp_path / "home"
    place.mkdir(mode=0o700)
    yield place
    Cluster(place).remove()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Everything up, on a cluster that may lose data."""
    place = tmp_path_factory.mktemp("installation")
    port = _free_port()
    inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith(("CITYLOOP_", "COV_"))}
    environment = inherited | {
        "CITYLOOP_HOME": str(place),
        "CITYLOOP_PORT": str(port),
        "CITYLOOP_WORKERS": "2",
        "CITYLOOP_LARGEST_BODY": "100000",
        "CITYLOOP_LARGEST_IMPORT": "3000000",
    }
    running = Installation(place, port, environment)
    Cluster(place, durable=False).start()
    command = [sys.executable, "-m", "cityloop.config.cli", "up"]
    with (place / "up.log").open("w") as log:
        supervisor = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
    try:
        eventually(lambda: running.is_ready() or supervisor.poll() is not None, seconds=120)
        assert supervisor.poll() is None, (place / "up.log").read_text()
        yield running
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(60)
        Cluster(place).remove()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
