"""Who hears of what: which events the stream brings to whose desk, and how much of them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cityloop.access.api import Actor, Axis, Post
from cityloop.organizations import api as organizations

Interest: TypeAlias = Callable[[Mapping[str, Any]], bool]
WATCHERS = {Post.ACCEPTOR, Post.SHIFT_LEADER, Post.INSPECTOR, Post.LEADER, Post.EVALUATOR}
# A desk learns that something changed and asks the API for the rest; whatever is not named here never leaves.
TOLD = (
    "case_id",
    "task_id",
    "number",
    "verb",
    "alarm",
    "stage",
    "phase",
    "version",
    "grid_code",
    "holder_post",
    "holder_body_id",
    "lead_body_id",
    "due_at",
)


def interest_of(actor: Actor) -> Interest:
    """Return which events this actor's desk is about. Asks the database: call it in a thread.

    Supervision hears of its area; a dispatcher too, except of collectors; a body of its own cases; a collector of
    the tasks given to them. Execution never hears who verifies or checks (监管分离).
    """
    match actor.post:
        case Post.COLLECTOR:
            own = str(actor.account_id)
            return lambda body: body.get("assignee_id") == own
        case Post.HANDLER:
            bodies = {str(body) for body in organizations.subtree(actor.body_id)} if actor.body_id else set()
            return lambda body: (
                "assignee_id" not in body
                and not bodies.isdisjoint({body.get("lead_body_id"), body.get("holder_body_id")})
            )
        case Post.DISPATCHER:
            return lambda body: "assignee_id" not in body and _in_area(actor, body)
        case post if post in WATCHERS and actor.axis is Axis.SUPERVISION:
            return lambda body: _in_area(actor, body)
        case _:
            return lambda _: False


def told(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of an event that the stream carries."""
    return {name: body[name] for name in TOLD if name in body}


def _in_area(actor: Actor, body: Mapping[str, Any]) -> bool:
    grid = body.get("grid_code")
    return isinstance(grid, str) and actor.covers(grid)
