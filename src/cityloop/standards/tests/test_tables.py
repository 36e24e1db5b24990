from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cityloop.kernel.tables import BadTableError, Line, read_table, write_table

COLUMNS = ("code", "name")
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(line.cells.get(column, "") for column in COLUMNS) for line in read_table(content, columns=COLUMNS)]


def collect(content: bytes) -> None:
    """Read as every reader does: all lines first, then one refusal for all faults."""
    faults = [fault for line in read_table(content, columns=COLUMNS) for fault in line.faults]
    if faults:
        raise BadTableError.of(faults)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@given(rows=st.lists(st.tuples(CELLS, CELLS).filter(any), max_size=5))
def test_what_is_written_reads_back(rows: list[tuple[str, str]], file_format: str) -> None:
    assert cells(write_table(file_format, COLUMNS, rows)) == rows


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x", "'x"])
def test_no_cell_is_a_formula(formula: str) -> None:
    content = write_table("csv", COLUMNS, [(formula, "x")])

    assert f"'{formula}".encode() in content
    assert cells(content) == [(formula, "x")]


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    content = b'code,name\n\n01,"a\nb"\n,\n02,c\n'

    assert [(line.number, line.cells["code"]) for line in read_table(content, columns=COLUMNS)] == [
        (3, "01"),
        (6, "02"),
    ]


def test_numbers_of_a_spreadsheet_are_read_as_they_look() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (COLUMNS, (2, 1.5), (3.0, None)):
        sheet.append(row)
    content = BytesIO()
    book.save(content)

    assert cells(content.getvalue()) == [("2", "1.5"), ("3", "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"code\n", "missing"),
        (b"code,name,color\n", "not known"),
        (b"code,name,name\n", "twice"),
        (b"code,name\n1,2,3\n", "more cells"),
        (b'code,name\n"1,2\n', "is not CSV"),
        (b"\xff\xff\xff", "neither UTF-8"),
        (b"PK\x03\x04nonsense", "cannot be read as xlsx"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BadTableError, match=reason):
        collect(content)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadTableError, match="larger than 20 MB"):
        list(read_table(b"x" * (20 * 1024 * 1024 + 1), columns=COLUMNS))


def test_cells_that_cannot_be_printed_are_refused() -> None:
    line = Line(7, {"name": "a\x00b"})
    line.text("name", longest=9)

    assert [str(fault) for fault in line.faults] == ["line 7, name: holds characters that cannot be printed"]
