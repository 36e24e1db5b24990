"""What counting needs besides histories: the rules, the grids that areas are judged in, whom collectors work for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q, QuerySet

from cityloop.access import api as access
from cityloop.cases.contracts import CaseHistory
from cityloop.evaluation.contracts import CountingRulesView, RulesVersionView
from cityloop.evaluation.domain.counting import Places, months_of
from cityloop.evaluation.domain.counting_rules import (
    SHIPPED,
    RulesBook,
    RulesInForce,
    choices,
    plain_rules,
    rules_from,
)
from cityloop.evaluation.models import CaseFact, CountingRulesVersion
from cityloop.evaluation.queries.fact_rows import TABLES
from cityloop.territory import api as territory


def rules_book() -> RulesBook:
    """Return every published version of the rules of counting. One query."""
    rows = CountingRulesVersion.objects.order_by("-number").values_list("number", "valid_from", "rules")
    return RulesBook.of(RulesInForce(number, valid_from, rules_from(rules)) for number, valid_from, rules in rows)


def counting_rules() -> CountingRulesView:
    """Return every version of the rules of counting, the newest first, and what each rule may be. Two queries."""
    told = [
        RulesVersionView(row.number, row.valid_from, row.published_at, row.rules)
        for row in CountingRulesVersion.objects.order_by("-number")
    ]
    shipped = RulesVersionView(SHIPPED.number, None, None, plain_rules(SHIPPED.rules))
    return CountingRulesView((*told, shipped), choices(), counted_otherwise_since())


def counted_otherwise_since() -> date | None:
    """Return the first day of report on which a case was counted by other rules than those in force.

    Two queries, and one of each table of facts where statistic months have not always begun on the same day.
    """
    book, otherwise = rules_book(), Q(pk__in=())
    for version, since, until in book.spans():
        otherwise |= Q(reported_on__gte=since, reported_on__lt=until) & ~Q(rules=version.number)
    found: date | None = CaseFact.objects.filter(otherwise).aggregate(first=Min("reported_on"))["first"]
    return min((day for day in (found, *_in_other_months(book)) if day is not None), default=None)


def _in_other_months(book: RulesBook) -> Iterator[date]:
    """Yield days of report of facts whose statistic month is another one by now: it follows from their own day."""
    if len({version.rules.month_begins_on for version in book.versions}) == 1:
        return
    since = min(version.valid_from for version in book.versions if version is not SHIPPED)
    for table in TABLES:
        facts: QuerySet[Any] = QuerySet(table.model).filter(counted_on__gte=since)
        for row in facts.values("counted_on", "statistic_month").annotate(first=Min("reported_on")).order_by():
            if months_of(row["counted_on"], book.month_begins_on)[1] != row["statistic_month"]:
                yield row["first"]


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
