"""What the field found against what the inventory says: found, moved, differing, missing, new."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from cityloop.assets.contracts import AccuracyClass, AttributeChange, ComponentState, FindingKind

REACH_M = 20.0  # how far a thing of a class may have been moved and still be taken for the same without its code
STATE = "state"
GONE = frozenset({ComponentState.LOST.value, ComponentState.REMOVED.value})


@dataclass(frozen=True, slots=True)
class Standing:
    """A component as the inventory has it, its shape in metres. Out of scope, only its code makes it take part."""

    id: UUID
    code: str
    class_code: str
    shape: BaseGeometry
    error_m: float
    values: Mapping[str, str]
    is_in_scope: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """What a surveyor found at a point in metres; `values` holds only what was looked at."""

    id: UUID
    class_code: str
    point: shapely.Point
    error_m: float
    taken_at: datetime
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_gone(self) -> bool:
        """Return whether it says that the component is not there."""
        return self.values.get(STATE) in GONE


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one component, one look, or both."""

    kind: FindingKind
    standing: UUID | None = None
    look: UUID | None = None
    distance_m: float | None = None
    tolerance_m: float | None = None
    changes: tuple[AttributeChange, ...] = ()


def error_of(accuracy: str) -> float:
    """Return how far off a position may be; where nobody said, as the least exact class is.

    :source: standards/codes.md section 2.5 (A ±0.5 m, B ±1.0 m, C ±10.0 m).
    """
    return AccuracyClass(accuracy or AccuracyClass.C).error_m


def compare(standings: Sequence[Standing], looks: Sequence[Look]) -> list[Finding]:
    """Return what the looks say of the standings; the order of neither has a part in it.

    A look belongs to the component whose code it read, else to the nearest one of its class within reach, one to one,
    the nearest pairs first. Two positions agree when they are no further apart than both may be off. A component in
    scope that nobody found is missing, unless the inventory says already that it is lost.
    """
    by_code = {standing.code: standing for standing in standings}
    last, findings = _last_of_each_code(looks, by_code)
    pairs = [(by_code[code], look) for code, look in last.items()]
    taken = {standing.id for standing, _ in pairs}
    free = [each for each in standings if each.is_in_scope and each.id not in taken]
    unread = [look for look in looks if look.code not in by_code]
    pairs += _nearest(free, unread)
    findings += [_judged(standing, look) for standing, look in pairs]
    matched = {standing.id for standing, _ in pairs}
    seen = {look.id for _, look in pairs}
    findings += [
        Finding(FindingKind.MISSING, standing=each.id)
        for each in free
        if each.id not in matched and each.values[STATE] not in GONE
    ]
    findings += [
        Finding(FindingKind.FOUND if look.is_gone else FindingKind.NEW, look=look.id)
        for look in unread
        if look.id not in seen  # that nothing is there, and the inventory has nothing there, agrees
    ]
    return sorted(findings, key=lambda found: (found.kind, str(found.standing), str(found.look)))


def _last_of_each_code(looks: Iterable[Look], by_code: Mapping[str, Standing]) -> tuple[dict[str, Look], list[Finding]]:
    """Return for each code that was read the last look at it, and findings about those before."""
    last: dict[str, Look] = {}
    repeated = []
    for look in sorted(looks, key=lambda look: (look.taken_at, str(look.id))):
        if look.code in by_code:
            if look.code in last:
                repeated.append(Finding(FindingKind.REPEATED, look=last[look.code].id))
            last[look.code] = look
    return last, repeated


def _nearest(standings: Sequence[Standing], looks: Sequence[Look]) -> list[tuple[Standing, Look]]:
    """Return pairs of one class within reach, one to one: of all that are left, always the nearest pair next."""
    here: dict[str, list[Standing]] = {}
    there: dict[str, list[Look]] = {}
    for standing in standings:
        here.setdefault(standing.class_code, []).append(standing)
    for look in looks:
        if not look.is_gone:
            there.setdefault(look.class_code, []).append(look)
    return [
        pair
        for class_code in sorted(here.keys() & there.keys())
        for pair in _pairs(here[class_code], there[class_code])
    ]


def _pairs(standings: Sequence[Standing], looks: Sequence[Look]) -> Iterator[tuple[Standing, Look]]:
    shapes = np.array([each.shape for each in standings], dtype=object)
    points = np.array([look.point for look in looks], dtype=object)
    reaches, blurs = (np.array([each.error_m for each in side]) for side in (standings, looks))
    widest = max(REACH_M, reaches.max() + blurs.max())
    found, near = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=widest)
    distances = shapely.distance(points[found], shapes[near])
    is_within = distances <= np.maximum(REACH_M, reaches[near] + blurs[found])
    found, near, distances = found[is_within], near[is_within], np.round(distances[is_within], 3)
    by_code, by_id = _ranks([each.code for each in standings]), _ranks([str(look.id) for look in looks])
    is_free, is_open = np.ones(len(standings), dtype=bool), np.ones(len(looks), dtype=bool)
    for place in np.lexsort((by_id[found], by_code[near], distances)).tolist():
        which, whose = found[place], near[place]
        if is_open[which] and is_free[whose]:
            is_open[which] = is_free[whose] = False
            yield standings[whose], looks[which]


def _ranks(names: Sequence[str]) -> NDArray[np.int64]:
    """Return the place of each name in their order, shape (n,)."""
    ranks = np.empty(len(names), dtype=np.int64)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return ranks


def _judged(standing: Standing, look: Look) -> Finding:
    distance = round(float(shapely.distance(standing.shape, look.point)), 3)
    tolerance = round(standing.error_m + look.error_m, 3)
    changes = tuple(
        AttributeChange(name, standing.values.get(name, ""), told)
        for name, told in sorted(look.values.items())
        if told != standing.values.get(name, "")
    )
    if look.is_gone:
        kind = FindingKind.FOUND if standing.values[STATE] == look.values[STATE] else FindingKind.MISSING
    elif distance > tolerance:
        kind = FindingKind.MOVED
    else:
        kind = FindingKind.DIFFERING if changes else FindingKind.FOUND
    return Finding(kind, standing.id, look.id, distance, tolerance, changes)
