"""Who is bound to grids follows when these end: collectors, rules of responsibility, seats."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from cityloop.access import api as access
from cityloop.kernel.validity import valid_at
from cityloop.organizations.domain.following import Hold, heir_of
from cityloop.organizations.domain.routing import area_prefixes
from cityloop.organizations.models import DutyAssignment, ResponsibilityRule
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced

Key: TypeAlias = tuple[str, str, UUID | None]
Ends: TypeAlias = Iterator[territory.LooseEndDraft]


@transaction.atomic
def follow_grids(told: GridsReplaced) -> None:
    """Bind collectors and rules to the grids that carry on; what no rule decides is noted as a loose end.

    Hearing of it a second time changes nothing.
    """
    ends = [*_duties(told), *_unwalked(told), *_rules(told), *_seats(told)]
    territory.note_loose_ends(change_id=told.change_id, ends=ends, at=told.at)


def _duties(told: GridsReplaced) -> Ends:
    """Collectors of a duty grid that ended walk those that carry on with its ground."""
    rows = DutyAssignment.objects.select_for_update(of=("self",)).select_related("seat__account")
    holding = rows.filter(_holds_after(told.at), area_code__in=told.carried).exclude(valid_until=F("valid_from"))
    for row in holding.order_by("pk"):
        ended, begins = row.area_code, max(row.valid_from, told.at)
        for code in told.carried[ended]:
            if not DutyAssignment.objects.filter(_holds_after(begins), seat_id=row.seat_id, area_code=code).exists():
                DutyAssignment.objects.create(
                    seat_id=row.seat_id, area_code=code, valid_from=begins, valid_until=row.valid_until
                )
        row.valid_until = begins
        row.save(update_fields=["valid_until"])
        left = told.left[ended]
        if left or not told.carried[ended]:
            kind, name = territory.LooseEndKind.COLLECTOR, row.seat.account.display_name
            yield territory.LooseEndDraft(kind, subject=str(row.seat_id), label=name, code=ended, codes=left)


def _unwalked(told: GridsReplaced) -> Ends:
    """A duty grid that was formed anew, and that nobody walks, is told."""
    for code in told.begun_duty_grids:
        areas = [*area_prefixes(code[:12]), code]
        if not DutyAssignment.objects.filter(
            valid_at(told.at), valid_at(told.at, "seat__"), area_code__in=areas
        ).exists():
            yield territory.LooseEndDraft(territory.LooseEndKind.COLLECTOR, subject=code, label="", code=code, codes=())


def _rules(told: GridsReplaced) -> Ends:
    """A new grid takes the rules of the ground that makes up most of it; where the rest had others, that is told."""
    rules = ResponsibilityRule.objects.select_for_update(of=("self",)).select_related("body")
    standing: dict[Key, dict[str, ResponsibilityRule]] = {}
    for rule in rules.filter(valid_at(told.at), area_code__in=told.ended):
        key = (rule.kind, rule.class_code, rule.owner_body_id)
        standing.setdefault(key, {})[rule.area_code] = rule
    for by_grid in standing.values():
        for grid, given in told.forebears.items():
            yield from _rule_of(grid, given, by_grid, told.at)
    ids = [rule.pk for by_grid in standing.values() for rule in by_grid.values()]
    ResponsibilityRule.objects.filter(pk__in=ids).update(valid_until=told.at)


def _rule_of(grid: str, given: Mapping[str, float], by_grid: Mapping[str, ResponsibilityRule], at: datetime) -> Ends:
    holds = [Hold(old, part, by_grid[old].body_id if old in by_grid else None) for old, part in given.items()]
    heir, doubtful = heir_of(holds)
    leading = by_grid.get(heir)
    if leading:
        ResponsibilityRule.objects.create(
            kind=leading.kind,
            class_code=leading.class_code,
            area_code=grid,
            owner_body_id=leading.owner_body_id,
            body_id=leading.body_id,
            origin=leading.origin,
            case_number=leading.case_number,
            valid_from=at,
            valid_until=leading.valid_until,
            since=at.astimezone(ZoneInfo(territory.city().timezone)).date(),
        )
    for old in doubtful:
        rule = by_grid.get(old, leading)
        if rule:
            label = f"{rule.body.name} {rule.kind}{rule.class_code}".strip()
            kind = territory.LooseEndKind.RULE
            yield territory.LooseEndDraft(kind, subject=f"{rule.pk}:{grid}", label=label, code=old, codes=(grid,))


def _seats(told: GridsReplaced) -> Ends:
    """What somebody may see is widened or narrowed by people, not by a change to the grids."""
    for seat in access.seats(area_codes=told.ended, at=told.at):
        codes = tuple(sorted(grid for grid, given in told.forebears.items() if seat.area_code in given))
        kind, subject = territory.LooseEndKind.SEAT, str(seat.seat_id)
        yield territory.LooseEndDraft(kind, subject=subject, label=seat.name, code=seat.area_code, codes=codes)


def _holds_after(at: datetime) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=at)
