"""PostgreSQL on this machine: its programs, and what one private cluster is set to."""

import re
from dataclasses import dataclass
from os import statvfs
from pathlib import Path
from shutil import which
from string import Template
from subprocess import run

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")
MEBIBYTE = 2**20
ACCESS = "local all all peer map=cityloop\n"


class ClusterError(Exception):
    """The private cluster cannot do what was asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Programs:
    """One installed version of PostgreSQL."""

    version: int
    folder: Path

    def path(self, name: str) -> str:
        """Return the path of one of its programs."""
        return str(self.folder / name)


def find_programs(version: int | None = None) -> Programs:
    """Return this version of PostgreSQL, or the newest one that has PostGIS.

    :raises ClusterError: there is none.
    """
    found = [p for p in _installed() if (p.version == version if version else p.version >= OLDEST)]
    if not found:
        wanted = version or f"{OLDEST} or newer"
        message = f"PostgreSQL {wanted} with PostGIS is not installed. Run `make setup`, or set DATABASE_URL."
        raise ClusterError(message)
    return max(found, key=lambda programs: programs.version)


def _installed() -> list[Programs]:
    debian = [
        Programs(int(folder.name), folder / "bin")
        for folder in DEBIAN.glob("[0-9]*")
        if (folder / "bin/initdb").exists()
        and Path(f"/usr/share/postgresql/{folder.name}/extension/postgis.control").exists()
    ]
    return debian or _from_path()


def _from_path() -> list[Programs]:
    pg_config = which("pg_config")
    if not pg_config:
        return []

    def ask(what: str) -> str:
        return run([pg_config, what], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - found by which

    number = re.search(r"(\d+)", ask("--version"))
    has_postgis = (Path(ask("--sharedir")) / "extension/postgis.control").exists()
    return [Programs(int(number[1]), Path(ask("--bindir")))] if number and has_postgis else []


def configuration(*, socket: Path, durable: bool) -> str:
    """Return the settings of a cluster: reached through its socket only, sized to this machine."""
    memory = _memory() // MEBIBYTE
    return SETTINGS.substitute(
        socket=_quoted(socket),
        shared_buffers=max(64, min(memory // 4, 2048)),
        effective_cache_size=max(128, memory // 2),
        maintenance_work_mem=max(32, min(memory // 16, 512)),
        shared_memory="posix" if _has_roomy_shared_memory() else "mmap",
        durability="on" if durable else "off",
    )


def identities(users: set[str]) -> str:
    """Return the map that lets exactly these users of the machine in."""
    return "".join(f"cityloop {user} cityloop\n" for user in sorted(users))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _memory() -> int:
    """Return the bytes of memory we may use: the machine's, or the container's where that is less."""
    total = re.search(r"MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text())
    machine = int(total[1]) * 1024 if total else 2**30
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.exists() else ""
    return min(machine, int(text)) if text.isdigit() else machine


def _has_roomy_shared_memory() -> bool:
    """Return whether /dev/shm can hold a parallel query; a container's 64 MB cannot."""
    place = Path("/dev/shm")  # noqa: S108 - asked about, not written to
    if not place.exists():
        return False
    state = statvfs(place)
    return state.f_blocks * state.f_frsize >= 512 * MEBIBYTE


SETTINGS = Template("""\
# Written anew at each start.
listen_addresses = ''
port = 5432
unix_socket_directories = $socket
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = ${shared_buffers}MB
effective_cache_size = ${effective_cache_size}MB
maintenance_work_mem = ${maintenance_work_mem}MB
work_mem = 16MB
dynamic_shared_memory_type = $shared_memory
random_page_cost = 1.1
effective_io_concurrency = 100
jit = off
max_wal_size = 4GB
min_wal_size = 256MB
checkpoint_timeout = 15min
wal_compression = on
synchronous_commit = $durability
fsync = $durability
full_page_writes = $durability
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %d '
log_min_duration_statement = 2s
log_lock_waits = on
""")
