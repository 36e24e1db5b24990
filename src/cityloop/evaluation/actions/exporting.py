"""Bringing the facts that changed into the lake."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from cityloop.evaluation.actions.lake_writing import Tell, clear, sweep, write_month, write_sums
from cityloop.evaluation.contracts import Exported
from cityloop.evaluation.domain.counting_rules import RulesBook
from cityloop.evaluation.domain.lake import Manifest, days_of, pieces_of
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.counting import rules_book
from cityloop.evaluation.queries.fact_batches import months_with_facts
from cityloop.evaluation.queries.lake_files import manifest_of
from cityloop.kernel import locks
from cityloop.territory import api as territory

MANY = 50_000  # cases; where more have changed, reading the whole month costs less than picking them out


@dataclass(slots=True)
class Waiting:
    """What has changed in a month: the notes that say so, and the cases that they name."""

    notes: list[int] = field(default_factory=list)
    cases: set[UUID] = field(default_factory=set)
    is_whole: bool = False

    def chosen(self) -> set[UUID] | None:
        """Return the cases to read again, None for all of the month."""
        return None if self.is_whole or len(self.cases) > MANY else self.cases


@dataclass(frozen=True, slots=True)
class Pieces:
    """Into what months are divided so that statistic months are made of whole pieces, by the rules of counting."""

    book: RulesBook

    def of(self, month: str) -> tuple[date, ...]:
        """Return the first days of the pieces: statistic months end and begin there."""
        return pieces_of(month, {self.book.on(day).rules.month_begins_on for day in days_of(month)})

    def badly_summed(self, manifest: Manifest) -> list[str]:
        """Return the months whose sums are not there, or are divided as rules had it that no longer hold."""
        told = {month: sums.pieces for month, sums in manifest.sums.items()}
        return [month for month in manifest.months if told.get(month) != self.of(month)]


def note_changes(*, case_ids: tuple[UUID, ...], months: tuple[str, ...]) -> None:
    """Remember that facts of these months changed, because of these cases; none named are too many to name."""
    LakeChange.objects.bulk_create(
        LakeChange(month=month, case_id=case_id) for month in months for case_id in (case_ids or (None,))
    )


def export_facts(*, at: datetime, tell: Tell = lambda *_: None) -> Exported | None:
    """Bring every month into the lake that changed since it was, or is not there; None if another run is at work.

    A month becomes visible as a whole, by the manifest. Whenever a run is interrupted, the lake holds the old month or
    the new one, and the next run goes on from there. A run that finds nothing new writes nothing.

    :param tell: told how far each month has come.
    """
    city = territory.city().code
    with _alone() as alone:
        if not alone:
            return None
        clear(city)
        manifest, pieces = manifest_of(city), Pieces(rules_book())
        waiting = _waiting()
        missing = months_with_facts() - manifest.months.keys()
        months = sorted(waiting.keys() | missing)
        for month in months:
            found = waiting.get(month, Waiting())
            with transaction.atomic():
                chosen = None if month in missing else found.chosen()
                manifest = write_month(manifest, month, pieces=pieces.of(month), case_ids=chosen, tell=tell)
                LakeChange.objects.filter(pk__in=found.notes).delete()
        for month in pieces.badly_summed(manifest):
            manifest = write_sums(manifest, month, pieces=pieces.of(month))
        sweep(manifest, at=at)
    rows = sum(file.rows for month in months for file in manifest.months.get(month, {}).values())
    return Exported(tuple(months), rows)


def _waiting() -> dict[str, Waiting]:
    """Return what was noted, by month. Facts that are read from now on are as new as these notes, or newer."""
    found: defaultdict[str, Waiting] = defaultdict(Waiting)
    for note, month, case_id in LakeChange.objects.values_list("pk", "month", "case_id"):
        found[month].notes.append(note)
        if case_id is None:
            found[month].is_whole = True
        else:
            found[month].cases.add(case_id)
    return found


@contextmanager
def _alone() -> Iterator[bool]:
    """Yield whether nobody else exports; a process that dies leaves no lock behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [locks.LAKE])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [locks.LAKE])
