"""A create that arrives twice happens once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.models import IdempotentAnswer
from cityloop.kernel.wording import say


def once(
    *, scope: str, key: UUID, request: bytes, at: datetime, run: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Run a create the first time this key is seen in this scope; answer from memory every other time.

    `run` returns an HTTP status and a JSON value and works in the same transaction that remembers them: a second
    delivery that arrives meanwhile waits for the first. Returns status, value and whether it came from memory.

    :raises InvalidInputError: the key was used before with another request.
    """
    fingerprint = sha256(request).hexdigest()
    with transaction.atomic():
        if not _claim(scope, key, fingerprint, at):
            known = IdempotentAnswer.objects.get(scope=scope, key=key)
            if known.fingerprint != fingerprint:
                message = say("This Idempotency-Key was used before with another request.")
                raise InvalidInputError(message, field="Idempotency-Key")
            return known.status or 200, known.body, True
        status, body = run()
        IdempotentAnswer.objects.filter(scope=scope, key=key).update(status=status, body=body)
        return status, body, False


def _claim(scope: str, key: UUID, fingerprint: str, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotentanswer (scope, key, fingerprint, created_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [scope, key, fingerprint, at],
        )
        return bool(cursor.rowcount)
