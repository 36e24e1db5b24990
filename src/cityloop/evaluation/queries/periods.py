"""Periods as the city's rules of counting have them."""

from datetime import date
from functools import cached_property

from cityloop.evaluation.contracts import Against, PeriodView
from cityloop.evaluation.domain.counting_rules import RulesBook
from cityloop.evaluation.domain.periods import Period, before, read_period, year_before
from cityloop.evaluation.queries.counting import rules_book


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

    def held_against(self, period: Period, against: Against) -> Period | None:
        """Return the period before, or the same of the year before; None before the first that there is."""
        earlier = before if against is Against.BEFORE else year_before
        return earlier(period, month_begins_on=self.month_begins_on)


def period_of(key: str) -> Period:
    """Return the period written so, a statistic month as the rules of counting have it.

    :raises InvalidInputError: no period is written so.
    """
    return Periods().read(key)


def period_view(period: Period) -> PeriodView:
    """Return a period as others see it."""
    return PeriodView(period.key, period.since, period.until)
