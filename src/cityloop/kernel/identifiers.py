"""Identifiers that sort by the time of their birth."""

from uuid import UUID

import uuid6


def new_id() -> UUID:
    """Return a fresh UUID of version 7: unique, and close in an index to those born with it."""
    return UUID(bytes=uuid6.uuid7().bytes)
