"""Periods as the city's rules of counting have them."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from cityloop.evaluation.contracts import Against, PeriodView
from cityloop.evaluation.domain.counting_rules import RulesBook
from cityloop.evaluation.domain.periods import Period, before, read_period, year_before
from cityloop.evaluation.queries.counting import rules_book
from cityloop.territory import api as territory


class Periods:
    """Reads periods; the rules of counting are read once, and only for statistic months."""

    @cached_property
    def _book(self) -> RulesBook:
        return rules_book()

    def month_begins_on(self, first: date) -> int:
        """Return on which day a statistic month begins in the month of this first day."""
        return self._book.month_begins_on(first)

    def read(self, key: str) -> Period:
        """Return the period written so, a statistic month as the rules of counting have it.

        :raises InvalidInputError: no period is written so.
        """
        return read_period(key, month_begins_on=self.month_begins_on)

    def today(self, at: datetime) -> date:
        """Return the day that it is in the city."""
        return at.astimezone(self._zone).date()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(territory.city().timezone)

    def held_against(self, period: Period, against: Against) -> Period | None:
        """Return the period before, or the same of the year before; None before the first that there is."""
        earlier = before if against is Against.BEFORE else year_before
        return earlier(period, month_begins_on=self.month_begins_on)

    def beside(self, period: Period, against: Against, *, at: datetime) -> Period | None:
        """Return what a period is held against, as many days of it as the period has had where it is not over."""
        found = self.held_against(period, against)
        return None if found is None else found.beside(period, self.today(at))


def period_of(key: str) -> Period:
    """Return the period written so, a statistic month as the rules of counting have it.

    :raises InvalidInputError: no period is written so.
    """
    return Periods().read(key)


def period_view(period: Period, *, today: date | None = None) -> PeriodView:
    """Return a period as others see it; one that is cut goes by its days, which open its cases.

    :param today: says whether it is over.
    """
    key = f"{period.since}..{period.last_day}" if period.is_cut else period.key
    running = today is not None and period.runs(today)
    return PeriodView(key, period.since, period.until, is_running=running, is_cut=period.is_cut)
