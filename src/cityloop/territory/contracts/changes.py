"""What crosses territory's door about changes to the grids, all frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cityloop.territory.contracts.ground import DutyGridView, FaultView


class ChangeState(StrEnum):
    """How far a change to the grids has come; a draft is its author's own, what is decided stays as it is."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"


class LooseEndKind(StrEnum):
    """What a change to the grids can leave for somebody to decide, because no rule does."""

    DUTY_GRID = "DUTY_GRID"  # unit grids that lie in no duty grid any more
    COLLECTOR = "COLLECTOR"  # a collector whose duty grid ended and was carried on by none, or not wholly
    SEAT = "SEAT"  # a seat over a unit grid that ended
    RULE = "RULE"  # a rule of responsibility for a part only of the ground of a new grid
    COMPONENT = "COMPONENT"  # a component that none of the new grids holds
    PLACE = "PLACE"  # a place that none of the new grids holds


@dataclass(frozen=True, slots=True)
class HeirView:
    """A grid that took over a share of another one's area."""

    code: str
    share: float


@dataclass(frozen=True, slots=True)
class FormerView:
    """What a unit grid was, besides its ground, until a moment."""

    area_level: str
    land_use: str
    management_level: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class BegunGrid:
    """A unit grid that a change makes: `name` is what later operations call it, `code` the one it would get now."""

    name: str
    code: str
    area_m2: float
    area_level: str
    land_use: str
    management_level: str
    duty_grid_code: str | None
    geometry: Mapping[str, Any]
    forebears: tuple[HeirView, ...]


@dataclass(frozen=True, slots=True)
class MarkedGrid:
    """A unit grid that stands on with another area class, land use or management level."""

    code: str
    area_level: str
    land_use: str
    management_level: str


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What a change would do to the grids as they are now, and the faults its community would have then."""

    ended: tuple[str, ...]
    begun: tuple[BegunGrid, ...]
    marked: tuple[MarkedGrid, ...]
    ended_duty_grids: tuple[str, ...]
    begun_duty_grids: tuple[DutyGridView, ...]
    without_duty_grid: tuple[str, ...]
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class GridChangeView:
    """A change to the unit grids of a community."""

    id: UUID
    title: str
    community_code: str
    operations: Sequence[Mapping[str, Any]]
    state: ChangeState
    version: int
    author_id: UUID
    created_at: datetime
    submitted_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    opinion: str


@dataclass(frozen=True, slots=True)
class LooseEndDraft:
    """Something that a change has left undecided, about to be noted.

    `subject` tells which thing it is, `label` how people call it; `code` is the grid or duty grid that ended and
    `codes` are those that it may go over to.
    """

    kind: LooseEndKind
    subject: str
    label: str
    code: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseEndView:
    """Something that a change has left undecided, and what was decided."""

    id: UUID
    change_id: UUID
    kind: LooseEndKind
    subject: str
    label: str
    code: str
    codes: tuple[str, ...]
    raised_at: datetime
    settled_at: datetime | None
    settled_by: UUID | None
    remark: str
