"""What a bulletin looks like in one language, whatever it is written as: lines, tables, charts."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PaperCell: TypeAlias = str | int | Decimal | None  # a decimal is written with all its places
NOTHING = "—"


class ChartKind(StrEnum):
    """How figures are drawn."""

    LINES = "LINES"
    BARS = "BARS"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: for each series a value at every label."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | Decimal, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; what is not text stands to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[PaperCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper; `name` is short enough for a sheet."""

    name: str
    heading: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A bulletin in one language."""

    language: Language
    title: str
    subtitle: str
    issued: str
    summary: tuple[str, ...]
    sections: tuple[Section, ...]


def written(cell: PaperCell) -> str:
    """Return a cell as it is printed."""
    match cell:
        case None:
            return NOTHING
        case Decimal():
            return f"{cell:f}"
        case _:
            return str(cell)
