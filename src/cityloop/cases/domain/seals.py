"""A photograph's seal: change content, time, place or device, and the seal no longer fits."""

from datetime import UTC, datetime
from hashlib import sha256


def seal(digest: str, *, taken_at: datetime, place: tuple[float | None, float | None], device: str) -> str:
    """Return the seal of a photograph: SHA-256 over its content's digest, moment, position and device."""
    moment = taken_at.astimezone(UTC).isoformat(timespec="microseconds")
    position = ",".join("" if part is None else f"{part:.7f}" for part in place)
    return sha256("\n".join((digest, moment, position, device)).encode()).hexdigest()
