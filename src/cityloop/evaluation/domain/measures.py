"""Everything that can be looked at over time: indicators of a city, and base indicators by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY, BaseIndicator, CountUnit
from cityloop.evaluation.domain.decimals import HUNDRED, Column
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Unit

UNITS: Mapping[CountUnit, Unit] = {
    CountUnit.ROWS: Unit.COUNT,
    CountUnit.TIMES: Unit.TIMES,
    CountUnit.MINUTES: Unit.MINUTES,
    CountUnit.POINTS: Unit.POINTS,
    CountUnit.HUNDREDTHS: Unit.TIMES,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator, and the base indicators that its figure opens, those whose cases stand behind it first."""

    indicator: Indicator
    opens: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the key of the indicator."""
        return self.indicator.key


class Measures:
    """All indicators of a city, and all base indicators as indicators of themselves."""

    def __init__(self, definitions: Sequence[Indicator]) -> None:
        """Read the formulas of these indicators."""
        self._indicators = Indicators(definitions)
        made = [Measure(each, self._opened(each)) for each in self._indicators]
        made += [Measure(_alone(base), (base.key,)) for base in ALL]
        self._known = {each.key: each for each in made}

    def _opened(self, indicator: Indicator) -> tuple[str, ...]:
        made_of = sorted(self._indicators.base_keys([indicator.key]))
        return tuple(dict.fromkeys([*indicator.opens, *made_of]))

    def find(self, key: str) -> Measure | None:
        """Return what goes by this key, None where nothing does."""
        return self._known.get(key)

    def all(self) -> tuple[Measure, ...]:
        """Return everything, indicators first."""
        return tuple(self._known.values())

    def columns(self, wanted: Iterable[Measure], counts: Mapping[str, Column], rows: int) -> dict[str, Column]:
        """Return a column of figures for each measure, capped and not rounded.

        :param counts: a column for each base indicator that they open.
        """
        keys = [each.key for each in wanted]
        made = self._indicators.values(counts, rows, [key for key in keys if key not in BY_KEY])
        return {key: _shown(BY_KEY[key], counts[key]) if key in BY_KEY else made[key] for key in keys}


def _alone(base: BaseIndicator) -> Indicator:
    places = 2 if base.unit is CountUnit.HUNDREDTHS else 0
    return Indicator(key=base.key, zh=base.zh, en=base.en, formula="", unit=UNITS[base.unit], places=places)


def _shown(base: BaseIndicator, counts: Column) -> Column:
    """Return counts as they are shown: what is kept in hundredths, as a multiple."""
    if base.unit is not CountUnit.HUNDREDTHS:
        return counts
    return [None if count is None else count / HUNDRED for count in counts]
