"""Indicators over the lake: of one city or of all that write to it, through the engine of this installation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from cityloop.evaluation.contracts import Dimension, Key, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY, FactKind
from cityloop.evaluation.domain.indicators import Indicators
from cityloop.evaluation.domain.ratios import Whole, column_of
from cityloop.evaluation.queries.lake import Columns, Reach, lake_columns_by_each

EVERYTHING = Reach()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures of one row as they are printed, in the order of the indicators asked for."""

    values: tuple[Key, ...]
    figures: tuple[str, ...]


def lake_figures(
    *,
    indicators: Indicators,
    wanted: Sequence[str],
    by: Sequence[Dimension],
    where: Selection,
    at: datetime,
    reach: Reach = EVERYTHING,
) -> list[FigureRow]:
    """Return indicators as they are printed, divided by some dimensions, in order; what has no value comes last.

    :param wanted: keys of indicators.
    :raises InvalidInputError: a dimension is not one of the facts that an indicator is made of.
    """
    needed = indicators.base_keys(wanted)
    parts = [
        part
        for kind, keys in _by_kind(needed)
        for part in lake_columns_by_each(kind=kind, groups=[by], where=where, at=at, keys=keys, reach=reach)
    ]
    rows, counts = together(parts)
    columns = indicators.values({key: column_of(counts[key]) for key in needed}, len(rows), wanted)
    written = [indicators.indicator(key).all_written(columns[key]) for key in wanted]
    return [FigureRow(values, figures) for values, figures in zip(rows, zip(*written, strict=True), strict=True)]


def together(parts: Sequence[Columns]) -> tuple[list[tuple[Key, ...]], Mapping[str, Whole]]:
    """Return the rows of several questions as one, in order, with nothing where one of them has no row."""
    rows = sorted({row for each in parts for row in each.values}, key=lambda row: [(v is None, str(v)) for v in row])
    place = {row: number for number, row in enumerate(rows)}
    counts: dict[str, Whole] = {}
    for each in parts:
        at = [place[row] for row in each.values]
        for name, column in each.counts.items():
            counts[name] = np.zeros(len(rows), np.int64)
            counts[name][at] = column
    return rows, counts


def _by_kind(keys: frozenset[str]) -> Iterator[tuple[FactKind, list[str]]]:
    for kind in FactKind:
        if of_kind := sorted(key for key in keys if BY_KEY[key].of is kind):
            yield kind, of_kind
