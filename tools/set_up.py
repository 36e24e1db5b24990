"""Bring everything that CityLoop needs onto this machine. Needs Python 3.11 and nothing else; may be run at any time.

What is there already is left alone, so a second run takes a moment. Only `.venv`, `.tools` and what is built in `web`
are written in this folder, and system packages that are missing are installed. `--browser` also sees to what the tests
read us with: a Chromium with Chinese letters, and the programs of GDAL.
"""

import ctypes.util
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-of"
OLDEST_PYTHON, OLDEST_POSTGRESQL, OLDEST_UV = (3, 11), 15, (0, 9)
STARTED = time.monotonic()
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/cityloop.conf")


def main() -> None:
    """Take the three steps; leave with a sentence on what to do when one fails."""
    if sys.version_info < OLDEST_PYTHON:
        give_up(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try `make PYTHON=python3.11 …`.")
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system_packages()
        if "--browser" in sys.argv:
            browser()
        if not STAMP.exists() or STAMP.read_text() != wanted_state():
            python_packages(find_uv() or install_uv())
        run(str(VENV / "bin/python"), "tools/build_web.py", failure="See above.")


def say(text: str) -> None:
    """Tell what is being done, and since when."""
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


def give_up(text: str) -> None:
    """Stop and say what to do."""
    sys.exit(f"\nSet-up stopped. {text}\n")


def run(*command: str, failure: str, **environment: str) -> None:
    """Run a step and show what it says; stop if it fails."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        give_up(f"`{' '.join(command)}` failed. {failure}")


# System packages


def system_packages() -> None:
    """Install PostgreSQL with PostGIS, and GDAL, where they are missing."""
    uses_server = bool(os.environ.get("DATABASE_URL"))
    has_postgis = uses_server or bool(postgresql_versions())
    has_libraries = all(ctypes.util.find_library(name) for name in ("gdal", "geos_c"))
    if has_postgis and has_libraries:
        return
    if not shutil.which("apt-get"):
        give_up(
            "Install these with your system's package manager, then run this again: PostgreSQL 15 or newer, "
            "PostGIS 3.3 or newer for it, and GDAL with GEOS and PROJ. (DATABASE_URL may name a server elsewhere.)"
        )
    packages = [] if has_postgis else postgresql_packages()
    if not has_libraries:
        packages += ["gdal-bin", "libgeos-c1v5"]
    install(*packages, creates_no_cluster=not has_postgis)


def browser() -> None:
    """Install Chromium, letters for Chinese, and GDAL's programs, where they are missing."""
    packages = [] if shutil.which("chromium") else ["chromium"]
    if not any(Path("/usr/share/fonts").glob("**/NotoSansCJK*")):
        packages.append("fonts-noto-cjk")
    if not shutil.which("ogr2ogr"):
        packages.append("gdal-bin")
    if packages and not shutil.which("apt-get"):
        give_up(f"Install these with your system's package manager, then run this again: {', '.join(packages)}.")
    if packages:
        install(*packages)


def postgresql_versions() -> list[int]:
    """Return the installed versions that are new enough and have PostGIS."""
    found = [int(path.name) for path in Path("/usr/lib/postgresql").glob("[0-9]*") if (path / "bin/initdb").exists()]
    has_postgis = "/usr/share/postgresql/{}/extension/postgis.control".format
    elsewhere = [OLDEST_POSTGRESQL] if not found and has_postgis_elsewhere() else []
    return elsewhere or [v for v in found if v >= OLDEST_POSTGRESQL and Path(has_postgis(v)).exists()]


def has_postgis_elsewhere() -> bool:
    """Return whether a PostgreSQL on the PATH, not packaged as Debian's, will do."""
    if not shutil.which("pg_config"):
        return False
    said = subprocess.run(["pg_config", "--version", "--sharedir"], capture_output=True, text=True, check=False).stdout
    version, share = [*said.splitlines(), "", ""][:2]
    number = re.search(r"\d+", version)
    is_new_enough = number is not None and int(number[0]) >= OLDEST_POSTGRESQL
    return is_new_enough and (Path(share) / "extension/postgis.control").exists()


def postgresql_packages() -> list[str]:
    """Return the newest pair that this system offers."""
    for refresh in (False, True):
        if refresh:
            apt("update", "--quiet")
        names = subprocess.run(
            ["apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-3$"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        versions = [int(number) for number in re.findall(r"^postgresql-(\d+)-postgis-3\b", names, re.MULTILINE)]
        if versions and max(versions) >= OLDEST_POSTGRESQL:
            return [f"postgresql-{max(versions)}", f"postgresql-{max(versions)}-postgis-3"]
    give_up(
        "This system offers no PostgreSQL 15 or newer with PostGIS. Add the PostgreSQL project's own apt source, "
        "or let DATABASE_URL name a server elsewhere."
    )
    return []


def install(*packages: str, creates_no_cluster: bool = False) -> None:
    """Install packages; where PostgreSQL comes new, keep it from making and starting a cluster of its own."""
    say(f"installing {', '.join(packages)} …")
    had_folder, had_file = NO_MAIN_CLUSTER.parent.exists(), NO_MAIN_CLUSTER.exists()
    if creates_no_cluster and not had_file:
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as draft:
            draft.write("create_main_cluster = false\n")
            draft.flush()
            as_root("install", "-D", "-m", "644", draft.name, str(NO_MAIN_CLUSTER), packages=packages)
    try:
        if not apt("install", "--yes", "--no-install-recommends", *packages, may_fail=True):
            apt("update", "--quiet")
            apt("install", "--yes", "--no-install-recommends", *packages)
    finally:
        if creates_no_cluster and not had_file:
            as_root("rm", "-f", str(NO_MAIN_CLUSTER), packages=packages)
        if creates_no_cluster and not had_folder:
            as_root("rmdir", "--ignore-fail-on-non-empty", str(NO_MAIN_CLUSTER.parent), packages=packages)


def apt(*words: str, may_fail: bool = False) -> bool:
    """Run apt-get as root; return whether it succeeded."""
    packages = tuple(word for word in words[1:] if not word.startswith("-"))
    return as_root(
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=300",
        *words,
        packages=packages,
        may_fail=may_fail,
    )


def as_root(*command: str, packages: tuple[str, ...], may_fail: bool = False) -> bool:
    """Run a command as root, by sudo where we are not; stop and name the packages where we may not."""
    by_sudo = ["sudo", "-n"] if os.getuid() else []
    if by_sudo and not may_sudo():
        wanted = " ".join(packages) or "(first `apt-get update`)"
        give_up(
            f"This needs root and sudo asks for a password. Run: sudo apt-get install {wanted}\nThen run this again."
        )
    done = subprocess.run([*by_sudo, *command], stdin=subprocess.DEVNULL, check=False)
    if done.returncode and not may_fail:
        give_up(f"`{' '.join(command)}` failed, see above. Is this machine online, and is no other apt running?")
    return done.returncode == 0


def may_sudo() -> bool:
    """Return whether sudo is there and asks nothing."""
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


# Python packages


def find_uv() -> str | None:
    """Return a uv that is new enough: ours, or the machine's."""
    for path in (str(TOOLS / "uv/bin/uv"), shutil.which("uv")):
        if not path or not Path(path).exists():
            continue
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)\.(\d+)", said)
        if version and (int(version[1]), int(version[2])) >= OLDEST_UV:
            return path
    return None


def install_uv() -> str:
    """Install uv into .tools, touching no other Python."""
    say("installing uv into .tools …")
    place = TOOLS / "uv"
    if not can_make_environments():
        install("python3-venv" if is_debians_python() else f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    shutil.rmtree(place, ignore_errors=True)
    run(sys.executable, "-m", "venv", str(place), failure="Is the disk full?")
    run(
        str(place / "bin/pip"),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "uv>=0.9",
        failure="Is this machine online?",
    )
    return str(place / "bin/uv")


def can_make_environments() -> bool:
    """Return whether this Python has what `venv` needs; Debian packs it separately."""
    return (
        subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode
        == 0
    )


def is_debians_python() -> bool:
    """Return whether this is the Python that Debian calls python3."""
    return Path("/usr/bin/python3").resolve() == Path(sys.executable).resolve()


def python_packages(uv: str) -> None:
    """Make .venv hold exactly what uv.lock names."""
    say("installing the Python packages of uv.lock into .venv …")
    run(
        uv,
        "sync",
        "--frozen",
        "--compile-bytecode",  # else every first start of a program translates all it imports: seconds each
        "--python",
        sys.executable,
        failure="Is this machine online? Running it again goes on where it stopped.",
        UV_PYTHON_DOWNLOADS="never",
        UV_PROJECT_ENVIRONMENT=str(VENV),
        VIRTUAL_ENV="",
    )
    STAMP.write_text(wanted_state())
    say("the Python packages are installed.")


def wanted_state() -> str:
    """Return what .venv must have been made from."""
    parts = [(ROOT / name).read_bytes() for name in ("uv.lock", "pyproject.toml")]
    parts += [sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


if __name__ == "__main__":
    main()
