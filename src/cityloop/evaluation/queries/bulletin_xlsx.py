"""A bulletin as a spreadsheet: numbers are numbers, and charts are the spreadsheet's own."""

import re
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cityloop.evaluation.contracts.papers import Chart, ChartKind, Paper, PaperCell, Section, Table
from cityloop.evaluation.domain.bulletin_words import pick

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
NAME_LENGTH = 31  # Excel's own bound
HEAD = PatternFill("solid", fgColor="E8EEF6")
THIN = Side(style="thin", color="D5DBE3")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDEST = 60
FIRST_ROW = 3  # of a table, beneath the heading


def xlsx_of(paper: Paper) -> bytes:
    """Return a paper as xlsx: the summary first, then a sheet for each section."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = pick(paper.language, "通报", "Bulletin")
    _summary(first, paper)
    for section in paper.sections:
        _sheet(book.create_sheet(NOT_IN_A_NAME.sub(" ", section.name)[:NAME_LENGTH]), section)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _summary(sheet: Worksheet, paper: Paper) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, (text, font) in enumerate(
        [
            (paper.title, Font(bold=True, size=18, color="B3261E")),
            (paper.subtitle, Font(size=13)),
            (paper.issued, Font(size=9, color="5B6675")),
            *((paragraph, Font(size=11)) for paragraph in paper.summary),
        ],
        start=1,
    ):
        _write(sheet, row, 1, text)
        cell = sheet.cell(row, 1)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _sheet(sheet: Worksheet, section: Section) -> None:
    _write(sheet, 1, 1, section.heading)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    row = 2
    for line in section.lines:
        _write(sheet, row, 1, line)
        row += 1
    if section.table is None:
        sheet.column_dimensions["A"].width = 110
        for number in range(2, row):
            sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
        return
    top = max(row, FIRST_ROW)
    _table(sheet, section.table, top)
    if section.chart is not None:
        beside = get_column_letter(len(section.table.headings) + 2)
        sheet.add_chart(_chart(sheet, section.chart, section.table, top), f"{beside}{FIRST_ROW}")


def _table(sheet: Worksheet, table: Table, top: int) -> None:
    for column, heading in enumerate(table.headings, start=1):
        _write(sheet, top, column, heading)
        head = sheet.cell(top, column)
        head.font, head.fill, head.border = Font(bold=True), HEAD, BORDER
        head.alignment = Alignment(horizontal="center")
        widest = max([_width(heading), *(_width(str(row[column - 1] or "")) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, widest + 3)
    for number, row in enumerate(table.rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            _write(sheet, number, column, value)
            sheet.cell(number, column).border = BORDER
    sheet.freeze_panes = f"B{top + 1}"


def _write(sheet: Worksheet, row: int, column: int, value: PaperCell) -> None:
    """Write a cell; text stays text even if it begins like a formula, a decimal shows all its places."""
    cell = sheet.cell(row, column)
    match value:
        case str():
            cell.value = NOT_IN_XML.sub("", value)
            cell.data_type = "s"
        case Decimal():
            places = -int(value.as_tuple().exponent)
            cell.value = value
            cell.number_format = f"0.{'0' * places}" if places > 0 else "0"
        case _:
            cell.value = value


def _chart(sheet: Worksheet, chart: Chart, table: Table, top: int) -> LineChart | BarChart:
    """Return a chart of columns of the table: those whose headings the series are named after."""
    drawn: LineChart | BarChart = LineChart() if chart.kind is ChartKind.LINES else BarChart()
    bottom = top + len(table.rows)
    for name, _ in chart.series:
        column = table.headings.index(name) + 1
        drawn.add_data(Reference(sheet, min_col=column, min_row=top, max_row=bottom), titles_from_data=True)
    named = next(number for number, cell in enumerate(table.rows[0], start=1) if cell == chart.labels[0])
    drawn.set_categories(Reference(sheet, min_col=named, min_row=top + 1, max_row=bottom))
    drawn.title, drawn.width, drawn.height = chart.title, 24, 11
    drawn.x_axis.delete = drawn.y_axis.delete = False  # newer spreadsheets hide axes of which nothing is said
    if isinstance(drawn, BarChart):
        drawn.type, drawn.legend = "bar", None
        drawn.x_axis.scaling.orientation = "maxMin"  # the first row at the top
    return drawn


def _width(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
