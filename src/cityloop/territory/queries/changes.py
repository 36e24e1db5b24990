"""Reads: changes to the grids, and what became of a grid."""

from uuid import UUID

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory.contracts import ChangeState, GridChangeView, HeirView
from cityloop.territory.models import GridChange, GridHeir


def change_view(change: GridChange) -> GridChangeView:
    """Return a change as it crosses the door."""
    return GridChangeView(
        change.id,
        change.title,
        change.community_id,
        change.operations,
        ChangeState(change.state),
        change.version,
        change.author_id,
        change.created_at,
        change.submitted_at,
        change.decided_by,
        change.decided_at,
        change.opinion,
    )


def grid_change(change_id: UUID) -> GridChangeView:
    """Return one change.

    :raises NotFoundError: there is none.
    """
    change = GridChange.objects.filter(pk=change_id).first()
    if change is None:
        message = say("There is no such change to the grids.")
        raise NotFoundError(message, change_id=str(change_id))
    return change_view(change)


def grid_changes(*, within: str = "", state: ChangeState | None = None, limit: int = 200) -> list[GridChangeView]:
    """Return changes in communities whose code begins with `within`, the newest first."""
    rows = GridChange.objects.filter(community__code__startswith=within)
    rows = rows.filter(state=state) if state else rows
    return [change_view(row) for row in rows.order_by("-created_at", "-id")[:limit]]


def heirs(code: str) -> list[HeirView]:
    """Return the grids that took over the ground of one that has ended, the largest share first."""
    rows = GridHeir.objects.filter(old__code=code).order_by("-share", "new_id")
    return [HeirView(row.new_id, row.share) for row in rows]


def forebears(code: str) -> list[HeirView]:
    """Return the grids whose ground this one took over, with the share of theirs."""
    rows = GridHeir.objects.filter(new__code=code).order_by("-share", "old_id")
    return [HeirView(row.old_id, row.share) for row in rows]
