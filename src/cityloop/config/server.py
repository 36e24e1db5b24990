"""The server of a private cluster: its files made, its processes started, its traces recognised."""

import os
import pwd
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from subprocess import CompletedProcess, run

from cityloop.config.postgres import ACCESS, ClusterError, Programs, configuration, find_programs, identities

NAME = "cityloop"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_LOG = 10 * 2**20
PATIENCE = 20  # seconds to wait for the last processes of a server that was killed


@dataclass(frozen=True, slots=True)
class Record:
    """Where the cluster of a home is, kept in the home."""

    place: Path
    socket: Path
    durable: bool = True


def initialise(record: Record) -> Programs:
    """Make the files of the cluster, unless there are some, and return the programs that fit them.

    :raises ClusterError: PostgreSQL could not make them.
    """
    data, draft = record.place / "data", record.place / "data.new"
    if data.exists():
        return programs_of(data)
    rmtree(draft, ignore_errors=True)  # an earlier attempt that was cut off
    programs = find_programs()
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=peer", "--no-instructions"]
    if not record.durable:
        options.append("--no-sync")
    done = run_program(programs, "initdb", f"--pgdata={draft}", f"--username={NAME}", *options)
    if done.returncode:
        message = f"PostgreSQL could not make its files in {record.place}: {done.stderr.strip()}"
        raise ClusterError(message)
    with (draft / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'cityloop.conf'\n")
    draft.rename(data)
    return programs


def configure(record: Record) -> None:
    """Write what the server is set to, and let in the user who runs this and nobody else."""
    data = record.place / "data"
    users = {pwd.getpwuid(os.getuid()).pw_name, pwd.getpwuid(data.stat().st_uid).pw_name}
    settings = configuration(socket=record.socket, durable=record.durable)
    for name, text in (
        ("cityloop.conf", settings),
        ("pg_hba.conf", ACCESS),
        ("pg_ident.conf", identities(users)),
    ):
        (data / name).write_text(text)
        (data / name).chmod(0o600)
        give(data / name)


def launch(record: Record, programs: Programs) -> None:
    """Start the server and wait until it takes connections.

    :raises ClusterError: it does not.
    """
    data, log = record.place / "data", record.place / "postgres.log"
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
    give_up = time.monotonic() + PATIENCE
    while True:
        _forget_dead_server(record)
        already = len(lines(log))
        done = run_program(programs, "pg_ctl", "start", "-D", str(data), "-w", "-t", "120", "-l", str(log))
        if done.returncode == 0:
            return
        said = "\n".join(lines(log)[already:][-15:]) or done.stderr
        is_leaving = "pre-existing shared memory" in said or "lock file" in said
        if not is_leaving or time.monotonic() > give_up:
            message = f"PostgreSQL did not start ({log}):\n{said}"
            raise ClusterError(message)
        time.sleep(0.3)


def _forget_dead_server(record: Record) -> None:
    """Drop the notes of a killed server whose process number is now somebody else's, or a zombie's.

    PostgreSQL itself only recognises a number that nobody has. The notes also guard against the server's own last
    children, so they are dropped only when no process at all works in the folder.
    """
    data = record.place / "data"
    notes = [data / "postmaster.pid", record.socket / f"{SOCKET_NAME}.lock"]
    processes = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    if any(note.exists() for note in notes) and not any(works_in(process, data) for process in processes):
        for note in notes:
            note.unlink(missing_ok=True)


def create_database(record: Record, programs: Programs) -> None:
    """Create our database if it is missing.

    :raises ClusterError: the server refuses.
    """
    ask = ["-h", str(record.socket), "-U", NAME, "-d", "postgres", "-tAc"]
    known = run_program(programs, "psql", "-X", *ask, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'")  # noqa: S608 - a constant
    if known.returncode == 0 and not known.stdout.strip():
        known = run_program(programs, "psql", "-X", *ask, f"CREATE DATABASE {NAME}")
    if known.returncode:
        message = f"The cluster is up but refuses us: {known.stderr.strip()}"
        raise ClusterError(message)


def run_program(programs: Programs, name: str, *arguments: str) -> CompletedProcess[str]:
    """Run a PostgreSQL program as the user who owns the cluster, untouched by PG… variables of this shell."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {"LC_ALL": "C.UTF-8"}
    command = [programs.path(name), *arguments]
    user = None if os.getuid() else owner()
    return run(  # noqa: S603 - programs of PostgreSQL with arguments made here
        command,
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def owner() -> pwd.struct_passwd:
    """Return the user whom the cluster belongs to.

    :raises ClusterError: we are root and PostgreSQL's own user is missing.
    """
    try:
        return pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    except KeyError as error:
        message = "PostgreSQL refuses to run as root, and there is no user `postgres`: add one."
        raise ClusterError(message) from error


def give(path: Path) -> None:
    """Hand a path that root made to the user who owns the cluster."""
    if os.getuid() == 0:
        os.chown(path, owner().pw_uid, owner().pw_gid)


def is_ours(socket: Path) -> bool:
    """Return whether this folder is a real one that nobody else may enter."""
    with suppress(FileNotFoundError):
        state = socket.lstat()
        return (
            socket.is_dir() and not socket.is_symlink() and state.st_uid == owner().pw_uid and state.st_mode & 0o77 == 0
        )
    return False


def programs_of(data: Path) -> Programs:
    """Return the programs of the version that made these files."""
    return find_programs(int((data / "PG_VERSION").read_text()))


def lines(path: Path) -> list[str]:
    """Return the lines of a file; none if it is missing."""
    with suppress(FileNotFoundError):
        return path.read_text(errors="replace").splitlines()
    return []


def works_in(process: int, data: Path) -> bool:
    """Return whether this process lives and has the folder as its own; so do all processes of a server."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cwd").readlink() == data.resolve()
    return False
