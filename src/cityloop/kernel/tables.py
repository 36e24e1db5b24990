"""Tables as people keep them, CSV or xlsx, and everything that is wrong with one told at once."""

import csv
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any, ClassVar, TypeAlias
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import Listed, Sentence, say

XLSX_MAGIC = b"PK\x03\x04"
LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
FAULTS_SHOWN = 200
AT_ONCE = 500  # lines of CSV sent at a time
BEGIN_A_FORMULA = frozenset("=+-@'\t\r\n＝＋－＠")  # noqa: RUF001 - spreadsheets take the full-width ones, too
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What reading a workbook raises that is broken off, encrypted, packed in a way nobody uses, or tampered with.
UNREADABLE = (
    BadZipFile, InvalidFileException, RuntimeError, LookupError, ValueError, TypeError, AttributeError, OSError,
    EOFError, SyntaxError, OverflowError, struct.error, zlib.error,
)  # fmt: skip
Cell: TypeAlias = str | int | float | datetime | None


class FileFormat(StrEnum):
    """What a table is written as."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        """Return the media type."""
        return CONTENT_TYPES[self.value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with a whole line where `column` is empty."""

    line: int
    column: str
    reason: Sentence

    @property
    def told(self) -> Sentence:
        """Where it is, and what is wrong there."""
        if self.column:
            return say("line {line}, {column}: {reason}", line=self.line, column=self.column, reason=self.reason)
        return say("line {line}: {reason}", line=self.line, reason=self.reason)

    def __str__(self) -> str:
        return self.told


class BadTableError(InvalidInputError):
    """A table holds rows that cannot be accepted; nothing of it was loaded. `facts["faults"]` lists them all."""

    slug: ClassVar[str] = "bad-table"
    title: ClassVar[Sentence] = say("The table was refused")

    @classmethod
    def of(cls, faults: Sequence[Fault]) -> "BadTableError":
        """Return the refusal that tells these faults, in the order of the lines."""
        told = sorted(faults, key=lambda fault: fault.line)
        detail = say(
            "{count} faults; nothing was loaded. {faults}",
            count=len(told),
            faults=Listed([fault.told for fault in told[:FAULTS_SHOWN]], "; "),
        )
        return cls(detail, faults=[asdict(fault) for fault in told])


@dataclass(slots=True)
class Line:
    """A row being read: gives its cells by name and collects what is wrong with them."""

    number: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: str, *, longest: int, optional: bool = False) -> str:
        """Return a cell as it is."""
        value = self.cells.get(column, "")
        if not value and not optional:
            self.refuse(column, say("must not be empty"))
        elif len(value) > longest:
            self.refuse(column, say("must not be longer than {longest} characters", longest=longest))
        elif not value.isprintable():
            self.refuse(column, say("holds characters that cannot be printed"))
        return value

    def whole(self, column: str, *, smallest: int = 1, largest: int = 9999) -> int:
        """Return a cell as a whole number."""
        value = self.cells.get(column, "")
        if not value.isdecimal() or not value.isascii() or not smallest <= int(value[:9]) <= largest:
            self.refuse(
                column,
                say(
                    "must be a whole number from {smallest} to {largest}, not {found!r}",
                    smallest=smallest,
                    largest=largest,
                    found=value,
                ),
            )
            return smallest
        return int(value)

    def one_of(self, column: str, known: Iterable[str]) -> str:
        """Return a cell that must be one of some words, in any case."""
        value = self.cells.get(column, "").upper()
        words = [str(word) for word in known]
        if value not in words:
            self.refuse(
                column,
                say(
                    "must be one of {words}, not {found!r}",
                    words=words,
                    found=self.cells.get(column, ""),
                ),
            )
            return words[0]
        return value

    def refuse(self, column: str, reason: Sentence) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.number, column, reason))


def read_table(content: bytes, *, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Line]:
    """Yield the lines of a CSV or xlsx file whose first row names these columns; empty lines are passed over.

    CSV may be UTF-8, with or without a mark, or GBK, as spreadsheets here save it.

    :raises BadTableError: the file is neither, a column is missing, doubled or unknown, or a row is too long.
    """
    if len(content) > LARGEST_FILE:
        raise BadTableError.of(
            [Fault(0, "", say("the file is larger than {size} MB", size=LARGEST_FILE // 1024 // 1024))]
        )
    rows = _xlsx(content) if content.startswith(XLSX_MAGIC) else _csv(content)
    header: list[str] | None = None
    for number, row in rows:
        if number > MOST_ROWS:
            raise BadTableError.of([Fault(number, "", say("the file has more than {count} rows", count=MOST_ROWS))])
        if header is None:
            header = row
            _check_header(number, header, columns, optional)
        elif any(row):
            yield _line(number, header, row)
    if header is None:
        raise BadTableError.of([Fault(1, "", say("the file is empty"))])


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as CSV in UTF-8 with the mark by which spreadsheets know it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as xlsx; every cell is text, so that 01 stays 01."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([safe(cell) for cell in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def write_table(file_format: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a table as `csv` or `xlsx`."""
    return write_xlsx(columns, rows) if file_format == "xlsx" else write_csv(columns, rows)


def stream_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a table as CSV piece by piece; every line ends with CR LF, and no cell holds a CR."""
    text = StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_plain(cell) for cell in row])
        if number % AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def safe(cell: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula; reading takes the apostrophe off again."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in BEGIN_A_FORMULA else text


def _line(number: int, header: Sequence[str], row: Sequence[str]) -> Line:
    line = Line(number, dict(zip(header, row, strict=False)))
    if any(row[len(header) :]):
        line.refuse("", say("has more cells than the {count} columns", count=len(header)))
    return line


def _check_header(number: int, header: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> None:
    faults = [Fault(number, column, say("this column is missing")) for column in columns if column not in header]
    known = {*columns, *optional}
    faults += [
        Fault(number, column or "(empty)", say("this column is not known")) for column in header if column not in known
    ]
    faults += [
        Fault(number, column, say("this column is there twice")) for column in {*header} if header.count(column) > 1
    ]
    if faults:
        raise BadTableError.of(faults)


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(_decoded(content), newline=""), strict=True)
    number = 1
    try:
        for row in reader:
            yield number, _trimmed(row)
            number = reader.line_num + 1
    except csv.Error as error:
        raise BadTableError.of([Fault(number, "", say("is not CSV: {error}", error=error))]) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTableError.of([Fault(1, "", say("the file is neither UTF-8, nor GBK, nor xlsx"))])


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            [_cell(value) for value in row]
            for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
        ]
    except UNREADABLE as error:
        raise BadTableError.of([Fault(1, "", say("the file cannot be read as xlsx"))]) from error
    yield from ((number, _trimmed(row)) for number, row in enumerate(rows, start=1))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = [cell.strip().removeprefix("'") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _plain(cell: Cell) -> str:
    """Return a cell of a CSV file: text made safe, moments and numbers as spreadsheets read them."""
    match cell:
        case str():
            return safe(cell).replace("\r\n", "\n").replace("\r", "\n")
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case _:
            return "" if cell is None else str(cell)
