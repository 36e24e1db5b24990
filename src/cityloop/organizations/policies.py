"""Who may see which staff."""

from uuid import UUID

from cityloop.access import api as access
from cityloop.organizations.queries.answers import bodies, subtree


def visible_bodies(actor: access.Actor, *, within: UUID | None = None) -> frozenset[UUID]:
    """Return the bodies whose staff the actor may see, those below `within` only.

    Whoever executes sees only those who execute: a body does not learn who supervises it.

    :source: design.md section 1 (监管分离).
    """
    asked = subtree(within) if within else frozenset(body.id for body in bodies())
    if actor.axis is not access.Axis.EXECUTION:
        return asked
    return frozenset(body.id for body in bodies() if body.id in asked and body.axis is access.Axis.EXECUTION)
