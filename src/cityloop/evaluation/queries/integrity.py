"""Reads about the integrity of collectors: what they did is read, and every rule is held against it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
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
from cityloop.evaluation.domain.integrity import Duty, FieldWork, but_own, hints
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.thresholds import ALL, SHIPPED, Thresholds
from cityloop.evaluation.models import ThresholdsVersion
from cityloop.evaluation.policies import INTEGRITY
from cityloop.evaluation.queries.periods import period_of, period_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.territory import api as territory

LONGEST = timedelta(days=31)  # a month: every photograph of it is held against those of a year


def integrity_table(*, period: str, actor: access.Actor) -> IntegrityTable:
    """Return all collectors who worked in a period with the number of their hints, most kinds of hints first.

    :raises NotPermittedError: the actor does not watch collectors, or not the whole city.
    :raises InvalidInputError: no period is written so, or it is longer than a month.
    """
    access.require(actor, INTEGRITY, grid="")
    wanted, limits = _period(period), thresholds()
    people = {seat.account_id: seat.name for seat in access.seats_ever(post=access.Post.COLLECTOR)}
    works = FieldReading(wanted, limits).of(people)
    rows = [_row(account_id, people[account_id], work, limits)[0] for account_id, work in works]
    rows.sort(key=lambda row: (-sum(map(bool, row.hints.values())), -sum(row.hints.values()), row.name))
    return IntegrityTable(period_view(wanted), limits.number, tuple(rows))


def collector_integrity(*, account_id: UUID, period: str, is_own: bool) -> CollectorIntegrity:
    """Return one collector in a period with every hint. Whoever may see it is for the caller to say.

    :param is_own: they look at themselves: cases and photographs of others are left out.
    :raises NotFoundError: the account has never been a collector.
    :raises InvalidInputError: no period is written so, or it is longer than a month.
    """
    wanted, limits = _period(period), thresholds()
    seat = next(iter(access.seats_ever(post=access.Post.COLLECTOR, account_ids=[account_id])), None)
    if seat is None:
        message = say("There is no such collector.")
        raise NotFoundError(message)
    reading = FieldReading(wanted, limits)
    found = dict(reading.of([account_id])).get(account_id) or reading.nothing()
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


class FieldReading:
    """Reads what collectors did in a period, and what it is held against."""

    def __init__(self, period: Period, limits: Thresholds) -> None:
        """Read of these days, as the city has them."""
        self._zone = ZoneInfo(territory.city().timezone)
        self._since, self._until = (datetime.combine(day, time(), self._zone) for day in (period.since, period.until))
        self._bits = int(limits["same_photo_bits"])

    def nothing(self) -> FieldWork:
        """Return the work of somebody who did none."""
        return FieldWork(visits=(), zone=self._zone)

    def of(self, people: Collection[UUID]) -> Iterator[tuple[UUID, FieldWork]]:
        """Yield the work of each of these people who did any. Six queries, however many they are."""
        duties, twins, answers = self._duties(people), self._twins(people), self._answers()
        done = cases.visits(people=people, since=self._since, until=self._until)
        for account_id, found in groupby(done, key=lambda visit: visit.person_id):
            visits = list(found)
            yield (
                account_id,
                FieldWork(
                    visits=visits,
                    twins=twins[account_id],
                    duties=duties[account_id],
                    others=but_own(answers, visits),
                    zone=self._zone,
                ),
            )

    def _answers(self) -> dict[tuple[cases.VisitKind, cases.Answer], int]:
        everybody = {seat.account_id for seat in access.seats_ever(post=access.Post.COLLECTOR)}
        return cases.answers_given(people=everybody, since=self._since, until=self._until)

    def _duties(self, people: Collection[UUID]) -> defaultdict[UUID, list[Duty]]:
        held = access.seats_ever(post=access.Post.COLLECTOR, account_ids=people)
        seats = {seat.seat_id: seat.account_id for seat in held}
        found: defaultdict[UUID, list[Duty]] = defaultdict(list)
        for duty in organizations.duties_between(seat_ids=seats, since=self._since, until=self._until):
            found[seats[duty.seat_id]].append(Duty(duty.area_code, duty.valid_from, duty.valid_until))
        return found

    def _twins(self, people: Collection[UUID]) -> defaultdict[UUID, list[cases.PhotoTwin]]:
        found: defaultdict[UUID, list[cases.PhotoTwin]] = defaultdict(list)
        for twin in cases.photo_twins(people=people, since=self._since, until=self._until, bits=self._bits):
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
