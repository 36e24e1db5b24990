"""Indicators (比率指标) as data: a formula, how its figure is written, and the cases that it opens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import ClassVar

from pydantic import ConfigDict

from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY
from cityloop.evaluation.domain.decimals import HUNDRED, Column, Figure, capped, printed
from cityloop.evaluation.domain.formula import Formula, FormulaInvalidError, read_formula
from cityloop.evaluation.domain.formula_values import values_of
from cityloop.evaluation.domain.ratios import Ratios, TooLargeError, exact
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

COUNTING_WORD = "数"  # 立案 is short for 立案数


class Unit(StrEnum):
    """How a figure is written."""

    PERCENT = "PERCENT"  # a share of one, written in hundredths
    COUNT = "COUNT"
    POINTS = "POINTS"
    MINUTES = "MINUTES"
    TIMES = "TIMES"


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"
    NEITHER = "NEITHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator as a city has defined it.

    :param cap: the most that is written, in the unit written: 100 for a percentage.
    :param opens: base indicators whose cases stand behind the figure, the first of them first.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    key: str
    zh: str
    en: str
    formula: str
    unit: Unit = Unit.PERCENT
    places: int = 2
    cap: Decimal | None = None
    better: Better = Better.NEITHER
    opens: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    explanation: Mapping[str, str] = field(default_factory=dict)

    def written(self, figure: Figure, *, places: int | None = None) -> str:
        """Return the figure as the city prints it: rounded half-up once, `-` where it is undefined."""
        shown = figure
        if figure is not None and self.unit is Unit.PERCENT:
            shown = figure * HUNDRED
        return printed(shown, self.places if places is None else places)

    def all_written(self, column: Column) -> list[str]:
        """Return a column of figures as the city prints them."""
        if isinstance(column, Ratios):
            try:
                shown = column.times(Ratios.constant(HUNDRED, len(column))) if self.unit is Unit.PERCENT else column
                return shown.printed(self.places)
            except TooLargeError:
                pass
        return [self.written(figure) for figure in column]

    def all_bounded(self, column: Column) -> Column:
        """Return the figures, or the cap where they lie above."""
        if self.cap is None:
            return column
        cap = self.cap / HUNDRED if self.unit is Unit.PERCENT else self.cap
        if isinstance(column, Ratios):
            try:
                most = Ratios.constant(cap, len(column))
                return most.where(column.compared(">", most), column)
            except TooLargeError:
                pass
        return [None if figure is None else capped(figure, cap) for figure in column]


class Names:
    """Which key is meant by a name: the key itself, the Chinese name, one without 数, or another it goes by."""

    def __init__(self, indicators: Iterable[Indicator] = (), own: Iterable[str] = ()) -> None:
        """Learn the names of base indicators, of these indicators, and of what a city counts by itself.

        :raises InvalidInputError: a name is given twice.
        """
        self._keys: dict[str, str] = {}
        for base in ALL:
            self._learn(base.key, base.key, base.zh, *base.aliases)
        short = {
            name.removesuffix(COUNTING_WORD): key for name, key in self._keys.items() if name.endswith(COUNTING_WORD)
        }
        for indicator in indicators:
            self._learn(indicator.key, indicator.key, indicator.zh, *indicator.aliases)
        for name in own:
            if name not in self._keys and name not in short:
                self._learn(name, name)
        self._keys = short | self._keys

    def _learn(self, key: str, *names: str) -> None:
        for name in names:
            if self._keys.setdefault(name, key) != key:
                message = say("The name {name!r} is taken: {key} goes by it.", name=name, key=self._keys[name])
                raise InvalidInputError(message, field="name")

    def key_of(self, name: str) -> str | None:
        """Return the key that a name means, None where it means none."""
        return self._keys.get(name)

    def all(self) -> frozenset[str]:
        """Return every name."""
        return frozenset(self._keys)


@dataclass(frozen=True, slots=True)
class Compiled:
    """An indicator whose formula has been read, and the keys it needs."""

    indicator: Indicator
    formula: Formula
    needs: Mapping[str, str]  # the key for each name of the formula


class Indicators:
    """Indicators that have been read together: each may speak of others, none in a circle."""

    def __init__(self, definitions: Sequence[Indicator], *, own: Iterable[str] = ()) -> None:
        """Read all formulas.

        :param own: names of counts that a city adds to the base indicators.
        :raises FormulaInvalidError: a formula is wrong, or goes round in a circle; its place is marked.
        :raises InvalidInputError: a name is given twice.
        """
        self.names = Names(definitions, own)
        known = self.names.all()
        self.compiled: dict[str, Compiled] = {}
        for each in definitions:
            formula = read_formula(each.formula, known=known)
            needs = {name.name: self.names.key_of(name.name) or name.name for name in formula.names}
            self.compiled[each.key] = Compiled(each, formula, needs)
        self._order = self._sorted()

    def _sorted(self) -> tuple[str, ...]:
        graph = {
            key: [need for need in each.needs.values() if need in self.compiled] for key, each in self.compiled.items()
        }
        try:
            return tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle: list[str] = error.args[1]
            # TopologicalSorter tells a circle from the needed to the needing: the second speaks of the first
            speaker = self.compiled[circle[1]]
            place = next(name for name in speaker.formula.names if speaker.needs[name.name] == circle[0])
            labels = [self.compiled[key].indicator.zh for key in reversed(circle)]
            raise FormulaInvalidError(
                say("{name} goes round in a circle: {circle}.", name=labels[-2], circle=labels),
                text=speaker.formula.text,
                span=place.span,
            ) from error

    def __iter__(self) -> Iterator[Indicator]:
        """Yield the indicators."""
        return iter([each.indicator for each in self.compiled.values()])

    def indicator(self, name: str) -> Indicator:
        """Return the indicator of this name.

        :raises InvalidInputError: there is none.
        """
        key = self.names.key_of(name)
        if key is None or key not in self.compiled:
            raise InvalidInputError(say("There is no indicator {name!r}.", name=name), field="indicators")
        return self.compiled[key].indicator

    def base_keys(self, wanted: Iterable[str]) -> frozenset[str]:
        """Return the keys of the counts that these indicators are made of, in the end."""
        return frozenset(key for key in self._needed(wanted) if key not in self.compiled)

    def values(self, counts: Mapping[str, Column], rows: int, wanted: Iterable[str]) -> dict[str, Column]:
        """Return a column of figures for each of these indicators, capped and not rounded.

        :param counts: a column for each of `base_keys(wanted)`.
        :raises InvalidInputError: a count is missing.
        """
        wanted = tuple(wanted)
        needed = self._needed(wanted)
        if missing := sorted(key for key in needed if key not in self.compiled and key not in counts):
            called = [BY_KEY[key].zh if key in BY_KEY else key for key in missing]
            raise InvalidInputError(say("Counts are missing: {names}.", names=called), field="counts", missing=missing)
        columns: dict[str, Column] = {key: exact(counts[key], rows) for key in needed if key in counts}
        for key in self._order:
            if key in needed:
                each = self.compiled[key]
                given = {name: columns[need] for name, need in each.needs.items()}
                columns[key] = exact(each.indicator.all_bounded(values_of(each.formula, given, rows)), rows)
        return {key: columns[key] for key in wanted}

    def _needed(self, wanted: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        ahead = list(wanted)
        while ahead:
            key = ahead.pop()
            if key not in found:
                found.add(key)
                ahead += self.compiled[key].needs.values() if key in self.compiled else ()
        return frozenset(found)
