"""Supervision is separate from execution: who may not look at whose work."""

from collections.abc import Collection
from uuid import UUID


def checks_own_work(body_id: UUID | None, disposers: Collection[UUID | None]) -> bool:
    """Return whether somebody of this body would be checking what their own body disposed of."""
    return body_id is not None and body_id in disposers
