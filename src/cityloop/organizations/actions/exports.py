"""Bodies, staff and responsibility as files that read back as what they were."""

from collections.abc import Sequence
from datetime import datetime

from cityloop.access import api as access
from cityloop.kernel.tables import write_table
from cityloop.kernel.validity import valid_at
from cityloop.organizations.contracts import Table
from cityloop.organizations.domain.rows import ANY_KIND, COLUMNS
from cityloop.organizations.models import ResponsibilityRule
from cityloop.organizations.queries.answers import bodies, duties
from cityloop.organizations.queries.tree import tree


def give_out(*, table: Table, file_format: str, actor: access.Actor, at: datetime) -> bytes:
    """Return a table as `csv` or `xlsx`, as it stands; telephone numbers stay here.

    :raises NotPermittedError: the actor does not set the city up.
    """
    access.require(actor, "organizations.manage", grid="")
    rows = {Table.BODIES: _bodies, Table.STAFF: _staff, Table.RESPONSIBILITY: _rules}[table](at)
    access.audit(actor, "organizations.give_out", f"table:{table}", at, rows=len(rows))
    return write_table(file_format, COLUMNS[table], rows)


def _bodies(at: datetime) -> list[Sequence[str]]:
    """Parents come before those below them, so that the file can be taken in line by line."""
    by_id, below = tree().by_id, tree().subtrees
    living = sorted(bodies(at=at), key=lambda body: (-len(below[body.id]), body.code))
    return [
        (
            body.code,
            body.name,
            body.short_name,
            body.kind.value,
            by_id[body.parent_id].code if body.parent_id else "",
            body.credit_code,
        )
        for body in living
    ]


def _staff(at: datetime) -> list[Sequence[str]]:
    known = {body.id: body.code for body in bodies(at=at)}
    seats = access.seats(body_ids=known, at=at)
    accounts = access.accounts(account_ids={seat.account_id for seat in seats})
    codes: dict[object, list[str]] = {}
    for duty in duties(seat_ids=[seat.seat_id for seat in seats], at=at):
        codes.setdefault(duty.seat_id, []).append(duty.area_code)
    return [
        (
            accounts[seat.account_id].username,
            seat.name,
            seat.post.value,
            known[seat.body_id] if seat.body_id else "",
            seat.area_code,
            " ".join(codes.get(seat.seat_id, ())),
        )
        for seat in seats
    ]


def _rules(at: datetime) -> list[Sequence[str]]:
    standing = ResponsibilityRule.objects.filter(valid_at(at)).select_related("body", "owner_body").order_by("id")
    return [
        (
            rule.kind or ANY_KIND,
            rule.class_code,
            rule.area_code,
            rule.owner_body.code if rule.owner_body else "",
            rule.body.code,
        )
        for rule in standing
    ]
