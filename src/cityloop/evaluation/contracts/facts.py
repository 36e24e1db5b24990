"""About facts: by what they are divided, which of them, and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

Key: TypeAlias = str | int | date | UUID | None


class Dimension(StrEnum):
    """By what sums are divided. A value is what the facts hold: a code, an identifier, a day, a month."""

    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    GRID = "GRID"
    DUTY_GRID = "DUTY_GRID"
    EVALUATION_GRID = "EVALUATION_GRID"
    AREA_CLASS = "AREA_CLASS"
    SOURCE = "SOURCE"
    URGENCY = "URGENCY"
    KIND = "KIND"
    CLASS = "CLASS"
    MAJOR_CLASS = "MAJOR_CLASS"
    BODY = "BODY"  # the lead body of a case, the company of a collector, the body of whoever worked
    PERSON = "PERSON"
    REPORTER_BODY = "REPORTER_BODY"  # of cases only: whom the reporter works for
    POST = "POST"  # of works only
    WORK = "WORK"  # of works only
    DAY = "DAY"
    MONTH = "MONTH"
    STATISTIC_MONTH = "STATISTIC_MONTH"
    HOUR = "HOUR"
    WEEKDAY = "WEEKDAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which facts: what is empty is not asked for. Days are those the rows belong to; `until` is excluded.

    `area_code` and `class_prefixes` are what codes begin with. `hours` and `weekdays` are those of the report. No body
    and no person is none; None is everybody. `among` holds dimensions at one value each: a row of sums is opened by
    adding what it stands for.
    """

    since: date | None = None
    until: date | None = None
    area_code: str = ""
    body_ids: tuple[UUID, ...] | None = None
    person_ids: tuple[UUID, ...] | None = None
    reporter_body_ids: tuple[UUID, ...] | None = None  # of cases only
    class_prefixes: tuple[str, ...] = ()
    kind: str = ""
    sources: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    area_classes: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    among: tuple[tuple[Dimension, Key], ...] = ()

    def at(self, dimension: Dimension, value: Key) -> "Selection":
        """Return the same facts, of those only at this value of a dimension."""
        return replace(self, among=(*self.among, (dimension, value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A base indicator over fewer rows, by a name of its own; `different` counts values instead of adding up rows."""

    name: str
    key: str
    where: Selection = field(default_factory=Selection)
    different: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The counts of one row: `values` in the order of the dimensions asked for."""

    values: tuple[Key, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One row behind a figure: the case it is of, and what it adds to the figure."""

    case_id: UUID
    number: str
    contribution: int


@dataclass(frozen=True, slots=True)
class ContributionPage:
    """Some of the rows behind a figure, in order of number; without a cursor they are the last."""

    rows: tuple[Contribution, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A case whose facts are not what its history says, and what is wrong with them."""

    case_id: UUID
    number: str
    what: str


@dataclass(frozen=True, slots=True)
class PublishedRules:
    """A version of the rules of counting; facts of cases reported since `rebuild_since` were counted otherwise."""

    number: int
    valid_from: date
    rebuild_since: date | None


@dataclass(frozen=True, slots=True)
class RulesVersionView:
    """A version of the rules of counting; number 0, without a day, are those that come with the program."""

    number: int
    valid_from: date | None
    published_at: datetime | None
    rules: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class CountingRulesView:
    """All versions, the newest first; what a rule may be where it is a choice; since when facts are old by them."""

    versions: tuple[RulesVersionView, ...]
    choices: Mapping[str, tuple[str, ...]]
    rebuild_since: date | None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was brought into the lake: the months that were written, and how many rows they have now."""

    months: tuple[str, ...]
    rows: int
