"""Spreadsheets that are sent while they are written."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from cityloop.kernel import sheets
from cityloop.kernel.sheets import stream_xlsx

MOMENT = datetime(2026, 3, 2, 9, 0, 7)  # noqa: DTZ001 - spreadsheets know no zones


def book(*rows: list[Any]) -> Any:
    return load_workbook(BytesIO(b"".join(stream_xlsx(["a", "b"], rows))))


def test_text_numbers_and_moments_come_back_as_they_were() -> None:
    rows: list[list[Any]] = [["007", 7], ["<&> \n 末", -0.5], [None, MOMENT], ["  ", 10**15], ["", 0]]

    sheet = book(*rows).worksheets[0]

    told = list(sheet.iter_rows(values_only=True))
    assert told == [("a", "b"), ("007", 7), ("<&> \n 末", -0.5), (None, MOMENT), ("  ", 10**15), (None, 0)]
    assert sheet.freeze_panes == "A2"
    assert sheet["B4"].number_format == "yyyy\\-mm\\-dd hh:mm:ss"


@pytest.mark.parametrize(
    ("given", "told"), [("=1+1", "'=1+1"), ("a\x00\x0b\ufffe\rb", "ab"), ("末" * 40_000, "末" * 32_767)]
)
def test_text_is_never_a_formula_and_never_more_than_a_cell_holds(given: str, told: str) -> None:
    assert book([given, None]).worksheets[0]["A2"].value == told


def test_text_that_looks_like_an_escape_of_excel_stays_text() -> None:
    content = b"".join(stream_xlsx(["a"], [["_x0041_ _x_"]]))

    assert b"_x005F_x0041_ _x_" in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7])
def test_what_one_sheet_cannot_hold_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(sheets, "ROWS_OF_A_SHEET", 4)

    found = book(*([number, None] for number in range(count))).worksheets

    told = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in found]
    assert all(names[0] == "a" and len(names) <= 4 for names in told)
    assert [number for names in told for number in names[1:]] == list(range(count))


def test_a_sheet_of_long_texts_ends_before_a_zip_would_have_to_be_extended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "BYTES_OF_A_SHEET", 200_000)

    found = book(*(["末" * 100, number] for number in range(2000))).worksheets

    assert len(found) > 1
    assert sum(sheet.max_row - 1 for sheet in found) == 2000


def test_it_is_sent_while_it_is_written_and_nothing_is_read_ahead() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(100_000):
            taken.append(number)
            yield [number]

    first = list(islice(stream_xlsx(["a"], rows()), 3))

    assert len(taken) <= 3 * sheets.AT_ONCE
    assert len(b"".join(first)) > 0
