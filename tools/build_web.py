"""Build the browser programs in web/: npm packages of the lock file, then Vite, then a compressed copy of every file.

Run by set_up.py with the Python of .venv, whose packages bring Node. What is up to date is left alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
BIN = Path(sys.executable).parent
MADE = {"node_modules", "dist", "coverage"}
PACKAGES_STAMP = WEB / "node_modules" / ".made-of"
BUILD_STAMP = WEB / "apps" / "console" / "dist" / ".made-of"


def main() -> None:
    """Install and build what has changed since the last time."""
    lock = digest([WEB / "package-lock.json", *sorted(WEB.glob("**/package.json"))])
    if not is_made_of(PACKAGES_STAMP, lock):
        print("         installing the npm packages of web/package-lock.json …", flush=True)
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        PACKAGES_STAMP.write_text(lock)
    sources = digest(sorted(files(WEB)))
    if not is_made_of(BUILD_STAMP, sources):
        print("         building the browser programs …", flush=True)
        shutil.rmtree(BUILD_STAMP.parent, ignore_errors=True)
        npm("run", "--silent", "build")
        subprocess.run([BIN / "python", "-m", "whitenoise.compress", "--quiet", BUILD_STAMP.parent], check=True)
        BUILD_STAMP.write_text(sources)


def npm(*words: str) -> None:
    """Run npm in web/; leave with a sentence when it fails."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"  # packages run Node by its name
    done = subprocess.run(
        [BIN / "npm", *words], cwd=WEB, stdin=subprocess.DEVNULL, env=os.environ | {"PATH": path}, check=False
    )
    if done.returncode:
        sys.exit(f"`npm {' '.join(words)}` failed in {WEB}. Is this machine online? Running it again starts afresh.")


def files(folder: Path) -> Iterator[Path]:
    """Yield what the build is made of."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in MADE:
            yield from files(path)
        elif path.is_file() and ".test." not in path.name:
            yield path


def digest(paths: list[Path]) -> str:
    """Return what tells these files from any others."""
    total = hashlib.sha256()
    for path in paths:
        if "node_modules" not in path.parts:
            total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_made_of(stamp: Path, wanted: str) -> bool:
    """Return whether something was made of just this."""
    return stamp.exists() and stamp.read_text() == wanted


if __name__ == "__main__":
    main()
