"""Freezing an edition of a result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cityloop.evaluation import events
from cityloop.evaluation.contracts import Why
from cityloop.evaluation.models import EvaluationResult
from cityloop.kernel import outbox
from cityloop.kernel.seals import sealed
from cityloop.kernel.signing import signing_key


def freeze(result: EvaluationResult, snapshot: Mapping[str, Any], why: Why, at: datetime) -> None:
    """Make another edition of a result, sign it and tell the world; in the caller's transaction, which holds it."""
    made = sealed({**snapshot, "result_id": str(result.pk), "edition": result.edition + 1}, signing_key())
    result.edition += 1
    result.version += 1
    result.editions.create(
        number=result.edition,
        snapshot=made.text,
        digest=made.digest,
        signature=made.signature,
        public_key=made.public_key,
        why=why,
        frozen_at=at,
    )
    result.save()
    outbox.publish(
        events.ResultPublished(
            at=at, result_id=result.pk, scheme_key=result.scheme_key, period=result.period, edition=result.edition
        )
    )
