"""Who is bound to grids follows when these end: collectors, rules of responsibility, seats."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Greatest

from cityloop.access import api as access
from cityloop.kernel.validity import valid_at
from cityloop.organizations.domain.following import Hold, Span, heir_of, stretches, uncovered
from cityloop.organizations.domain.routing import area_prefixes
from cityloop.organizations.models import DutyAssignment, ResponsibilityRule
from cityloop.territory import api as territory
from cityloop.territory.events import GridsReplaced

Key: TypeAlias = tuple[str, str, UUID | None]
Ends: TypeAlias = Iterator[territory.LooseEndDraft]


@transaction.atomic
def follow_grids(told: GridsReplaced) -> None:
    """Bind collectors and rules to the grids that carry on; what no rule decides is noted as a loose end.

    Hearing of it a second time changes nothing; heard of late, those follow to what stands by then.
    """
    told = _as_it_is_now(told)
    ends = [*_duties(told), *_unwalked(told), *_rules(told), *_seats(told)]
    territory.note_loose_ends(change_id=told.change_id, ends=ends, at=told.at)


def _as_it_is_now(told: GridsReplaced) -> GridsReplaced:
    """Return the news of the grids that stand now, where a later change has replaced those it tells of."""
    forebears: dict[str, dict[str, float]] = {}
    for grid, given in told.forebears.items():
        for heir, share in territory.standing_parts(grid).items():
            parts = forebears.setdefault(heir, {})
            for old, part in given.items():
                parts[old] = parts.get(old, 0.0) + part * share
    return replace(
        told,
        forebears=forebears,
        carried={ended: _each_of(codes, territory.standing_duty_grids) for ended, codes in told.carried.items()},
        left={ended: _each_of(codes, territory.standing_heirs) for ended, codes in told.left.items()},
        begun_duty_grids=tuple(code for code in told.begun_duty_grids if territory.standing_duty_grids(code) == [code]),
    )


def _each_of(codes: Sequence[str], standing: Callable[[str], list[str]]) -> tuple[str, ...]:
    return tuple(sorted({heir for code in codes for heir in standing(code)}))


def _duties(told: GridsReplaced) -> Ends:
    """Collectors of a duty grid that ended walk those that carry on with its ground."""
    rows = DutyAssignment.objects.select_for_update(of=("self",)).select_related("seat__account")
    for row in rows.filter(_overlaps((told.at, None)), area_code__in=told.carried).order_by("pk"):
        ended, begins = row.area_code, max(row.valid_from, told.at)
        for code in told.carried[ended]:
            _walk(row, code, (begins, row.valid_until))
        row.valid_until = begins
        row.save(update_fields=["valid_until"])
        left = told.left[ended]
        if left or not told.carried[ended]:
            kind, name = territory.LooseEndKind.COLLECTOR, row.seat.account.display_name
            yield territory.LooseEndDraft(kind, subject=str(row.seat_id), label=name, code=ended, codes=left)


def _walk(row: DutyAssignment, code: str, span: Span) -> None:
    """Have a collector walk a duty grid for all of this time in which it is not theirs already."""
    taken = DutyAssignment.objects.filter(_overlaps(span), seat_id=row.seat_id, area_code=code)
    for begins, ends in uncovered(span, taken.values_list("valid_from", "valid_until")):
        DutyAssignment.objects.create(seat_id=row.seat_id, area_code=code, valid_from=begins, valid_until=ends)


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
    rows = ResponsibilityRule.objects.select_for_update(of=("self",)).select_related("body")
    alike: dict[Key, list[ResponsibilityRule]] = {}
    for rule in rows.filter(_overlaps((told.at, None)), area_code__in=told.ended).order_by("pk"):
        alike.setdefault((rule.kind, rule.class_code, rule.owner_body_id), []).append(rule)
    for rules in alike.values():
        for grid, given in told.forebears.items():
            own = [rule for rule in rules if rule.area_code in given]
            for span in stretches((max(rule.valid_from, told.at), rule.valid_until) for rule in own):
                by_grid = {rule.area_code: rule for rule in own if rule.valid_from <= span[0] and _lasts(rule, span)}
                yield from _rule_of(grid, given, by_grid, span)
        for rule in rules:
            rule.valid_until = max(rule.valid_from, told.at)
        ResponsibilityRule.objects.bulk_update(rules, ["valid_until"])


def _rule_of(grid: str, given: Mapping[str, float], by_grid: Mapping[str, ResponsibilityRule], span: Span) -> Ends:
    holds = [Hold(old, part, by_grid[old].body_id if old in by_grid else None) for old, part in given.items()]
    other = Hold(grid, max(1.0 - sum(given.values()), 0.0), None)  # ground that a later change has added
    heir, doubtful = heir_of([*holds, other])
    leading = by_grid.get(heir)
    if leading and not _stand(leading, grid, span):
        doubtful = (*doubtful, heir)
    for old in doubtful:
        rule = by_grid.get(old, leading)
        if rule:
            label = f"{rule.body.name} {rule.kind}{rule.class_code}".strip()
            kind = territory.LooseEndKind.RULE
            yield territory.LooseEndDraft(kind, subject=f"{rule.pk}:{grid}", label=label, code=old, codes=(grid,))


def _stand(leading: ResponsibilityRule, grid: str, span: Span) -> bool:
    """Have the rule stand over a new grid where none does yet; return False if another body's does at any time."""
    key = {name: getattr(leading, name) for name in ("kind", "class_code", "owner_body_id")}
    taken = list(ResponsibilityRule.objects.filter(_overlaps(span), area_code=grid, **key))
    for begins, ends in uncovered(span, [(rule.valid_from, rule.valid_until) for rule in taken]):
        ResponsibilityRule.objects.create(
            area_code=grid,
            body_id=leading.body_id,
            origin=leading.origin,
            case_number=leading.case_number,
            valid_from=begins,
            valid_until=ends,
            since=begins.astimezone(ZoneInfo(territory.city().timezone)).date(),
            **key,
        )
    return all(rule.body_id == leading.body_id for rule in taken)


def _seats(told: GridsReplaced) -> Ends:
    """What somebody may see is widened or narrowed by people, not by a change to the grids."""
    for seat in access.seats(area_codes=told.ended, at=told.at):
        codes = tuple(sorted(grid for grid, given in told.forebears.items() if seat.area_code in given))
        kind, subject = territory.LooseEndKind.SEAT, str(seat.seat_id)
        yield territory.LooseEndDraft(kind, subject=subject, label=seat.name, code=seat.area_code, codes=codes)


def _lasts(rule: ResponsibilityRule, span: Span) -> bool:
    return rule.valid_until is None or rule.valid_until > span[0]


def _overlaps(span: Span) -> Q:
    begins, ends = span
    ends_later = Q(valid_until__isnull=True) | Q(valid_until__gt=Greatest("valid_from", Value(begins)))
    return ends_later & Q(valid_from__lt=ends) if ends else ends_later
