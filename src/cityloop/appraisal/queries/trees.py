"""Reading trees of indicators."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files

from django.db.models import QuerySet

from cityloop.access.api import Actor, require
from cityloop.appraisal.contracts import TreeHead, TreeNode, TreeView
from cityloop.appraisal.domain.tree_files import rows_of
from cityloop.appraisal.domain.trees import Node, Scoring, TreeRow, tree_of
from cityloop.appraisal.models import TreeVersion
from cityloop.appraisal.policies import READ
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

DATA = files("cityloop.appraisal") / "data"
EXAMPLE = "service_tree.csv"


def shipped_tree() -> bytes:
    """Return the example of a tree that comes with the program, as a table."""
    return (DATA / EXAMPLE).read_bytes()


def example_tree(*, actor: Actor) -> bytes:
    """Return the example of a tree to somebody.

    :raises NotPermittedError: the actor watches no appraisals.
    """
    require(actor, READ)
    return shipped_tree()


def tree_heads(*, on: date, actor: Actor) -> list[TreeHead]:
    """Return, for each key, the version in force on a day, in order of keys.

    :raises NotPermittedError: the actor watches no appraisals.
    """
    require(actor, READ)
    return [head_of(row) for row in _in_force(on).defer("rows")]


def tree_view(*, key: str, on: date, actor: Actor) -> TreeView:
    """Return the version of a tree that is in force on a day.

    :raises NotPermittedError: the actor watches no appraisals.
    :raises NotFoundError: there is none.
    """
    require(actor, READ)
    version = version_on(key, on)
    return TreeView(head=head_of(version), nodes=tuple(nodes_of(tree(version))))


def version_on(key: str, on: date) -> TreeVersion:
    """Return the version of a tree that is in force on a day: the newest that has begun.

    :raises NotFoundError: there is none.
    """
    found = _in_force(on).filter(key=key).first()
    if found is None:
        message = say("There is no tree of indicators {key} on this day.", key=key)
        raise NotFoundError(message, key=key)
    return found


def tree(version: TreeVersion) -> Node:
    """Return the tree of a version; it does not change, so a process keeps those it has read."""
    return _tree(version.digest)


@lru_cache(maxsize=64)
def _tree(digest: str) -> Node:
    version = TreeVersion.objects.filter(digest=digest).order_by("pk")[0]  # any: the digest is of what they say
    return tree_of(rows_of(version.rows))


def _in_force(on: date) -> "QuerySet[TreeVersion]":
    return TreeVersion.objects.filter(valid_from__lte=on).order_by("key", "-number").distinct("key")


def head_of(version: TreeVersion, *, is_new: bool = False) -> TreeHead:
    """Return what a version is called."""
    return TreeHead(
        key=version.key,
        number=version.number,
        title=version.title,
        valid_from=version.valid_from,
        leaves=version.leaves,
        digest=version.digest,
        is_new=is_new,
    )


def walked(node: Node, parent: str = "", level: int = 0) -> Iterator[tuple[Node, str, int]]:
    """Yield each node below one with the code of its parent and its level, from 1 on, before what is under it."""
    for child in node.children:
        yield child, parent, level + 1
        yield from walked(child, child.code, level + 1)


def nodes_of(root: Node) -> Iterator[TreeNode]:
    """Yield the nodes of a tree as they are told."""
    for node, parent, level in walked(root):
        row = node.row
        leaf = row if row is not None and node.is_leaf else None
        steps = leaf if leaf is not None and leaf.scorer is Scoring.STEPPED else None
        yield TreeNode(
            code=node.code,
            parent_code=parent,
            name=node.name,
            level=level,
            weight=f"{node.weight:f}",
            source=leaf.source if leaf is not None else None,
            **_words(row),
            scorer=leaf.scorer if leaf is not None else None,
            full=f"{leaf.full:f}" if leaf is not None else None,
            threshold=f"{steps.threshold:f}" if steps is not None else None,
            lost=f"{steps.lost:f}" if steps is not None else None,
            step=f"{steps.step:f}" if steps is not None else None,
            better=leaf.better if leaf is not None else None,
            missing=leaf.missing if leaf is not None else None,
        )


def _words(row: TreeRow | None) -> dict[str, str]:
    names = ("unit", "formula", "scoring", "question", "origin")
    return dict.fromkeys(names, "") if row is None else {name: str(getattr(row, name)) for name in names}
