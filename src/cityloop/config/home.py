"""The folder of one installation (CITYLOOP_HOME): where its files, logs, secret and cluster are."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the folder of this installation: CITYLOOP_HOME, or `.cityloop` in the project."""
    return Path(os.environ.get("CITYLOOP_HOME") or ROOT / ".cityloop").expanduser().absolute()


def port() -> int:
    """Return the web port of this installation: CITYLOOP_PORT, or 8420."""
    return int(os.environ.get("CITYLOOP_PORT") or 8420)


def uses_embedded_cluster() -> bool:
    """Return whether this installation keeps its own PostgreSQL, because no DATABASE_URL names a server."""
    return not os.environ.get("DATABASE_URL")


def prepare() -> Path:
    """Make the folder if it is missing, closed to others, and return it."""
    place = home()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("files", "logs", "run"):
        (place / name).mkdir(mode=0o700, exist_ok=True)
    return place


def secret_key() -> str:
    """Return CITYLOOP_SECRET_KEY, or the secret kept in the folder, or nothing: there is no default."""
    given = os.environ.get("CITYLOOP_SECRET_KEY", "")
    kept = home() / "secret-key"
    return given or (kept.read_text().strip() if kept.exists() else "")


def keep_secret() -> None:
    """Draw a secret into the folder, readable by its owner only, unless there is one."""
    if secret_key():
        return
    place = prepare() / "secret-key"
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
