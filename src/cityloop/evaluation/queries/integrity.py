"""Reads about the integrity of collectors: what they did is read, and every rule is held against it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from cityloop.access import api as access
from cityloop.cases import api as cases
from cityloop.evaluation.contracts.integrity import (
    CollectorIntegrity,
    CollectorRow,
    Hint,
    HintKind,
    IntegrityTable,
    ThresholdsView,
    ThresholdView,
)
from cityloop.evaluation.domain.integrity import Duty, FieldWork, denials, hints
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.thresholds import ALL, SHIPPED, Thresholds
from cityloop.evaluation.models import ThresholdsVersion
from cityloop.evaluation.policies import INTEGRITY
from cityloop.evaluation.queries.periods import period_of, period_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.territory import api as territory

LONGEST = timedelta(days=100)  # a quarter; more is read quarter by quarter
TASKS = (cases.VisitKind.VERIFY, cases.VisitKind.CHECK)
Denials = Counter[tuple[cases.VisitKind, bool]]


def integrity_table(*, period: str, actor: access.Actor) -> IntegrityTable:
    """Return all collectors who worked in a period with the number of their hints, most kinds of hints first.

    :raises NotPermittedError: the actor does not watch collectors, or not the whole city.
    :raises InvalidInputError: no period is written so, or it is longer than a quarter.
    """
    access.require(actor, INTEGRITY, grid="")
    wanted, limits = _period(period), thresholds()
    people = {seat.account_id: seat.name for seat in access.seats_ever(post=access.Post.COLLECTOR)}
    rows = [
        _row(account_id, people[account_id], work, limits)[0] for account_id, work in _works(people, wanted, limits)
    ]
    rows.sort(key=lambda row: (-sum(map(bool, row.hints.values())), -sum(row.hints.values()), row.name))
    return IntegrityTable(period_view(wanted), limits.number, tuple(rows))


def collector_integrity(*, account_id: UUID, period: str, is_own: bool) -> CollectorIntegrity:
    """Return one collector in a period with every hint. Whoever may see it is for the caller to say.

    :param is_own: they look at themselves: cases and photographs of others are left out.
    :raises NotFoundError: the account has never been a collector.
    :raises InvalidInputError: no period is written so, or it is longer than a quarter.
    """
    wanted, limits = _period(period), thresholds()
    seat = next(iter(access.seats_ever(post=access.Post.COLLECTOR, account_ids=[account_id])), None)
    if seat is None:
        message = say("There is no such collector.")
        raise NotFoundError(message)
    everybody = {each.account_id for each in access.seats_ever(post=access.Post.COLLECTOR)}
    found = dict(_works({account_id}, wanted, limits, everybody)).get(
        account_id, FieldWork(visits=(), zone=ZoneInfo(territory.city().timezone))
    )
    row, told = _row(account_id, seat.name, found, limits)
    if is_own:
        strange = {twin.earlier_photo_id for twin in found.twins if twin.earlier_person_id != account_id}
        told = [_without(hint, strange) for hint in told]
    return CollectorIntegrity(period_view(wanted), limits.number, row, tuple(told))


def thresholds() -> Thresholds:
    """Return the thresholds in force. One query."""
    latest = ThresholdsVersion.objects.order_by("-number").first()
    return Thresholds(latest.number, latest.values) if latest else Thresholds(0, SHIPPED)


def thresholds_view(*, actor: access.Actor) -> ThresholdsView:
    """Return all thresholds with their names, bounds and reasons.

    :raises NotPermittedError: the actor does not watch collectors.
    """
    access.require(actor, INTEGRITY)
    limits = thresholds()
    found = [
        ThresholdView(
            *(each.key, each.zh, each.en, each.unit, limits[each.key], each.shipped, each.least, each.most, each.why)
        )
        for each in ALL
    ]
    return ThresholdsView(limits.number, tuple(found))


def _works(
    people: Collection[UUID], period: Period, limits: Thresholds, everybody: Collection[UUID] | None = None
) -> Iterator[tuple[UUID, FieldWork]]:
    """Yield what each of these collectors did, held against what everybody did."""
    zone = ZoneInfo(territory.city().timezone)
    since, until = (datetime.combine(day, time(), zone) for day in (period.since, period.until))
    done = {
        account_id: list(visits)
        for account_id, visits in groupby(
            cases.visits(people=everybody or people, since=since, until=until), key=lambda visit: visit.person_id
        )
    }
    answers = {account_id: denials(visits) for account_id, visits in done.items()}
    total: Denials = sum(answers.values(), Counter())
    duties, twins = _duties(people, since, until), _twins(people, since, until, limits)
    for account_id in sorted(done.keys() & {*people}):
        yield (
            account_id,
            FieldWork(
                visits=done[account_id],
                twins=twins[account_id],
                duties=duties[account_id],
                others=_others(total, answers[account_id]),
                zone=zone,
            ),
        )


def _others(total: Denials, own: Denials) -> Mapping[cases.VisitKind, tuple[int, int]]:
    left = {key: total[key] - own[key] for key in total}
    return {kind: (left.get((kind, True), 0), left.get((kind, True), 0) + left.get((kind, False), 0)) for kind in TASKS}


def _duties(people: Collection[UUID], since: datetime, until: datetime) -> defaultdict[UUID, list[Duty]]:
    seats = {
        seat.seat_id: seat.account_id for seat in access.seats_ever(post=access.Post.COLLECTOR, account_ids=people)
    }
    found: defaultdict[UUID, list[Duty]] = defaultdict(list)
    for duty in organizations.duties_between(seat_ids=seats, since=since, until=until):
        found[seats[duty.seat_id]].append(Duty(duty.area_code, duty.valid_from, duty.valid_until))
    return found


def _twins(
    people: Collection[UUID], since: datetime, until: datetime, limits: Thresholds
) -> defaultdict[UUID, list[cases.PhotoTwin]]:
    found: defaultdict[UUID, list[cases.PhotoTwin]] = defaultdict(list)
    bits = int(limits["same_photo_bits"])
    for twin in cases.photo_twins(people=people, since=since, until=until, bits=bits):
        found[twin.person_id].append(twin)
    return found


def _row(account_id: UUID, name: str, work: FieldWork, limits: Thresholds) -> tuple[CollectorRow, list[Hint]]:
    told = hints(work, limits)
    kinds, of_hints = Counter(visit.kind for visit in work.visits), Counter(hint.kind for hint in told)
    row = CollectorRow(
        account_id=account_id,
        name=name,
        reports=kinds[cases.VisitKind.REPORT],
        verifications=kinds[cases.VisitKind.VERIFY],
        checks=kinds[cases.VisitKind.CHECK],
        hints={kind: of_hints[kind] for kind in HintKind},
    )
    return row, told


def _without(hint: Hint, photo_ids: Collection[UUID]) -> Hint:
    """Leave out what belongs to others: that it looks like one is told, which one is not."""
    if hint.kind is not HintKind.SAME_PHOTO or hint.cases[0].photo_id not in photo_ids:
        return hint
    words = say("The photograph looks like one that somebody else took before.")
    return replace(hint, words=words, cases=hint.cases[1:], count=1)


def _period(key: str) -> Period:
    wanted = period_of(key)
    if wanted.until - wanted.since > LONGEST:
        message = say("This is told of {days} days at most.", days=LONGEST.days)
        raise InvalidInputError(message, field="period")
    return wanted
