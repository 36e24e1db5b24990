"""About the integrity of collectors (信息采集员诚信): hints that something cannot be true, with what they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cityloop.evaluation.contracts.leagues import PeriodView


class HintKind(StrEnum):
    """What does not look true. None of these is a verdict: somebody looks, and asks."""

    TOO_EVEN = "TOO_EVEN"  # reports come as from a clock
    TOO_FAST = "TOO_FAST"  # from one spot to the next faster than anybody goes
    TOO_SOON = "TOO_SOON"  # a task answered sooner than anybody could have been there
    OUTSIDE = "OUTSIDE"  # outside of the grids that their duty lay in
    AWAY = "AWAY"  # the photograph was not taken where the case lies
    SAME_PHOTO = "SAME_PHOTO"  # the photograph looks like an earlier one
    NEVER_DISAGREES = "NEVER_DISAGREES"  # confirms everything, while others do not


@dataclass(frozen=True, slots=True, kw_only=True)
class HintCase:
    """A case that a hint rests on, with the photograph if one is meant."""

    case_id: UUID
    number: str
    at: datetime
    photo_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A hint, and what it rests on: figures by name, as they are printed, and cases.

    `words` say it in a sentence; `count` is of how many cases it tells, where not all of them are named.
    """

    kind: HintKind
    words: str
    figures: Mapping[str, str]
    cases: tuple[HintCase, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorRow:
    """One collector in a period: what they did, and how many hints of each kind there are.

    Personal data: that somebody's work gives rise to questions.
    """

    account_id: UUID
    name: str
    reports: int
    verifications: int
    checks: int
    hints: Mapping[HintKind, int]


@dataclass(frozen=True, slots=True)
class IntegrityTable:
    """All collectors who worked in a period, those with most kinds of hints first; by which thresholds."""

    period: PeriodView
    rules: int
    rows: tuple[CollectorRow, ...]


@dataclass(frozen=True, slots=True)
class CollectorIntegrity:
    """One collector in a period with every hint."""

    period: PeriodView
    rules: int
    row: CollectorRow
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class ThresholdView:
    """A threshold as it is set; `why` tells what speaks for the value that CityLoop ships."""

    key: str
    zh: str
    en: str
    unit: str
    value: float
    shipped: float
    least: float
    most: float
    why: str


@dataclass(frozen=True, slots=True)
class ThresholdsView:
    """All thresholds in force; number 0 are those that CityLoop ships."""

    number: int
    thresholds: tuple[ThresholdView, ...]
