"""Supervision is separate from execution: who may not look at whose work."""

from collections.abc import Collection, Iterable
from uuid import UUID

from cityloop.access.contracts import Axis
from cityloop.cases.domain.lifecycle import Lifecycle


def checks_own_work(body_id: UUID | None, disposers: Collection[UUID | None]) -> bool:
    """Return whether somebody of this body would be checking what their own body disposed of."""
    return body_id is not None and body_id in disposers


# What belongs to one side whatever a city writes into its lifecycle: seeing and deciding is not doing.
SUPERVISION_ONLY = frozenset(
    {"take_verification", "take_check", "send_verification", "send_check", "count_rework", "fix_limit"}
)
EXECUTION_ONLY = frozenset({"dispatch", "sign", "forward", "finish_disposal", "finish_helping", "assign"})


def mixed_axes(lifecycle: Lifecycle) -> Iterable[str]:
    """Yield every move of a lifecycle that gives one side what belongs to the other."""
    for only, axis in ((SUPERVISION_ONLY, Axis.SUPERVISION), (EXECUTION_ONLY, Axis.EXECUTION)):
        for move in lifecycle.moves:
            strangers = sorted(post for post in move.posts if post.axis is not axis)
            if strangers and only.intersection(move.effects):
                yield f"Move {move.verb} belongs to {axis}: {', '.join(strangers)} may not make it."
