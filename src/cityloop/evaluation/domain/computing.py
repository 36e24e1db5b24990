"""A published table computed again: given counts and names of indicators in, figures as a city prints them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from cityloop.evaluation.domain.decimals import Figure
from cityloop.evaluation.domain.definitions import read_strictly
from cityloop.evaluation.domain.formula import read_formula
from cityloop.evaluation.domain.formula_values import single
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Names, Unit
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

Places = Annotated[int, Field(ge=0, le=12)]
FOLLOWING: Mapping[str, str] = {
    # where a table does not print a count, but the counts that it is made of
    "need_dispatch": "派遣数 + 待派遣数",
    "need_dispose": "处置数 + 待处置数",
    "need_close": "处置数 + 超期未处置数",
    "disposed_late": "处置数 - 按期处置数",
    "closed": "按期结案数 + 超期结案数",
    "closed_late": "结案数 - 按期结案数",
    "filed_accurately": "立案数 - 作废数",
}


class Own(BaseModel):
    """An indicator that a table has and the city's definitions have not."""

    model_config = ConfigDict(extra="forbid")
    formula: str
    unit: Unit = Unit.PERCENT
    places: Places = 2
    cap: Decimal | None = None


class Wanted(BaseModel):
    """An indicator with a number of places of its own."""

    model_config = ConfigDict(extra="forbid")
    name: str
    places: Places | None = None


class Table(BaseModel):
    """What is asked: counts of one row or of several, and indicators."""

    model_config = ConfigDict(extra="forbid")
    counts: dict[str, Decimal] = {}
    rows: dict[str, dict[str, Decimal]] = {}
    formulas: dict[str, Own | str] = {}
    indicators: list[str | Wanted] = Field(min_length=1)
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as the city would print it; `figure` is exact, None where it is undefined."""

    row: str
    indicator: str
    text: str
    figure: Figure


TABLE = TypeAdapter(Table)


def compute(document: Any, definitions: Sequence[Indicator]) -> list[Printed]:
    """Return every figure asked for, row by row.

    The document holds `indicators` (names, or `{name, places}`), `counts` (Chinese or English name to number) for one
    row or `rows` (label to counts) for several, and may hold `formulas` of its own and `places` for all.

    :raises InvalidInputError: the document is malformed, an indicator is unknown, or a count is missing.
    :raises FormulaInvalidError: a formula of its own is wrong.
    """
    table = read_strictly(TABLE, document, key="name")
    rows = table.rows or {"": table.counts}
    own = {name for counts in rows.values() for name in counts}
    indicators = Indicators([*definitions, *_own(table)], own=own)
    found = []
    for label, given in rows.items():
        counts = _canonical(label, given, indicators.names)
        for asked in table.indicators:
            wanted = asked if isinstance(asked, Wanted) else Wanted(name=asked)
            indicator = indicators.indicator(wanted.name)
            places = table.places if wanted.places is None else wanted.places
            figure = _figure(indicators, indicator.key, counts, label)
            found.append(Printed(label, wanted.name, indicator.written(figure, places=places), figure))
    return found


def _own(table: Table) -> list[Indicator]:
    found = []
    for name, given in table.formulas.items():
        own = given if isinstance(given, Own) else Own(formula=given)
        found.append(
            Indicator(key=name, zh=name, en=name, formula=own.formula, unit=own.unit, places=own.places, cap=own.cap)
        )
    return found


def _canonical(label: str, given: Mapping[str, Decimal], names: Names) -> dict[str, Decimal]:
    counts: dict[str, Decimal] = {}
    for name, number in given.items():
        key = names.key_of(name) or name
        if counts.setdefault(key, number) != number:
            message = say("{row}{name} is given twice, as {first} and {second}.",
                          row=f"{label}: " if label else "", name=name, first=counts[key], second=number)  # fmt: skip
            raise InvalidInputError(message, field="counts")
    return counts


def _figure(indicators: Indicators, key: str, counts: Mapping[str, Decimal], label: str) -> Figure:
    known = dict(counts)
    names = Names()
    for base in sorted(indicators.base_keys([key])):
        if base not in known and base in FOLLOWING:
            formula = read_formula(FOLLOWING[base])
            parts = {name.name: names.key_of(name.name) or name.name for name in formula.names}
            if all(part in known for part in parts.values()):
                followed = single(formula, {name: known[part] for name, part in parts.items()})
                if followed is not None:
                    known[base] = followed
    try:
        return indicators.values({name: [number] for name, number in known.items()}, 1, [key])[key][0]
    except InvalidInputError as error:
        if not label:
            raise
        raise InvalidInputError(say("{row}: {reason}", row=label, reason=error.detail), **error.facts) from error
