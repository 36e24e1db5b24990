"""What is frozen when a result is published: counts, definitions, rules of counting, what was filled in, scores."""

from datetime import datetime
from typing import Any

import orjson

from cityloop.evaluation.domain.counting_rules import plain_rules
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.snapshots import FORMAT, score_told
from cityloop.evaluation.models import HandEntry, ResultEdition
from cityloop.evaluation.queries.counting import rules_book
from cityloop.evaluation.queries.definitions import InForce, scorer_of
from cityloop.evaluation.queries.scores import Scored, rescored, scored
from cityloop.evaluation.queries.subjects import Evaluated


def snapshot_of(found: InForce, period: Period, *, at: datetime) -> dict[str, Any]:
    """Return the snapshot of a scheme's scores in a period, counted now."""
    everybody = scored(found.scorer, period, at=at, quickly=False)
    return {
        "format": FORMAT,
        "scheme": {
            "key": found.version.key,
            "number": found.version.number,
            "valid_from": found.version.valid_from.isoformat(),
            "data": found.version.data,
        },
        "indicators": {
            "number": found.book.number,
            "valid_from": found.book.valid_from.isoformat(),
            "data": found.book.data,
        },
        "counting_rules": _rules(period),
        "period": {"key": period.key, "since": period.since.isoformat(), "until": period.until.isoformat()},
        "counted_at": at.isoformat(),
        "subjects": [_told(each, found.scheme.places) for each in everybody.values()],
    }


def with_present_entries(edition: ResultEdition, period: Period) -> dict[str, Any]:
    """Return the snapshot of an edition with the same counts and what is filled in by hand now."""
    snapshot: dict[str, Any] = orjson.loads(edition.snapshot)
    scorer = scorer_of(snapshot["scheme"]["data"], snapshot["indicators"]["data"])
    counted = {
        row["id"]: (
            Evaluated(row["id"], row["code"], row["name"], (), row["area_class"], row["body_kind"]),
            row["counts"],
        )
        for row in snapshot["subjects"]
    }
    everybody = rescored(scorer, counted, period)
    return {
        **snapshot,
        "format": FORMAT,
        "subjects": [_told(each, scorer.scheme.places) for each in everybody.values()],
    }


def _rules(period: Period) -> list[dict[str, Any]]:
    """Return the versions of the rules of counting that were in force on some day of the period."""
    book = rules_book()
    first, last = period.since, period.last_day
    changes = {version.valid_from for version in book.versions if first < version.valid_from <= last}
    used = {book.on(day).number: book.on(day) for day in {first, *changes}}
    return [
        {"number": each.number, "valid_from": each.valid_from.isoformat(), "rules": plain_rules(each.rules)}
        for _, each in sorted(used.items())
    ]


def _told(each: Scored, places: int) -> dict[str, Any]:
    who = each.who
    return {
        "id": who.id,
        "code": who.code,
        "name": who.name,
        "area_class": who.area_class,
        "body_kind": who.body_kind,
        "counts": dict(each.figures),
        "given": {term: _entry(entry) for term, entry in each.entries.items()},
        "score": score_told(each.score, places),
    }


def _entry(entry: HandEntry) -> dict[str, Any]:
    return {
        "id": str(entry.pk),
        "points": f"{entry.points:f}",
        "words": entry.words,
        "evidence": list(entry.evidence),
        "entered_by": str(entry.entered_by),
        "entered_at": entry.entered_at.isoformat(),
    }
