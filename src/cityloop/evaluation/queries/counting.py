"""What counting needs besides histories: the rules, the grids that areas are judged in, whom collectors work for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from cityloop.access import api as access
from cityloop.cases.contracts import CaseHistory
from cityloop.evaluation.domain.counting import Places
from cityloop.evaluation.domain.counting_rules import RulesBook, RulesInForce, rules_from
from cityloop.evaluation.models import CountingRulesVersion
from cityloop.territory import api as territory


def rules_book() -> RulesBook:
    """Return every published version of the rules of counting. One query."""
    rows = CountingRulesVersion.objects.order_by("-number").values_list("number", "valid_from", "rules")
    return RulesBook.of(RulesInForce(number, valid_from, rules_from(rules)) for number, valid_from, rules in rows)


def places_of(histories: Iterable[CaseHistory]) -> Places:
    """Return the places and companies that these cases are counted by. Two queries at most."""
    told = tuple(histories)
    duty = {each.duty_grid_code for each in told if each.duty_grid_code}
    collectors = {task.assignee_id for each in told for task in each.tasks if task.recalled_at is None}
    return Places(territory.judged_in(duty) if duty else {}, _companies(collectors) if collectors else {})


def _companies(collectors: set[UUID]) -> dict[UUID, tuple[tuple[datetime, datetime | None, UUID | None], ...]]:
    held: defaultdict[UUID, list[tuple[datetime, datetime | None, UUID | None]]] = defaultdict(list)
    for seat in access.seats_ever(post=access.Post.COLLECTOR, account_ids=collectors):
        held[seat.account_id].append((seat.valid_from, seat.valid_until, seat.body_id))
    return {account_id: tuple(seats) for account_id, seats in held.items()}


def fact_versions(case_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the versions of these cases that their facts tell of; a case without facts is left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, version FROM evaluation_casefact WHERE case_id = ANY(%s)", [[*case_ids]])
        return dict(cursor.fetchall())
