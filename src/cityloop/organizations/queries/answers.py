"""Reads of `organizations`. Who answers and who is on duty cost two queries each: every intake and check asks."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length

from cityloop.access.contracts import Post
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.validity import valid_at
from cityloop.kernel.wording import say
from cityloop.organizations.contracts import (
    BodyView,
    CollectorCandidate,
    DutyView,
    RuleOrigin,
    RuleView,
    Ruling,
    Shift,
)
from cityloop.organizations.domain.routing import area_prefixes, class_prefixes, reasons
from cityloop.organizations.models import DutyAssignment, DutyShift, ResponsibilityRule
from cityloop.organizations.queries.tree import tree
from cityloop.standards.contracts import MatterKind
from cityloop.territory import api as territory

DAY = 1440
WEEK = 7 * DAY
# 1970-01-05 was a Monday; the argument is the zone and the moment.
MINUTE_OF_WEEK = "MOD(EXTRACT(EPOCH FROM timezone(%(expressions)s))::bigint - 345600, 604800) / 60"


def body(body_id: UUID) -> BodyView:
    """Return a body, also one that has ended.

    :raises NotFoundError: there is none.
    """
    found = tree().by_id.get(body_id)
    if found is None:
        message = say("There is no such body.")
        raise NotFoundError(message, body_id=str(body_id))
    return found


def body_by_code(code: str) -> BodyView | None:
    """Return the body of this code, if there is one."""
    return tree().by_code.get(code)


def bodies(*, at: datetime | None = None) -> list[BodyView]:
    """Return all bodies in order of code; with a moment, those that exist then."""
    return [found for found in tree().by_code.values() if at is None or exists_at(found, at)]


def body_names(body_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these bodies; unknown ones are left out."""
    known = tree().by_id
    return {body_id: known[body_id].name for body_id in body_ids if body_id in known}


def subtree(body_id: UUID) -> frozenset[UUID]:
    """Return the body and all below it, ended ones too; nothing if there is no such body."""
    return tree().subtrees.get(body_id, frozenset())


def exists_at(found: BodyView, at: datetime) -> bool:
    """Return whether the body exists at a moment."""
    return found.valid_from <= at and (found.valid_until is None or found.valid_until > at)


def responsible_body(
    *, kind: MatterKind, class_code: str, grid_code: str, owner_body_id: UUID | None = None, at: datetime
) -> Ruling | None:
    """Return which body answers for a matter of this class in this unit grid, and why. Two indexed queries.

    Where the grid has ended, the rules of the one that got most of its ground hold too. The most specific rule wins:
    one for the owner before one for everybody, then the smaller area, then the longer class, then one that names the
    kind, then the newer.
    """
    areas = {*area_prefixes(grid_code), *(place.grid_code for place in territory.standing_places(grid_code)[:1])}
    owned = Q(owner_body__isnull=True) | Q(owner_body=owner_body_id) if owner_body_id else Q(owner_body__isnull=True)
    rule = (
        ResponsibilityRule.objects.filter(owned, valid_at(at), valid_at(at, "body__"))
        .filter(kind__in=["", kind.value], class_code__in=class_prefixes(class_code))
        .filter(area_code__in=areas)
        .select_related("body", "owner_body")
        .order_by(
            F("owner_body_id").asc(nulls_last=True),
            Length("area_code").desc(),
            Length("class_code").desc(),
            "-kind",
            "-valid_from",
            "-id",
        )
        .first()
    )
    return _ruling(rule) if rule else None


def candidates(*, grid_code: str, at: datetime, duty_grid_code: str | None = None) -> list[CollectorCandidate]:
    """Return the collectors who are on duty on this unit grid's ground, each once, in order of account. Two queries.

    They are those of the duty grids that hold its ground now: the grid, or its duty grid, may have ended since.

    :param duty_grid_code: the duty grid it lay in, which counts where its ground lies in none now.
    """
    standing = {place.duty_grid_code for place in territory.standing_places(grid_code) if place.duty_grid_code}
    return _on_duty([*area_prefixes(grid_code)[:4], *(standing or filter(None, [duty_grid_code]))], at)


