"""Freezing an appraisal."""

from datetime import datetime

from cityloop.appraisal.models import Appraisal, FrozenAppraisal
from cityloop.appraisal.queries.freezing import snapshot_of
from cityloop.kernel.seals import sealed
from cityloop.kernel.signing import signing_key


def freeze(found: Appraisal, at: datetime) -> FrozenAppraisal:
    """Freeze what the scores of an appraisal are made of, and sign it; in the caller's transaction, which holds it."""
    made = sealed(snapshot_of(found, at=at), signing_key())
    return FrozenAppraisal.objects.create(
        appraisal=found,
        snapshot=made.text,
        digest=made.digest,
        signature=made.signature,
        public_key=made.public_key,
        frozen_at=at,
    )
