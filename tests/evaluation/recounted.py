"""Figures counted again in plain Python, row by row of the facts: what queries are held against."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from cityloop.evaluation.api import FactKind, Indicator, Object, Scope
from cityloop.evaluation.domain.base_indicators import BY_KEY, columns_of
from cityloop.evaluation.domain.counted import timed_counts
from cityloop.evaluation.domain.decimals import Column
from cityloop.evaluation.domain.indicators import Indicators
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.queries.sums import TABLES
from cityloop.organizations import api as organizations

AREAS = {Object.DISTRICT: "district_code", Object.STREET: "street_code", Object.COMMUNITY: "community_code"}


def rows_of(kind: FactKind, scope: Scope, period: Period) -> Iterator[Mapping[str, Any]]:
    """Yield the facts of somebody in a period."""
    for row in TABLES[kind]._default_manager.values():
        is_of_class = row["class_code"].startswith(scope.class_code) and scope.kind in ("", row["kind"])
        if period.since <= row["counted_on"] < period.until and is_of_class and _is_theirs(kind, row, scope):
            yield row


def _is_theirs(kind: FactKind, row: Mapping[str, Any], scope: Scope) -> bool:
    if scope.of is Object.CITY:
        return True
    if scope.of in AREAS:
        return bool(row[AREAS[scope.of]] == scope.subject_id)
    if scope.of is Object.BODY:
        return row["body_id"] in organizations.subtree(UUID(scope.subject_id))
    if scope.of is Object.COMPANY:
        body = "reporter_body_id" if kind is FactKind.CASE else "body_id"
        return row[body] in organizations.subtree(UUID(scope.subject_id))
    return bool(row["person_id"] == UUID(scope.subject_id))


def counts_of(kind: FactKind, row: Mapping[str, Any], at: datetime) -> dict[str, int]:
    """Return all base indicators of one row."""
    counts = {key: row[key] for key in columns_of(kind)}
    return counts | timed_counts(counts, row["due_at"], at)


def recount(key: str, scope: Scope, period: Period, at: datetime) -> int:
    """Return a base indicator of somebody in a period."""
    kind = BY_KEY[key].of
    return sum(counts_of(kind, row, at)[key] for row in rows_of(kind, scope, period))


def reckoned(indicator: Indicator, known: Indicators, scope: Scope, period: Period, at: datetime) -> str | None:
    """Return an indicator of somebody in a period, as it is printed."""
    counts: dict[str, Column] = {
        key: [Decimal(recount(key, scope, period, at))] for key in known.base_keys([indicator.key])
    }
    (figure,) = known.values(counts, 1, [indicator.key])[indicator.key]
    return None if figure is None else indicator.written(figure)
