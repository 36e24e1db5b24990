from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.contracts import Limit, LimitUnit
from cityloop.standards.domain.tables import BadTableError, Line, read_table, write_table

COLUMNS = ("code", "name")
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(line.cells.get(column, "") for column in COLUMNS) for line in read_table(content, columns=COLUMNS)]


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
        collected = list(read_table(content, columns=COLUMNS))
        raise BadTableError.of([fault for line in collected for fault in line.faults])


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadTableError, match="larger than 20 MB"):
        list(read_table(b"x" * (20 * 1024 * 1024 + 1), columns=COLUMNS))


def test_cells_that_cannot_be_printed_are_refused() -> None:
    line = Line(7, {"name": "a\x00b"})
    line.text("name", longest=9)

    assert [str(fault) for fault in line.faults] == ["line 7, name: holds characters that cannot be printed"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("4 work_hour", "4 work_hour"),
        (" 4 WORK_HOUR ", "4 work_hour"),
        ("4工作时", "4 work_hour"),
        ("1.50 工作日", "1.5 work_day"),
        ("2 自然日", "2 urgent_day"),
        ("2紧急工作日", "2 urgent_day"),
        ("15分钟", "15 minute"),
        ("100 工作分钟", "100 work_minute"),
    ],
)
def test_limits_are_read_in_both_languages(text: str, written: str) -> None:
    limit = Limit.parse(text)

    assert str(limit) == written
    assert Limit.parse(str(limit)) == limit


@pytest.mark.parametrize(
    "text", ["", "4", "hour", "work_hour 4", "-4 work_hour", "0 work_hour", "1.2.3 work_hour", "4 h"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        Limit.parse(text)


def test_units_that_follow_a_calendar_are_known() -> None:
    assert {unit for unit in LimitUnit if unit.is_working} == {
        LimitUnit.WORK_MINUTE,
        LimitUnit.WORK_HOUR,
        LimitUnit.WORK_DAY,
    }
