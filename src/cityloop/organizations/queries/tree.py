"""The tree of bodies, kept compiled in each process.

Bodies number in the hundreds, change a few times a year and are asked for on every request: their names in lists, the
subtree that limits what a desk sees. So each process keeps the whole tree and, per use, only asks the database for a
stamp (one row by its key) that every change replaces in its own transaction. Stamps are random: a change that was
rolled back leaves no copy that could be taken for a later tree.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cityloop.access.contracts import Axis
from cityloop.organizations.contracts import BodyKind, BodyView
from cityloop.organizations.models import Body, TreeStamp


@dataclass(frozen=True, slots=True)
class Tree:
    """All bodies, ended ones too, as they stood at one stamp."""

    by_id: dict[UUID, BodyView]
    by_code: dict[str, BodyView]
    subtrees: dict[UUID, frozenset[UUID]]


def tree() -> Tree:
    """Return the tree as it stands. One query by key; the bodies themselves are read only after a change."""
    stamp = TreeStamp.objects.values_list("stamp", flat=True).first()
    return _tree_at(stamp) if stamp else _read()


@lru_cache(maxsize=4)
def _tree_at(stamp: UUID) -> Tree:  # noqa: ARG001 - the stamp is the key of the cache
    return _read()


def _read() -> Tree:
    bodies = [body_view(body) for body in Body.objects.order_by("code")]
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for body in bodies:
        children[body.parent_id].append(body.id)
    subtrees: dict[UUID, frozenset[UUID]] = {}
    for root in children[None]:
        _gather(root, children, subtrees)
    return Tree({body.id: body for body in bodies}, {body.code: body for body in bodies}, subtrees)


def _gather(
    top: UUID, children: dict[UUID | None, list[UUID]], subtrees: dict[UUID, frozenset[UUID]]
) -> frozenset[UUID]:
    below = (_gather(child, children, subtrees) for child in children.get(top, ()))
    subtrees[top] = frozenset({top}).union(*below)
    return subtrees[top]


def body_view(body: Body) -> BodyView:
    """Return a body as others see it."""
    return BodyView(
        id=body.pk,
        code=body.code,
        name=body.name,
        short_name=body.short_name,
        kind=BodyKind(body.kind),
        axis=Axis(body.axis),
        parent_id=body.parent_id,
        credit_code=body.credit_code,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
    )
