"""About bulletins (通报): all numbers of a period as one tree, counted once, and how far its files have come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from cityloop.evaluation.contracts.leagues import GroupHead, PeriodView
from cityloop.evaluation.contracts.results import ResultState
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say


class BulletinState(StrEnum):
    """How far a bulletin has come."""

    WAITING = "WAITING"
    DONE = "DONE"
    FAILED = "FAILED"


class BulletinFormat(StrEnum):
    """What a bulletin is written as."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


class BulletinNotReadyError(RefusedError):
    """The files of the bulletin have not been written."""

    slug: ClassVar[str] = "bulletin-not-ready"
    title: ClassVar[Sentence] = say("The bulletin is not ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinView:
    """A bulletin without its numbers; `steps_done` of `steps_total` tell how far the worker is.

    `failure` says by language why it could not be made.
    """

    id: UUID
    period: str
    since: date
    until: date
    schemes: tuple[str, ...]
    is_scheduled: bool
    state: BulletinState
    steps_done: int
    steps_total: int
    failure: dict[str, str] | None
    drafted_at: datetime
    counted_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinCount:
    """A base indicator now, in the period before (环比) and in the same of the year before (同比).

    What a period without any case would have is None, and so is a change against nothing. Changes are percentages.
    """

    key: str
    zh: str
    en: str
    now: int
    before: int | None
    year_before: int | None
    change: str | None
    change_on_year: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRate:
    """An indicator of the city in percent, as the city writes it; changes are percentage points (百分点)."""

    key: str
    zh: str
    en: str
    formula: str
    now: str | None
    before: str | None
    year_before: str | None
    change: str | None
    change_on_year: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRow:
    """An area, a body or a class: its base counts and indicators by key, and its share of all reports in percent."""

    id: str
    code: str
    name: str
    share: str | None
    counts: dict[str, int]
    rates: dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinLeagueRow:
    """One who is ranked; `moved` is how many places up (or, below zero, down) since the period before.

    Personal data: where people are evaluated, how somebody works.
    """

    subject_id: str
    code: str
    name: str
    group: str
    rank: int | None
    rank_before: int | None
    moved: int | None
    total: str | None
    total_before: str | None
    grade: str | None
    grade_en: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinLeague:
    """A league. Where a result of the scheme and period is published, all of it is that of the result's edition.

    `state`, `edition` and `digest` (SHA-256 of what was signed) are that result's; None, 0 and "" where there is none.
    `before_edition` is the edition from which ranks and scores before are; 0 where they were counted again.
    `size` says how many there are where not all rows are told, `firsts` how many are first in each group.
    """

    scheme: str
    number: int
    zh: str
    en: str
    object: str
    full: str
    state: ResultState | None
    edition: int
    digest: str
    groups: tuple[GroupHead, ...]
    size: int
    rows: tuple[BulletinLeagueRow, ...]
    before_edition: int = 0
    firsts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCase:
    """A case that waits for disposal though its time is over; `late_minutes` by the clock."""

    case_id: UUID
    number: str
    class_name: str
    district: str
    body: str
    due_at: datetime
    late_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinTrendPoint:
    """The base counts of one of the periods up to this one."""

    period: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """By which definitions a bulletin was counted: the rules in force on the last day, and the indicators."""

    rules: int
    rules_from: date | None
    plain_rules: dict[str, str | int]
    indicators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """All numbers of a bulletin, counted at one moment from facts, leagues and published results.

    `before` and `year_before` are None where there was no case then. Bodies are counted with all below them.

    Personal data: where people are evaluated, how somebody works.
    """

    city_code: str
    city: str
    timezone: str
    period: PeriodView
    before: PeriodView | None
    year_before: PeriodView | None
    counted_at: datetime
    counting: Counting
    counts: tuple[BulletinCount, ...]
    rates: tuple[BulletinRate, ...]
    districts: tuple[BulletinRow, ...]
    bodies: tuple[BulletinRow, ...]
    classes: tuple[BulletinRow, ...]
    leagues: tuple[BulletinLeague, ...]
    overdue_total: int
    overdue: tuple[OverdueCase, ...]
    trend: tuple[BulletinTrendPoint, ...]


@dataclass(frozen=True, slots=True)
class BulletinDetails:
    """A bulletin with its numbers, once they are counted."""

    bulletin: BulletinView
    content: Bulletin | None
