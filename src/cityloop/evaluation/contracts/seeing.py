"""About seeing figures: over time, by hour and weekday, in two periods, and one's own. Figures are written as text."""

from dataclasses import dataclass
from datetime import datetime

from cityloop.evaluation.contracts.leagues import FigureHead, FigureView, LeagueRow, PeriodView, SchemeHead, TermHead


@dataclass(frozen=True, slots=True)
class MeasureHead:
    """What is looked at: an indicator with its formula, or a base indicator, which has none.

    `unit` and `better` are those of the indicator; `figures` are the base indicators that it opens.
    """

    key: str
    zh: str
    en: str
    unit: str
    places: int
    better: str
    formula: str
    figures: tuple[FigureHead, ...]


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What a value is held against, None where it is undefined; `growth` is in percent, and None for percentages."""

    period: PeriodView
    value: str | None
    change: str | None
    growth: str | None


@dataclass(frozen=True, slots=True)
class CountNow:
    """A count, and by which key it opens its cases."""

    key: str
    figure: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A period of a trend, beside the period before (环比) and the same of the year before (同比)."""

    period: PeriodView
    value: str | None
    figures: tuple[CountNow, ...]
    before: HeldAgainst | None
    year_before: HeldAgainst | None


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure over periods that follow one another, the oldest first, all by the same definition."""

    measure: MeasureHead
    indicators: int
    counted_at: datetime
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A count of a period by the weekday and hour of the report, in the time zone of the city.

    `cells` has seven rows, Monday first, of 24 hours each.
    """

    head: FigureHead
    period: PeriodView
    counted_at: datetime
    figure: int
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure in two periods; `weight` (0 to 1) says how much it moved, whatever its unit."""

    measure: MeasureHead
    value: str | None
    other: str | None
    change: str | None
    growth: str | None
    weight: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All measures of somebody in two periods, what moved most first; both by the same definitions."""

    indicators: int
    period: PeriodView
    other: PeriodView
    counted_at: datetime
    rows: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class OwnLeague:
    """One's own row of a league and how many are ranked beside it; nobody else's.

    Personal data: how somebody works; shown to that person alone.
    """

    scheme: SchemeHead
    terms: tuple[TermHead, ...]
    row: LeagueRow
    ranked: int


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """One's own rows of all leagues of people, in a period beside the one before.

    Personal data: how somebody works; shown to that person alone.
    """

    subject_id: str
    period: PeriodView
    against: PeriodView | None
    counted_at: datetime
    leagues: tuple[OwnLeague, ...]
