"""The numbers of a bulletin, counted once: every part of it is taken from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from cityloop.evaluation.contracts import Against, Dimension, Key
from cityloop.evaluation.contracts.bulletins import (
    Bulletin,
    BulletinCount,
    BulletinRate,
    BulletinRow,
    BulletinTrendPoint,
    Counting,
)
from cityloop.evaluation.domain import bulletins as rules_of_bulletins
from cityloop.evaluation.domain.base_indicators import BY_KEY, FactKind
from cityloop.evaluation.domain.bulletins import COUNTS, ROW_COUNTS, ROW_RATES, TOP_CLASSES, TREND_COUNTS
from cityloop.evaluation.domain.counting_rules import plain_rules
from cityloop.evaluation.domain.decimals import Column
from cityloop.evaluation.domain.definitions import read_indicators
from cityloop.evaluation.domain.indicators import Indicators, Unit
from cityloop.evaluation.domain.periods import Period, PeriodKind
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.models import IndicatorBook
from cityloop.evaluation.queries.answers import quick_sums
from cityloop.evaluation.queries.bulletin_leagues import ranked
from cityloop.evaluation.queries.bulletin_overdue import overdue
from cityloop.evaluation.queries.counting import rules_book
from cityloop.evaluation.queries.definitions import book_on
from cityloop.evaluation.queries.periods import Periods, period_view
from cityloop.evaluation.queries.subjects import evaluated
from cityloop.evaluation.queries.tallies import selection
from cityloop.standards import api as standards
from cityloop.territory import api as territory

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts cases at a moment, and writes the city's indicators of what was counted."""

    indicators: Indicators
    at: datetime

    def rates_among(self, wanted: Sequence[str]) -> list[str]:
        """Return those indicators that the city has, in percent and made of counts of cases alone."""
        return [
            key
            for key in wanted
            if key in self.indicators.compiled
            and self.indicators.indicator(key).unit is Unit.PERCENT
            and all(BY_KEY[base].of is FactKind.CASE for base in self.indicators.base_keys([key]) if base in BY_KEY)
        ]

    def needed(self, counts: Sequence[str], rates: Sequence[str]) -> list[str]:
        """Return the base indicators that these counts and rates are made of."""
        return [*dict.fromkeys([*counts, *sorted(self.indicators.base_keys(rates))])]

    def sums(self, period: Period, by: Sequence[Dimension], keys: Sequence[str]) -> dict[tuple[Key, ...], Counts]:
        """Return the counts of a period, by the values of dimensions."""
        rows = quick_sums(kind=FactKind.CASE, by=by, where=selection(period), at=self.at, keys=keys)
        return {row.values: row.counts for row in rows}

    def written(self, rates: Sequence[str], counts: Counts) -> dict[str, str | None]:
        """Return indicators of these counts as the city writes them; None where they are undefined."""
        columns: dict[str, Column] = {key: [Decimal(figure)] for key, figure in counts.items()}
        values = self.indicators.values(columns, 1, rates)
        return {
            key: None if values[key][0] is None else self.indicators.indicator(key).written(values[key][0])
            for key in rates
        }


def counted_bulletin(*, period: str, schemes: Sequence[str], at: datetime) -> Bulletin:
    """Return all numbers of a bulletin as they are at this moment.

    :param schemes: whose leagues are told.
    :raises InvalidInputError: no period is written so.
    :raises NotFoundError: there is no such scheme, or no indicators have been published.
    """
    periods = Periods()
    wanted = periods.read(period)
    city, book = territory.city(), book_on(wanted.last_day)
    counter = Counter(Indicators(read_indicators(book.data)), at)
    earlier, year_earlier = _held_against(periods, wanted, at)
    overdue_total, late = overdue(wanted, at=at)
    totals = [_totals(counter, each) for each in (wanted, earlier, year_earlier)]
    return Bulletin(
        city_code=city.code,
        city=city.name,
        timezone=city.timezone,
        period=period_view(wanted, today=periods.today(at)),
        before=period_view(earlier) if earlier and totals[1] else None,
        year_before=period_view(year_earlier) if year_earlier and totals[2] else None,
        counted_at=at,
        counting=_counting(wanted, book),
        counts=_counts(totals),
        rates=_rates(counter, totals),
        districts=_subjects(counter, wanted, Object.DISTRICT, Dimension.DISTRICT),
        bodies=_subjects(counter, wanted, Object.BODY, Dimension.BODY),
        classes=_classes(counter, wanted),
        leagues=tuple(ranked(scheme, wanted, at=at) for scheme in schemes),
        overdue_total=overdue_total,
        overdue=late,
        trend=_trend(counter, periods, wanted),
    )


def _held_against(periods: Periods, period: Period, at: datetime) -> tuple[Period | None, Period | None]:
    """Return the period before and the same of the year before; of a year these are one."""
    earlier = periods.beside(period, Against.BEFORE, at=at)
    return earlier, None if period.kind is PeriodKind.YEAR else periods.beside(period, Against.YEAR_BEFORE, at=at)