def _on_duty(areas: list[str], at: datetime) -> list[CollectorCandidate]:
    roster = DutyShift.objects.filter(seat=OuterRef("seat"))
    found = (
        DutyAssignment.objects.filter(valid_at(at), valid_at(at, "seat__"), area_code__in=areas)
        .filter(seat__post=Post.COLLECTOR.value, seat__account__is_active=True)
        .filter(Q(Exists(_open_now(roster, at))) | ~Q(Exists(roster)))
        .order_by("seat__account_id", "seat_id")
        .values_list("seat__account_id", "seat__account__display_name", "seat__body_id", "seat_id")
    )
    once = {row[0]: CollectorCandidate(*row) for row in found}
    return list(once.values())


def rules(
    *, at: datetime | None = None, body_id: UUID | None = None, after: int = 0, limit: int = 200
) -> list[RuleView]:
    """Return rules of responsibility in order of number; with a moment, those that hold then."""
    found = ResponsibilityRule.objects.filter(id__gt=after)
    found = found.filter(valid_at(at)) if at else found
    found = found.filter(body=body_id) if body_id else found
    return [rule_view(rule) for rule in found.order_by("id")[:limit]]


def duties(*, seat_ids: Iterable[UUID], at: datetime) -> list[DutyView]:
    """Return where these collectors' duty lies at a moment."""
    found = DutyAssignment.objects.filter(valid_at(at), seat_id__in=list(seat_ids)).order_by("seat_id", "area_code")
    return [duty_view(duty) for duty in found]


def duties_between(*, seat_ids: Iterable[UUID], since: datetime, until: datetime) -> list[DutyView]:
    """Return where these collectors' duty lay at some time between two moments, `until` excluded. One query."""
    found = DutyAssignment.objects.filter(seat_id__in=list(seat_ids), valid_from__lt=until)
    found = found.filter(Q(valid_until=None) | Q(valid_until__gt=since))
    return [duty_view(duty) for duty in found.order_by("seat_id", "valid_from", "area_code")]


def roster(*, seat_id: UUID) -> list[Shift]:
    """Return a collector's weekly slots in order; nothing means always on duty."""
    found = DutyShift.objects.filter(seat_id=seat_id).order_by("opens_minute")
    return [
        Shift(slot.opens_minute // DAY + 1, _time_of(slot.opens_minute), _time_of(slot.closes_minute)) for slot in found
    ]


def rule_view(rule: ResponsibilityRule) -> RuleView:
    """Return a rule as others see it."""
    return RuleView(
        id=rule.pk,
        kind=MatterKind(rule.kind) if rule.kind else None,
        class_code=rule.class_code,
        area_code=rule.area_code,
        owner_body_id=rule.owner_body_id,
        body_id=rule.body_id,
        origin=RuleOrigin(rule.origin),
        case_number=rule.case_number,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        since=rule.since,
    )


def duty_view(duty: DutyAssignment) -> DutyView:
    """Return an assignment as others see it."""
    return DutyView(
        id=duty.pk,
        seat_id=duty.seat_id,
        area_code=duty.area_code,
        valid_from=duty.valid_from,
        valid_until=duty.valid_until,
    )


def _time_of(minute: int) -> time:
    return time(minute % DAY // 60, minute % 60)


def _ruling(rule: ResponsibilityRule) -> Ruling:
    owner_name = rule.owner_body.name if rule.owner_body else ""
    chinese, english = reasons(rule_view(rule), body_name=rule.body.name, owner_name=owner_name)
    return Ruling(rule.body_id, rule.body.name, rule.pk, chinese, english)


def _open_now(roster: QuerySet[DutyShift], at: datetime) -> QuerySet[DutyShift]:
    """Return the slots that are open, those too that began before midnight of Sunday and run into Monday."""
    minute = Func(F("zone"), Value(at, DateTimeField()), template=MINUTE_OF_WEEK, output_field=IntegerField())
    open_this_week = Q(opens_minute__lte=F("now"), closes_minute__gt=F("now"))
    open_since_last_week = Q(closes_minute__gt=F("now") + WEEK)
    return roster.annotate(now=minute).filter(open_this_week | open_since_last_week)
