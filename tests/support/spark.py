"""A real standalone Spark cluster on this machine: a master and workers, each a process of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
HERE = "127.0.0.1"
PATIENCE = 40.0  # seconds for a process to say that it is there


def missing() -> str:
    """Return what a cluster lacks on this machine, nothing if it has all."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (cityloop[spark])"
    return "" if shutil.which("java") else "there is no java on this machine (17 or newer is needed)"


@contextmanager
def cluster(folder: Path, *, workers: int, cores: int = 1, memory: str = "1g") -> Iterator[str]:
    """Yield the address of a master with so many workers of so many cores; all are gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    address = f"spark://{HERE}:{port}"
    started = [_started(folder / "master.log", MASTER, "--host", HERE, "--port", str(port), "--webui-port", "0")]
    try:
        _wait(folder / "master.log", "I have been elected leader")
        for number in range(workers):
            place = folder / f"worker-{number}"
            options = ["--host", HERE, "--webui-port", "0", "--cores", str(cores), "--memory", memory]
            started.append(_started(folder / f"{place.name}.log", WORKER, *options, "--work-dir", str(place), address))
        for number in range(workers):
            _wait(folder / f"worker-{number}.log", "Successfully registered with master")
        yield address
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _started(log: Path, *words: str) -> "subprocess.Popen[bytes]":
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent
    with log.open("wb") as told:
        return subprocess.Popen(
            ["/usr/bin/env", f"SPARK_HOME={home}", f"SPARK_LOCAL_IP={HERE}", str(home / "bin/spark-class"), *words],
            stdout=told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while not re.search(words, log.read_text(errors="replace")):
        if time.monotonic() > until:
            message = f"no {words!r} in {log}:\n{log.read_text(errors='replace')[-2000:]}"
            raise TimeoutError(message)
        time.sleep(0.1)
