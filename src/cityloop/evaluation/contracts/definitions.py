"""About indicators and schemes as they were published: what they say, what their names mean, when they are in force."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cityloop.evaluation.contracts.leagues import FigureHead, SchemeHead


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """A version of the indicators (key "") or of a scheme, in force from a day on, before `valid_until`.

    One with `valid_until` not after `valid_from` has never been in force: a later one took its place.
    """

    key: str
    number: int
    valid_from: date
    valid_until: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorView:
    """An indicator as it is read: what was left out when it was written is filled in.

    `opens` are the base indicators whose cases stand behind it; `indicators` and `schemes` are the keys of those that
    speak of it.
    """

    key: str
    zh: str
    en: str
    formula: str
    unit: str
    places: int
    cap: str | None
    better: str
    opens: tuple[FigureHead, ...]
    aliases: tuple[str, ...]
    explanation: dict[str, str]
    indicators: tuple[str, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookView:
    """A version of the indicators, as it was written (`indicators`) and as it is read (`read`)."""

    number: int
    valid_from: date
    published_at: datetime
    indicators: list[dict[str, Any]]
    read: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A name that a formula speaks of: a base indicator (no formula), another indicator, or a count of the scheme."""

    name: str
    key: str
    zh: str
    en: str
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTerm:
    """A term of a scheme as it is read; `by_group` are formulas of single groups, `assumed` what no source says."""

    key: str
    zh: str
    en: str
    formula: str
    by_group: dict[str, str]
    full: str
    floor: str
    undefined: str
    is_by_hand: bool
    is_bonus: bool
    assumed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeGroup:
    """A group of a scheme as it is read: all conditions have to hold, none takes whoever is left."""

    key: str
    zh: str
    en: str
    area_classes: tuple[str, ...]
    body_kinds: tuple[str, ...]
    codes: tuple[str, ...]
    full: str | None


@dataclass(frozen=True, slots=True)
class GradeHead:
    """A grade of a scheme: what a score is called from a bound on, and its colour."""

    zh: str
    en: str
    at_least: str
    colour: str


@dataclass(frozen=True, slots=True)
class SchemeCount:
    """A count of the scheme's own: of a base indicator, over fewer rows, or how many different values they have."""

    name: str
    en: str
    of: FigureHead
    where: dict[str, tuple[str, ...]]
    distinct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """A version of a scheme as it was written (`data`) and as it is read, and what the names in its formulas mean.

    The names are those over all steps. `parameters` are figures that a city sets.
    """

    head: SchemeHead
    data: dict[str, Any]
    names: list[Explained]
    terms: tuple[SchemeTerm, ...]
    groups: tuple[SchemeGroup, ...]
    grades: tuple[GradeHead, ...]
    counts: tuple[SchemeCount, ...]
    parameters: dict[str, str]
    coefficient: str
    cap: str | None
