"""From facts to scores: everybody whom a scheme evaluates in a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.ratios import column_of
from cityloop.evaluation.domain.schemes import Subject
from cityloop.evaluation.domain.scoring import Score, Scorer
from cityloop.evaluation.models import HandEntry
from cityloop.evaluation.queries.subjects import Evaluated, evaluated
from cityloop.evaluation.queries.tallies import tally


@dataclass(frozen=True, slots=True)
class Scored:
    """One who is evaluated, with all figures that the scheme needs or opens, what was filled in, and the score."""

    who: Evaluated
    figures: Mapping[str, int]
    entries: Mapping[str, HandEntry]
    score: Score


def scored(scorer: Scorer, period: Period, *, at: datetime, quickly: bool = True) -> dict[str, Scored]:
    """Return everybody whom a scheme evaluates in a period, by id, in order of code.

    :param quickly: take from the lake what it holds as the database does; otherwise only the database is asked.
    """
    found = tally(scorer, period, at=at, quickly=quickly)
    who = evaluated(scorer.scheme.object, period, present=found.present(), at=at)
    return rescored(scorer, {each.id: (each, found.figures(scorer.figures, each.keys)) for each in who}, period)


def rescored(
    scorer: Scorer, counted: Mapping[str, tuple[Evaluated, Mapping[str, int]]], period: Period
) -> dict[str, Scored]:
    """Return the scores of figures that have been counted, with what is filled in by hand now."""
    entries = hand_entries(scorer.scheme.key, period.key)
    subjects = [subject_of(who, given(entries.get(who.id, {}))) for who, _ in counted.values()]
    columns = {name: column_of([figures[name] for _, figures in counted.values()]) for name in scorer.needs()}
    scores = scorer.score(subjects, columns, months=period.months)
    return {
        key: Scored(who, figures, entries.get(key, {}), score)
        for (key, (who, figures)), score in zip(counted.items(), scores, strict=True)
    }


def subject_of(who: Evaluated, filled_in: Mapping[str, Decimal]) -> Subject:
    """Return somebody as the rules of scoring see them."""
    return Subject(id=who.id, code=who.code, area_class=who.area_class, body_kind=who.body_kind, given=filled_in)


def given(entries: Mapping[str, HandEntry]) -> dict[str, Decimal]:
    """Return what entries come to, by term or parameter."""
    return {term: entry.points for term, entry in entries.items() if entry.points is not None}


def hand_entries(
    scheme_key: str, period_key: str, *, subject_ids: Iterable[str] | None = None
) -> dict[str, dict[str, HandEntry]]:
    """Return the entries that hold, by subject and term; those that were taken back are left out. One query."""
    rows = HandEntry.objects.filter(scheme_key=scheme_key, period=period_key)
    rows = rows if subject_ids is None else rows.filter(subject_id__in=list(subject_ids))
    found: dict[str, dict[str, HandEntry]] = {}
    for row in rows.order_by("subject_id", "term", "-number").distinct("subject_id", "term"):
        if row.points is not None:
            found.setdefault(row.subject_id, {})[row.term] = row
    return found
