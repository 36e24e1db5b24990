"""Loose ends: what a change to the grids leaves undecided is noted once and stays in sight until it is settled."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory.contracts import LooseEndDraft, LooseEndKind, LooseEndView
from cityloop.territory.models import GridHeir, LooseEnd, UnitGrid
from cityloop.territory.policies import MANAGE
from cityloop.territory.queries.changes import loose_end_view


def note_loose_ends(*, change_id: UUID, ends: Sequence[LooseEndDraft], at: datetime) -> None:
    """Note what a change has left undecided; what was noted before stays as it is."""
    LooseEnd.objects.bulk_create(
        [
            LooseEnd(
                change_id=change_id,
                kind=end.kind,
                subject=end.subject,
                label=end.label,
                code=end.code,
                codes=list(end.codes),
                raised_at=at,
            )
            for end in ends
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def settle_loose_end(*, end_id: UUID, remark: str, actor: access.Actor, at: datetime) -> LooseEndView:
    """Say that a loose end has been decided, and how; one that is settled stays as it is.

    :raises NotFoundError: there is no such loose end.
    """
    access.require(actor, MANAGE)
    row = LooseEnd.objects.select_for_update().filter(pk=end_id).first()
    if row is None:
        message = say("There is no such loose end of a change to the grids.")
        raise NotFoundError(message, end_id=str(end_id))
    access.require(actor, MANAGE, grid=row.code)
    if row.settled_at is None:
        row.settled_at, row.settled_by, row.remark = at, actor.account_id, remark
        row.save(update_fields=["settled_at", "settled_by", "remark"])
        access.audit(actor, "territory.settle_loose_end", f"loose_end:{row.pk}", at)
    return loose_end_view(row)


def close_gathered(community: str, at: datetime) -> None:
    """Follow unit grids without a duty grid through a change; what has one now, all of it, is settled by that."""
    waiting = LooseEnd.objects.select_for_update().filter(
        kind=LooseEndKind.DUTY_GRID, code__startswith=community, settled_at=None
    )
    for row in waiting:
        grids = UnitGrid.objects.filter(code__in=_followed(row.codes))
        row.codes = sorted(grids.filter(valid_until=None, duty_grid=None).values_list("code", flat=True)) or row.codes
        if not UnitGrid.objects.filter(code__in=row.codes, valid_until=None, duty_grid=None).exists():
            row.settled_at = at
        row.save(update_fields=["codes", "settled_at"])


def _followed(codes: Sequence[str]) -> list[str]:
    """Return grids with those that took over their ground."""
    return [*codes, *GridHeir.objects.filter(old__code__in=codes).values_list("new__code", flat=True)]
