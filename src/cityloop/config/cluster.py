"""A private PostgreSQL cluster: made, started and stopped by us, reached through a socket that only we may open."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from cityloop.config.postgres import ClusterError, Programs, find_programs
from cityloop.config.server import (
    NAME,
    SOCKET_NAME,
    Record,
    configure,
    create_database,
    give,
    initialise,
    is_ours,
    launch,
    lines,
    programs_of,
    run_program,
    works_in,
)

ROOTS_PLACE = Path("/var/lib/cityloop")  # PostgreSQL refuses root, and its own user may not be able to read our folder
SOCKET_LIMIT = 107


class Cluster:
    """The cluster of one home. A cluster that is not durable is for tests: it may lose what it acknowledged."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """Speak of the cluster of this home; `durable` counts when it is made."""
        self._home = home
        self._file = home / "cluster.json"
        self._durable = durable

    @property
    def record(self) -> Record | None:
        """Where the cluster is; nothing before its first start."""
        if not self._file.exists():
            return None
        kept = json.loads(self._file.read_text())
        return Record(place=Path(kept["place"]), socket=Path(kept["socket"]), durable=kept["durable"])

    @property
    def url(self) -> str:
        """The address for DATABASE_URL-like settings, of a cluster that was started before."""
        record = self.record
        return f"postgis://{NAME}@/{record.socket if record else self._home / 'not-started'}/{NAME}"

    def postmaster(self) -> int | None:
        """Return the process id of the server while it is up and takes connections."""
        record = self.record
        said = lines(record.place / "data/postmaster.pid") if record else []
        if len(said) < 8 or said[7].strip() != "ready" or not works_in(int(said[0]), Path(said[1])):
            return None
        return int(said[0])

    def start(self) -> bool:
        """Bring the cluster up, making it first if there is none; return whether there was anything to do.

        :raises ClusterError: it does not come up.
        """
        if self.postmaster():
            return False
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            if self.postmaster():
                return False
            record = self._settle()
            programs = initialise(record)
            configure(record)
            launch(record, programs)
            create_database(record, programs)
        return True

    def stop(self) -> bool:
        """Take the cluster down, after what it is doing now; return whether there was anything to do.

        :raises ClusterError: it does not go down.
        """
        record = self.record
        if not record or not self.postmaster():
            return False
        with self._locked():
            data = record.place / "data"
            done = run_program(programs_of(data), "pg_ctl", "stop", "-D", str(data), "-m", "fast", "-w", "-t", "60")
        if done.returncode and self.postmaster():
            message = f"PostgreSQL did not stop: {done.stderr.strip()}"
            raise ClusterError(message)
        return True

    def remove(self) -> bool:
        """Stop the cluster and delete all it holds; return whether there was one."""
        self.stop()
        record = self.record
        if not record:
            return False
        for place in (record.place, record.socket):
            rmtree(place, ignore_errors=True)
        self._file.unlink()
        return True

    def programs(self) -> Programs:
        """Return the PostgreSQL programs that fit this cluster."""
        record = self.record
        return programs_of(record.place / "data") if record else find_programs()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._home / "cluster.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _settle(self) -> Record:
        """Decide where the cluster lives, so that a home that was moved or whose socket was swept away still works."""
        known = self._own_record()
        place = self._home / "postgres" if os.getuid() else known.place if known else _fresh_place()
        place.mkdir(mode=0o700, exist_ok=True)
        give(place)
        socket = place / "socket"
        if len(str(socket / SOCKET_NAME)) > SOCKET_LIMIT:
            kept = known.socket if known else None
            socket = kept if kept and is_ours(kept) else Path(mkdtemp(prefix="cityloop-", dir="/tmp"))
        socket.mkdir(mode=0o700, exist_ok=True)
        give(socket)
        record = Record(place=place, socket=socket, durable=known.durable if known else self._durable)
        self._keep(record)
        return record

    def _keep(self, record: Record) -> None:
        kept = {"home": str(self._home), "place": str(record.place), "socket": str(record.socket)}
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps(kept | {"durable": record.durable}))
        draft.rename(self._file)

    def _own_record(self) -> Record | None:
        """Return the record unless it came here with a copied or moved folder.

        :raises ClusterError: it names a cluster that is somebody else's.
        """
        record = self.record
        if not record:
            return None
        if os.getuid() and record.place.is_relative_to(ROOTS_PLACE):
            message = f"{self._home} was set up by root: run this as root, or name another CITYLOOP_HOME."
            raise ClusterError(message)
        original = Path(json.loads(self._file.read_text())["home"])
        if original == self._home or not record.place.exists():
            return record if record.place.exists() else None
        if os.getuid() == 0 and Cluster(original).record == record:
            message = f"{self._home} is a copy of {original}: delete {self._file} to start with an empty database."
            raise ClusterError(message)
        return record if os.getuid() == 0 else None


def _fresh_place() -> Path:
    ROOTS_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return ROOTS_PLACE / secrets.token_hex(8)
