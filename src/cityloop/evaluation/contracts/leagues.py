"""About leagues: who is evaluated, what they have come to, what moved and why. Points are written out as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cityloop.evaluation.contracts.facts import ContributionPage


@dataclass(frozen=True, slots=True)
class PublishedDefinition:
    """A version of the indicators (key "") or of a scheme; `is_new` unless the latest one said the same already."""

    key: str
    number: int
    valid_from: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class LoadedDefinitions:
    """What loading the shipped definitions did."""

    indicators: int
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """A version of a scheme, without its terms."""

    key: str
    number: int
    valid_from: date
    zh: str
    en: str
    object: str
    full: str
    note: str
    source: str
    note_en: str


class Against(StrEnum):
    """What a league is held against: the period before (环比) or the same of the year before (同比)."""

    BEFORE = "BEFORE"
    YEAR_BEFORE = "YEAR_BEFORE"


@dataclass(frozen=True, slots=True)
class PeriodView:
    """The days from `since` on, before `until`.

    `is_running`: it is not over. `is_cut`: only as many days of it as the period beside it has had, which is not over
    (同期); it then goes by its days.
    """

    key: str
    since: date
    until: date
    is_running: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class FigureHead:
    """A figure that a term opens: a base indicator, or a count of the scheme under its own name."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TermHead:
    """A term of a league, and the figures that it opens; `by_group` are the formulas of groups that have their own."""

    key: str
    zh: str
    en: str
    full: str
    formula: str
    is_by_hand: bool
    figures: tuple[FigureHead, ...]
    by_group: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A group of a league and how many are ranked in it; a scheme without groups has one without a name."""

    key: str
    zh: str
    en: str
    size: int


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure now and in the period it is held against."""

    key: str
    figure: int
    before: int


@dataclass(frozen=True, slots=True)
class TermView:
    """What one term gave, now and before; None where it was left out. `words` tell why, if it was filled in by hand."""

    key: str
    points: str | None
    points_before: str | None
    words: str | None
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One who is evaluated. Total, rank and grade are None where nothing could be scored.

    Personal data: where people are evaluated, how somebody works.
    """

    subject_id: str
    code: str
    name: str
    area_class: str
    group: str
    rank: int | None
    rank_before: int | None
    total: str | None
    total_before: str | None
    grade: str | None
    grade_en: str | None
    colour: str | None
    coefficient: str | None
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class League:
    """Everybody who is evaluated by a scheme in a period, ranked within groups, beside another period.

    Both periods are scored by the same definitions: what moved, moved because figures did.
    """

    scheme: SchemeHead
    indicators: int
    period: PeriodView
    against: PeriodView | None
    counted_at: datetime
    groups: tuple[GroupHead, ...]
    terms: tuple[TermHead, ...]
    rows: tuple[LeagueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAsked:
    """Which figure: `key` is a base indicator, or a count of the scheme by its name."""

    key: str
    scheme_key: str
    period: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A figure, and some of the cases that it is made of: all pages together add up to it."""

    figure: int
    page: ContributionPage