def _counting(period: Period, book: IndicatorBook) -> Counting:
    in_force = rules_book().on(period.last_day)
    return Counting(
        rules=in_force.number,
        rules_from=in_force.valid_from if in_force.number else None,
        plain_rules=plain_rules(in_force.rules),
        indicators=book.number,
    )


def _totals(counter: Counter, period: Period | None) -> Counts | None:
    """Return the counts of the city in a period, None where there was no case at all."""
    if period is None:
        return None
    keys = counter.needed(COUNTS, counter.rates_among(rules_of_bulletins.RATES))
    found = counter.sums(period, (), keys)[()]
    return found if any(found.values()) else None


def _counts(totals: Sequence[Counts | None]) -> tuple[BulletinCount, ...]:
    found = []
    for key in COUNTS:
        now, then, year_ago = (counts[key] if counts else None for counts in totals)
        found.append(
            BulletinCount(
                key=key,
                zh=BY_KEY[key].zh,
                en=BY_KEY[key].en,
                now=now or 0,
                before=then,
                year_before=year_ago,
                change=rules_of_bulletins.grown(now or 0, then),
                change_on_year=rules_of_bulletins.grown(now or 0, year_ago),
            )
        )
    return tuple(found)


def _rates(counter: Counter, totals: Sequence[Counts | None]) -> tuple[BulletinRate, ...]:
    wanted, found = counter.rates_among(rules_of_bulletins.RATES), []
    written = [counter.written(wanted, counts) if counts else dict.fromkeys(wanted) for counts in totals]
    for key in wanted:
        indicator = counter.indicators.indicator(key)
        now, then, year_ago = (each[key] for each in written)
        found.append(
            BulletinRate(
                key=key,
                zh=indicator.zh,
                en=indicator.en,
                formula=indicator.formula,
                now=now,
                before=then,
                year_before=year_ago,
                change=rules_of_bulletins.points_between(now, then),
                change_on_year=rules_of_bulletins.points_between(now, year_ago),
            )
        )
    return tuple(found)


def _subjects(counter: Counter, period: Period, of: Object, by: Dimension) -> tuple[BulletinRow, ...]:
    """Return areas or bodies with their counts, as leagues know them; bodies without any case are left out."""
    rates = counter.rates_among(ROW_RATES)
    keys = counter.needed(ROW_COUNTS, rates)
    found = counter.sums(period, (by,), keys)
    present = {values[0] for values, counts in found.items() if any(counts.values())}
    rows = []
    for who in evaluated(of, period, present=present, at=counter.at):
        theirs = [found[key,] for key in who.keys if (key,) in found]
        counts = {name: sum(each[name] for each in theirs) for name in keys}
        if any(counts.values()) or of is Object.DISTRICT:
            rows.append(_row(counter, (who.id, who.code, who.name), counts, rates))
    return _shared(rows, sum(counts["reported"] for counts in found.values()))


def _classes(counter: Counter, period: Period) -> tuple[BulletinRow, ...]:
    rates = counter.rates_among(ROW_RATES)
    found = counter.sums(period, (Dimension.KIND, Dimension.CLASS), counter.needed(ROW_COUNTS, rates))
    names = {(view.kind.value, view.code): f"{view.major_name}·{view.name}" for view in standards.classes()}
    most = sorted(found.items(), key=lambda item: (-item[1]["reported"], str(item[0])))[:TOP_CLASSES]
    rows = [
        _row(counter, (f"{kind}/{code}", str(code), names.get((str(kind), str(code)), str(code))), counts, rates)
        for (kind, code), counts in most
        if counts["reported"]
    ]
    return _shared(rows, sum(counts["reported"] for counts in found.values()))


def _row(counter: Counter, who: tuple[str, str, str], counts: Counts, rates: Sequence[str]) -> BulletinRow:
    told = {key: counts[key] for key in ROW_COUNTS}
    return BulletinRow(
        id=who[0], code=who[1], name=who[2], share=None, counts=told, rates=counter.written(rates, counts)
    )


def _shared(rows: Sequence[BulletinRow], reported: int) -> tuple[BulletinRow, ...]:
    return tuple(replace(row, share=rules_of_bulletins.share(row.counts["reported"], reported)) for row in rows)


def _trend(counter: Counter, calendar: Periods, period: Period) -> tuple[BulletinTrendPoint, ...]:
    """Return the counts of the periods up to this one, from one query by day."""
    periods = rules_of_bulletins.periods_up_to(period, month_begins_on=calendar.month_begins_on)
    whole = replace(period, since=periods[0].since)
    days = {values[0]: counts for values, counts in counter.sums(whole, (Dimension.DAY,), TREND_COUNTS).items()}
    return tuple(
        BulletinTrendPoint(
            period=each.key,
            counts={
                key: sum(
                    counts[key]
                    for day, counts in days.items()
                    if isinstance(day, date) and each.since <= day < each.until
                )
                for key in TREND_COUNTS
            },
        )
        for each in periods
    )
