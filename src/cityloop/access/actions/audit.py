"""The audit trail."""

from datetime import datetime
from typing import Any

from cityloop.access.contracts import Actor
from cityloop.access.models import AuditEntry


def audit(actor: Actor, action: str, subject: str, at: datetime, **facts: Any) -> None:
    """Record that somebody looked at personal data or changed the set-up; in the caller's transaction, for good.

    :param action: `module.verb`, as permissions are named.
    :param subject: what it was done to, `kind:identifier`.
    :param facts: JSON values; never the personal data itself.
    """
    AuditEntry.objects.create(
        at=at,
        account_id=actor.account_id,
        name=actor.name,
        post=actor.post,
        seat_id=actor.seat_id,
        action=action,
        subject=subject[:200],
        address=actor.address,
        facts=facts,
    )
