"""Whose rule a new grid takes when its ground stood under several, and for which time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

Span: TypeAlias = tuple[datetime, datetime | None]  # the end excluded; None for no end

HAIR = 0.005  # of a grid: less ground than that is no reason to doubt


@dataclass(frozen=True, slots=True)
class Hold:
    """That a part, of 1, of a new grid was an old grid, and who answered there by a rule of its own, if anybody."""

    grid: str
    part: float
    body_id: UUID | None


def heir_of(holds: Sequence[Hold]) -> tuple[str, tuple[str, ...]]:
    """Return the old grid whose rule, or whose want of one, holds from now on, and those where it was otherwise.

    What held on most of the ground goes on, and of the grids where it held the largest stands for it.
    """
    ground: dict[UUID | None, float] = {}
    for hold in holds:
        ground[hold.body_id] = ground.get(hold.body_id, 0.0) + hold.part
    most = max(sorted(ground, key=str), key=lambda body_id: ground[body_id])
    of_it = [hold for hold in holds if hold.body_id == most]
    heir = max(sorted(of_it, key=lambda hold: hold.grid), key=lambda hold: hold.part)
    others = (hold for hold in holds if hold.body_id != most and hold.part > HAIR)
    return heir.grid, tuple(sorted(hold.grid for hold in others))


def stretches(spans: Iterable[Span]) -> list[Span]:
    """Return the time from the first beginning on, divided wherever one of these begins or ends."""
    known = list(spans)
    moments = sorted({begins for begins, _ in known} | {ends for _, ends in known if ends})
    endless: list[Span] = [(moments[-1], None)] if any(ends is None for _, ends in known) else []
    return [*pairwise(moments), *endless]


def uncovered(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return the parts of a span, in order, that none of the others has taken."""
    begins, ends = span
    free: list[Span] = []
    for since, until in sorted(taken, key=lambda each: each[0]):
        if ends is not None and since >= ends:
            break
        if since > begins:
            free.append((begins, since))
        if until is None:
            return free
        begins = max(begins, until)
    if ends is None or begins < ends:
        free.append((begins, ends))
    return free
