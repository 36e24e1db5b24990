"""Which components a survey looks at, and how they are told to the comparison."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Q, QuerySet

from cityloop.assets.domain.comparing import STATE, Look, Standing, error_of
from cityloop.assets.models import Component, Survey, SurveyRecord
from cityloop.territory import api as territory

BODIES = ("manager_body_id", "owner_body_id", "keeper_body_id")
ATTRIBUTES = ("name", *BODIES, "note")
READ = ("id", "code", "class_code", "geometry", "accuracy", "state", *ATTRIBUTES, "valid_until", "grid")
PIECE = 5_000


@dataclass(frozen=True, slots=True)
class Noted:
    """What a finding keeps of a component: its grid, and what tells whether it is still as it was."""

    grid_code: str | None
    fingerprint: str


def in_scope(survey: Survey) -> QuerySet[Component]:
    """Return the components that stand where a survey looks, of its classes."""
    rows = Component.objects.filter(valid_until__isnull=True, class_edition=survey.class_edition)
    if survey.class_codes:
        rows = rows.filter(class_code__in=survey.class_codes)
    if survey.area_codes:
        inside = Q()
        for code in survey.area_codes:
            inside |= Q(grid__code__startswith=code)
        rows = rows.filter(inside)
    return rows


def standings_of(
    survey: Survey, codes: Iterable[str], tell: Callable[[int], None]
) -> tuple[list[Standing], dict[UUID, Noted]]:
    """Return the components that a survey is compared with: those in scope, and those of the codes.

    They are read piece by piece, and nothing is kept of them but what the comparison needs.

    :param tell: called with the number of components that were read, after each piece.
    """
    rows = in_scope(survey).order_by("code").only(*READ)
    standings: list[Standing] = []
    known: dict[UUID, Noted] = {}
    alike: dict[tuple[str, ...], dict[str, str]] = {}
    for some in _pieces(rows.iterator(chunk_size=PIECE)):
        standings += _standings(some, alike, is_in_scope=True)
        known |= {row.pk: Noted(row.grid_id, fingerprint(row)) for row in some}
        tell(len(standings))
    beyond = [row for row in Component.objects.filter(code__in=set(codes)).only(*READ) if row.pk not in known]
    standings += _standings(beyond, alike, is_in_scope=False)
    known |= {row.pk: Noted(row.grid_id, fingerprint(row)) for row in beyond}
    return standings, known


def _pieces(rows: Iterator[Component]) -> Iterator[list[Component]]:
    for first in rows:
        yield [first, *islice(rows, PIECE - 1)]


def _standings(
    rows: Sequence[Component], alike: dict[tuple[str, ...], dict[str, str]], *, is_in_scope: bool
) -> list[Standing]:
    """Return components as the comparison reads them; those that say the same share it."""
    shapes = _in_metres([bytes(row.geometry.wkb) for row in rows])
    values = [_values(row) for row in rows]
    return [
        Standing(
            row.pk,
            row.code,
            row.class_code,
            shape,
            error_of(row.accuracy),
            alike.setdefault(tuple(told.values()), told),
            is_in_scope,
        )
        for row, shape, told in zip(rows, shapes, values, strict=True)
    ]


def looks_of(records: Sequence[SurveyRecord]) -> list[Look]:
    """Return field records as the comparison reads them."""
    points = _in_metres([bytes(record.position.wkb) for record in records])
    return [
        Look(
            record.pk,
            record.class_code,
            point,
            error_of(record.accuracy),
            record.taken_at,
            record.code,
            {STATE: record.state, **record.attributes},
        )
        for record, point in zip(records, points, strict=True)
    ]


def counted_records(survey: Survey) -> QuerySet[SurveyRecord]:
    """Return the records of a survey that no later one stands in for."""
    return SurveyRecord.objects.filter(survey=survey, replaced_by=None)


def fingerprint(row: Component) -> str:
    """Return what tells whether a component is still as it was when it was compared."""
    told = [*_values(row).items(), row.accuracy, row.class_code, row.valid_until]
    return sha256(repr(told).encode() + bytes(row.geometry.wkb)).hexdigest()


def _values(row: Component) -> dict[str, str]:
    found: dict[str, Any] = {name: getattr(row, name) for name in ATTRIBUTES}
    return {STATE: row.state, **{name: str(value or "") for name, value in found.items()}}


def _in_metres(shapes: Sequence[bytes]) -> Any:
    if not shapes:
        return []
    return territory.Plane(territory.city().metric_srid).flatten(np.array(shapely.from_wkb(shapes), dtype=object))
