"""Tables of texts, CSV and xlsx, piece by piece. A line that is no row counts as one: the others keep their numbers."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import load_workbook
from pyarrow import csv as arrow_csv

from cityloop.assets.queries.encodings import UTF_8, encoding_of
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

ROUNDED_FROM = 10**15  # a spreadsheet keeps fifteen digits of a number and makes noughts of the rest


@dataclass(frozen=True, slots=True)
class Torn:
    """A line that has not as many columns as the header: what it says, and how many it has of how many."""

    text: str
    columns: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, all cells texts or null; by place the torn ones, which are null, and rounded cells."""

    cells: "pa.RecordBatch"
    torn: dict[int, Torn] = field(default_factory=dict)
    rounded: dict[int, list[str]] = field(default_factory=dict)


def header_of(path: Path) -> list[str]:
    """Return the names of the columns.

    :raises InvalidInputError: the file is in no encoding that we know.
    """
    if path.suffix.lower() == ".csv":
        with path.open(encoding=_csv_encoding(path), newline="") as file:
            return next(csv.reader(file), [])
    first = next(rows_of(path, 1), None)
    return list(first.cells.schema.names) if first is not None else []


def rows_of(path: Path, size: int) -> Iterator[Rows]:
    """Yield all rows, about `size` at a time; empty ones are left out and have no number.

    :raises InvalidInputError: the file is in no encoding that we know.
    """
    return _csv(path, size) if path.suffix.lower() == ".csv" else _xlsx(path, size)


def _csv(path: Path, size: int) -> Iterator[Rows]:
    text = arrow_csv.ConvertOptions(column_types=dict.fromkeys(header_of(path), pa.string()), strings_can_be_null=True)
    # One thread alone counts the rows, and what is skipped must be found again by its number.
    reading = arrow_csv.ReadOptions(
        encoding=_csv_encoding(path).replace("utf-8-sig", "utf8"),
        block_size=max(1 << 16, size * 200),
        use_threads=False,
    )
    torn: deque[arrow_csv.InvalidRow] = deque()

    def skip(row: arrow_csv.InvalidRow) -> str:
        torn.append(row)
        return "skip"

    first = 1
    parsing = arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip)
    with arrow_csv.open_csv(path, read_options=reading, convert_options=text, parse_options=parsing) as reader:
        schema = reader.schema
        for part in reader:
            rows = _with_torn(part, torn, first)
            first += len(rows.cells)
            yield rows
    if torn:
        yield _with_torn(pa.RecordBatch.from_pylist([], schema=schema), torn, first, is_last=True)


def _with_torn(
    part: "pa.RecordBatch", torn: "deque[arrow_csv.InvalidRow]", first: int, *, is_last: bool = False
) -> Rows:
    """Put rows of nulls in the places of those that were skipped; the header is the file's row 1."""
    found: dict[int, Torn] = {}
    count = len(part)
    while torn and (is_last or torn[0].number - 1 < first + count):
        row = torn.popleft()
        found[row.number - 1 - first] = Torn(row.text, f"{row.actual_columns}/{row.expected_columns}")
        count += 1
    if not found:
        return Rows(part)
    sound = iter(range(len(part)))
    places = pa.array([None if place in found else next(sound) for place in range(count)], pa.int64())
    return Rows(part.take(places), found)


def _csv_encoding(path: Path) -> str:
    with path.open("rb") as file:
        found = encoding_of(file)
    if found.faulty_line is not None:
        message = say("Line {line} of the file is neither UTF-8 nor GBK.", line=found.faulty_line)
        raise InvalidInputError(message, field="file", line=found.faulty_line)
    return "utf-8-sig" if found.name == UTF_8 else found.name


def _xlsx(path: Path, size: int) -> Iterator[Rows]:
    book = load_workbook(path, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell) if cell is not None else f"column {n}" for n, cell in enumerate(next(rows, ()), start=1)]
    kept: list[list[str | None]] = []
    rounded: dict[int, list[str]] = {}
    for row in rows:
        if any(cell is not None for cell in row):
            if names := [name for name, cell in zip(header, row, strict=False) if _is_rounded(cell)]:
                rounded[len(kept)] = names
            cells = [None if cell is None else _cell(cell) for cell in row[: len(header)]]
            kept.append(cells + [None] * (len(header) - len(cells)))
        if len(kept) == size:
            yield Rows(_record(header, kept), rounded=rounded)
            kept, rounded = [], {}
    yield Rows(_record(header, kept), rounded=rounded)


def _is_rounded(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) >= ROUNDED_FROM


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _record(header: list[str], rows: list[list[str | None]]) -> "pa.RecordBatch":
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    return pa.record_batch([pa.array(list(column), pa.string()) for column in columns], names=header)
