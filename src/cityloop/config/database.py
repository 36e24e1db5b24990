"""`cityloop db`: the private cluster by hand."""

import argparse
import os
import sys

from cityloop.config.cluster import Cluster
from cityloop.config.home import home, prepare, uses_embedded_cluster
from cityloop.config.postgres import ClusterError
from cityloop.config.server import NAME


def command(words: list[str]) -> int:
    """Start, stop, ask after, open or delete the private cluster of this installation."""
    parser = argparse.ArgumentParser(prog="cityloop db", description="The private PostgreSQL of this installation.")
    parser.add_argument("verb", choices=["start", "stop", "status", "psql", "remove"])
    parser.add_argument("--yes", action="store_true", help="with remove: delete all data without asking")
    known, rest = parser.parse_known_args(words)
    if rest and known.verb != "psql":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    if not uses_embedded_cluster():
        message = "DATABASE_URL names a server, so there is no private cluster to speak of."
        raise ClusterError(message)
    cluster = Cluster(prepare())
    match known.verb:
        case "start":
            _say("started" if cluster.start() else "was up already")
        case "stop":
            _say("stopped" if cluster.stop() else "was not up")
        case "remove":
            _remove(cluster, sure=known.yes)
        case "psql":
            _psql(cluster, rest)
        case _:
            return _status(cluster)
    return 0


def _status(cluster: Cluster) -> int:
    process, record = cluster.postmaster(), cluster.record
    where = f" in {record.place}" if record else ""
    _say(f"up (process {process}){where}, socket {record.socket}" if process and record else f"down{where}")
    return 0 if process else 3


def _remove(cluster: Cluster, *, sure: bool) -> None:
    if not sure:
        message = f"This deletes every case, account and photo index of {home()}. Say --yes to do it."
        raise ClusterError(message)
    _say("removed" if cluster.remove() else "there was none")


def _psql(cluster: Cluster, words: list[str]) -> None:
    cluster.start()
    record = cluster.record
    assert record  # noqa: S101 - start has just written it
    path = cluster.programs().path("psql")
    os.execv(path, [path, "-h", str(record.socket), "-p", "5432", "-U", NAME, "-d", NAME, *words])  # noqa: S606 - no shell wanted


def _say(text: str) -> None:
    sys.stdout.write(f"PostgreSQL {text}\n")
