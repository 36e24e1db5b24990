"""Taking in whole files of bodies, staff and responsibility: all of a file or nothing, and twice changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.tables import BadTableError, Fault
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say
from cityloop.organizations.actions.bodies import MANAGE, add_body, change_body, move_body
from cityloop.organizations.actions.responsibility import assign_responsibility
from cityloop.organizations.actions.staff import appoint, assign_duty
from cityloop.organizations.contracts import AppointmentDraft, BodyDraft, RuleDraft, Table, TakenIn
from cityloop.organizations.domain.rows import BodyRow, RuleRow, StaffRow, read_bodies, read_rules, read_staff
from cityloop.organizations.models import ResponsibilityRule
from cityloop.organizations.queries.answers import body_by_code, duties

Row = TypeVar("Row", BodyRow, StaffRow, RuleRow)


class Outcome(Enum):
    """What taking in a row did."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@transaction.atomic
def take_in(*, table: Table, content: bytes, actor: access.Actor, at: datetime) -> TakenIn:
    """Take in a CSV or xlsx file, all of it or nothing; what stands already stays as it is.

    What the file does not name is left alone: bodies end and people leave by name, not by silence.

    :raises BadTableError: any row is wrong; all wrong rows are told with their line and reason.
    """
    access.require(actor, MANAGE, grid="")
    match table:
        case Table.BODIES:
            return _apply(read_bodies(content), partial(_take_body, actor=actor, at=at))
        case Table.STAFF:
            return _apply(read_staff(content), partial(_take_member, actor=actor, at=at))
        case Table.RESPONSIBILITY:
            return _apply(read_rules(content), partial(_take_rule, actor=actor, at=at))


def _apply(rows: Iterable[Row], take: Callable[[Row], Outcome]) -> TakenIn:
    faults: list[Fault] = []
    outcomes: Counter[Outcome] = Counter()
    for row in rows:
        try:
            with transaction.atomic():
                outcomes[take(row)] += 1
        except RefusedError as error:
            faults.append(Fault(row.line, str(error.facts.get("field", "")), error.detail))
    if faults:
        raise BadTableError.of(faults)
    return TakenIn(outcomes[Outcome.ADDED], outcomes[Outcome.CHANGED], outcomes[Outcome.UNCHANGED])


def _take_body(row: BodyRow, *, actor: access.Actor, at: datetime) -> Outcome:
    parent_id = _body_id("parent_code", row.parent_code) if row.parent_code else None
    known = body_by_code(row.code)
    if known is None:
        draft = BodyDraft(
            code=row.code,
            name=row.name,
            kind=row.kind,
            short_name=row.short_name,
            parent_id=parent_id,
            credit_code=row.credit_code,
        )
        add_body(draft=draft, actor=actor, at=at)
        return Outcome.ADDED
    if known.kind is not row.kind:
        message = say("{code} is a {kind}; what a body is, it is for life", code=row.code, kind=known.kind)
        raise InvalidInputError(message, field="kind")
    short_name = row.short_name or known.short_name
    change_body(body_id=known.id, actor=actor, at=at, name=row.name, short_name=short_name, credit_code=row.credit_code)
    moved = move_body(body_id=known.id, parent_id=parent_id, actor=actor, at=at)
    return Outcome.UNCHANGED if moved == known else Outcome.CHANGED


def _take_member(row: StaffRow, *, actor: access.Actor, at: datetime) -> Outcome:
    body_id = _body_id("body_code", row.body_code)
    account = access.account_by_username(username=row.username)
    if account is None:
        draft = access.AccountDraft(username=row.username, display_name=row.name, phone=row.phone or "")
        account, outcome = access.create_account(draft=draft, actor=actor, at=at), Outcome.ADDED
    else:
        changed = access.change_account(
            account_id=account.account_id, actor=actor, at=at, display_name=row.name, phone=row.phone
        )
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    seat = _seat(row, account.account_id, body_id, at)
    if seat is None:
        appointment = AppointmentDraft(
            account_id=account.account_id, post=row.post, body_id=body_id, area_code=row.area_code
        )
        seat = appoint(draft=appointment, actor=actor, at=at)
        outcome = Outcome.ADDED
    standing = {duty.area_code for duty in duties(seat_ids=[seat.seat_id], at=at)}
    if row.duty and set(row.duty) != standing:
        assign_duty(seat_id=seat.seat_id, area_codes=row.duty, actor=actor, at=at)
        outcome = Outcome.CHANGED if outcome is Outcome.UNCHANGED else outcome
    return outcome


def _take_rule(row: RuleRow, *, actor: access.Actor, at: datetime) -> Outcome:
    body_id = _body_id("body_code", row.body_code)
    owner_id = _body_id("owner_code", row.owner_code) if row.owner_code else None
    standing = ResponsibilityRule.objects.filter(
        valid_at(at),
        kind=row.kind.value if row.kind else "",
        class_code=row.class_code,
        area_code=row.area_code,
        owner_body_id=owner_id,
    ).first()
    if standing is not None and standing.body_id == body_id:
        return Outcome.UNCHANGED
    draft = RuleDraft(
        body_id=body_id,
        kind=row.kind,
        class_code=row.class_code,
        area_code=row.area_code,
        owner_body_id=owner_id,
    )
    assign_responsibility(draft=draft, actor=actor, at=at)
    return Outcome.CHANGED if standing else Outcome.ADDED


def _seat(row: StaffRow, account_id: UUID, body_id: UUID, at: datetime) -> access.SeatView | None:
    for seat in access.seats(post=row.post, account_id=account_id, body_ids=[body_id], at=at):
        if seat.area_code == row.area_code:
            return seat
    return None


def _body_id(column: str, code: str) -> UUID:
    found = body_by_code(code)
    if found is None:
        message = say("there is no body {code}; it must stand above this line or be known already", code=code)
        raise InvalidInputError(message, field=column)
    return found.id
