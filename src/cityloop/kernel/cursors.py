"""Opaque page cursors: the sort key of the last row seen, so that a deep page costs what the first one does."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import orjson

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


def encode(*key: Any) -> str:
    """Return the cursor that stands for this sort key."""
    return urlsafe_b64encode(orjson.dumps(key, default=str)).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[Any]:
    """Return the sort key of a cursor, `length` values long.

    :raises InvalidInputError: the cursor was not made by `encode`.
    """
    message = say("The cursor is not one this server gave.")
    try:
        key = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise InvalidInputError(message, field="cursor") from error
    if not isinstance(key, list) or len(key) != length:
        raise InvalidInputError(message, field="cursor")
    return key
