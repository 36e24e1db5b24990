"""`cityloop up`, `stop` and `status`: one process that keeps the others alive."""

import argparse
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from cityloop.config.cluster import Cluster
from cityloop.config.home import ROOT, home, keep_secret, port, prepare, uses_embedded_cluster
from cityloop.config.postgres import ClusterError

PATIENCE = 30.0  # seconds a process may take to end before it is killed
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0  # seconds of life after which earlier failures are forgotten
LONGEST_LOG = 50 * 2**20
TICK = 0.25


@dataclass(slots=True)
class Child:
    """A process that must run."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0
    file: IO[bytes] | None = field(default=None, repr=False)

    def tend(self, at: float) -> None:
        """Start the process if it is due; note it if it has died."""
        if self.process is None:
            if at >= self.not_before:
                self._start(at)
        elif (code := self.process.poll()) is not None:
            lived = at - self.started
            self.failures = 1 if lived > HEALTHY_AFTER else self.failures + 1
            pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
            _say(f"{self.name} ended with {code} after {lived:.0f} s, starts again in {pause:.0f} s ({self.log})")
            self.process, self.not_before = None, at + pause

    def _start(self, at: float) -> None:
        with self.log.open("ab") as file:
            if file.tell() > LONGEST_LOG:
                file.truncate(0)
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.started = at
        (self.log.parent.parent / "run" / f"{self.name}.pid").write_text(str(self.process.pid))


class Supervisor:
    """Web and worker, restarted when they die, until told to stop."""

    def __init__(self, place: Path, *, reload: bool) -> None:
        """Prepare the processes of this home."""
        program = [sys.executable, "-m", "cityloop.config.cli"]
        self._children = [
            Child(name, [*program, name, "--supervised"], place / "logs" / f"{name}.log") for name in ("web", "worker")
        ]
        self._cluster = Cluster(place) if uses_embedded_cluster() else None
        self._stopping = False
        self._code = _newest_code() if reload else None

    def run(self) -> None:
        """Keep everything running; return when everything has ended."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        try:
            while not self._stopping:
                self._tend(time.monotonic())
                time.sleep(TICK)
        finally:
            self.end_children()

    def end_children(self) -> None:
        """Ask all processes to end, then make those end that do not."""
        running = [child.process for child in self._children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for child in self._children:
            child.process = None

    def _tend(self, at: float) -> None:
        if self._cluster and not self._cluster.postmaster():
            _say("PostgreSQL is down, starting it")
            with suppress(ClusterError):
                self._cluster.start()
        if self._code is not None and self._code != (code := _newest_code()):
            _say("the code changed, starting again")
            self._code = code
            self.end_children()
        for child in self._children:
            child.tend(at)

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signal module's shape
        self._stopping = True


def up(words: list[str]) -> int:
    """Run everything in the foreground: the database, its tables, web, worker."""
    parser = argparse.ArgumentParser(prog="cityloop up", description="Run CityLoop until told to stop.")
    parser.add_argument("--reload", action="store_true", help="start again when the code changes")
    parser.add_argument("--tables-ready", action="store_true", help="the caller has just migrated")
    wanted = parser.parse_args(words)
    place = prepare()
    with (place / "run" / "supervisor.pid").open("a+") as lock:
        if not _taken(lock):
            message = f"CityLoop is up already in {place}. `cityloop stop` ends it."
            raise ClusterError(message)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        if not wanted.tables_ready:
            ready_database(place)
        _require_free_port()
        supervisor = Supervisor(place, reload=wanted.reload)
        _say(f"CityLoop comes up at http://localhost:{port()} (logs: {place / 'logs'})")
        supervisor.run()
        if uses_embedded_cluster():
            Cluster(place).stop()
        _say("CityLoop has stopped")
    return 0


def ready_database(place: Path) -> None:
    """Bring the database up with the tables that this version wants.

    :raises ClusterError: it does not come up.
    """
    if uses_embedded_cluster():
        keep_secret()
        Cluster(place).start()
    done = subprocess.run(
        [sys.executable, "-m", "cityloop.config.cli", "migrate", "--no-input", "--verbosity=0"], check=False
    )
    if done.returncode:
        message = "The tables could not be brought up to date, see above."
        raise ClusterError(message)


def stop(words: list[str]) -> int:
    """End everything of this installation that runs."""
    argparse.ArgumentParser(prog="cityloop stop", description="End everything of this home.").parse_args(words)
    place = home()
    process = running_supervisor(place)
    if process:
        _say("stopping CityLoop …")
        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE + 10
        while running_supervisor(place) == process:
            if time.monotonic() > deadline:
                os.kill(process, signal.SIGKILL)  # its children notice by themselves
                break
            time.sleep(TICK)
    went_down = uses_embedded_cluster() and Cluster(place).stop()
    _say("stopped" if process or went_down else "nothing was running")
    return 0


def status(words: list[str]) -> int:
    """Say what runs; leave with 0 if requests are being served."""
    argparse.ArgumentParser(prog="cityloop status", description="Say what of this home runs.").parse_args(words)
    place = home()
    process = running_supervisor(place)
    _say(f"home        {place}")
    if uses_embedded_cluster():
        server = Cluster(place).postmaster()
        _say(f"PostgreSQL  {f'up (process {server})' if server else 'down'}")
    _say(f"supervisor  {f'up (process {process})' if process else 'down'}")
    ready = is_ready()
    _say(f"web         {'ready' if ready else 'not ready'} at http://localhost:{port()}")
    return 0 if ready else 3


def running_supervisor(place: Path) -> int | None:
    """Return the process that keeps this home up. Known by its lock, so a number that was reused deceives nobody."""
    file = place / "run" / "supervisor.pid"
    if not file.exists():
        return None
    with file.open("a+") as lock:
        if _taken(lock):
            return None
    text = file.read_text().strip()
    return int(text) if text else None


def is_ready() -> bool:
    """Return whether the web server says that it can serve."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port()}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _taken(lock: IO[str]) -> bool:
    """Take the lock if it is free; return whether we hold it."""
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _require_free_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("CITYLOOP_HOST") or "127.0.0.1", port()))
        except OSError as error:
            message = f"Port {port()} is in use. Set CITYLOOP_PORT to another one."
            raise ClusterError(message) from error


def _newest_code() -> float:
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*.py"))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
