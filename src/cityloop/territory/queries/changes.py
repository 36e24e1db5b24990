"""Reads: changes to the grids, what became of a grid, and what changes have left undecided."""

from uuid import UUID

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory.contracts import (
    ChangeState,
    FormerView,
    GridChangeView,
    HeirView,
    LooseEndKind,
    LooseEndView,
)
from cityloop.territory.models import FormerAttributes, GridChange, GridHeir, LooseEnd


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


def former_attributes(code: str) -> list[FormerView]:
    """Return what a unit grid was before, besides its ground, the latest first."""
    rows = FormerAttributes.objects.filter(unit_grid__code=code).order_by("-valid_until")
    return [FormerView(row.area_level, row.land_use, row.management_level, row.valid_until) for row in rows]


def loose_ends(*, within: str = "", is_settled: bool = False, limit: int = 500) -> list[LooseEndView]:
    """Return what changes have left undecided where codes begin with `within`, the newest first."""
    rows = LooseEnd.objects.filter(code__startswith=within, settled_at__isnull=not is_settled)
    return [loose_end_view(row) for row in rows.order_by("-raised_at", "kind", "code", "subject")[:limit]]


def loose_end_view(row: LooseEnd) -> LooseEndView:
    """Return a loose end as it crosses the door."""
    return LooseEndView(
        row.pk,
        row.change_id,
        LooseEndKind(row.kind),
        row.subject,
        row.label,
        row.code,
        tuple(row.codes),
        row.raised_at,
        row.settled_at,
        row.settled_by,
        row.remark,
    )
