"""Spreadsheets of any length, written as they are sent: nothing waits in memory or on a disk until the last row.

Libraries for xlsx hand a workbook over when it is whole, minutes after it was asked for. The few parts that a sheet of
text, numbers and moments needs are written here instead, row by row, into a zip that is never sought in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from cityloop.kernel.tables import Cell, safe

ROWS_OF_A_SHEET = 2**20  # Excel's own bound, headings included
BYTES_OF_A_SHEET = 2**30  # before packing; twice as many would need an extension of zip that Excel may not read
LETTERS_OF_A_CELL = 32_767
AT_ONCE = 500  # rows packed at a time
FASTEST = 1  # packing harder takes twice the time for a tenth of the size
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones
DAY = 86_400
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BEGIN_SHEET = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
END_SHEET = "</sheetData></worksheet>"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class _Sent:
    """What the zip has written and nobody has taken yet. It cannot be sought in, which tells the zip to do without."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """Whoever takes what has come says when it is over."""

    def take(self) -> bytes:
        """Return what has come since last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def stream_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a table as xlsx piece by piece; moments and numbers stay what they are, and no text is a formula.

    What does not fit into one sheet goes on in the next one, beneath the same headings.
    """
    sent, lines, sheets, is_over = _Sent(), _lines(rows), 0, False
    with ZipFile(sent, "w", ZIP_DEFLATED, compresslevel=FASTEST) as book:
        while not is_over:
            sheets += 1
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                size = sheet.write((BEGIN_SHEET + _line(columns)).encode())
                count = 1
                while count < ROWS_OF_A_SHEET and size < BYTES_OF_A_SHEET:
                    piece, number = _several(lines, min(AT_ONCE, ROWS_OF_A_SHEET - count))
                    size, count = size + sheet.write(piece), count + number
                    yield sent.take()
                    if is_over := number == 0:
                        break
                sheet.write(END_SHEET.encode())
        for name, part in _around(sheets).items():
            book.writestr(name, part)
    yield sent.take()


def _several(lines: Iterator[str], most: int) -> tuple[bytes, int]:
    found = [line for _, line in zip(range(most), lines, strict=False)]
    return "".join(found).encode(), len(found)


def _lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    return (_line(row) for row in rows)


def _line(row: Sequence[Cell]) -> str:
    return "<row>" + "".join([_cell(cell) for cell in row]) + "</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
    if isinstance(cell, datetime):
        return f'<c s="1"><v>{(cell - FIRST_DAY).total_seconds() / DAY!r}</v></c>'
    return f"<c><v>{cell!r}</v></c>"


def _text(text: str) -> str:
    plain = NOT_IN_XML.sub("", safe(text))[:LETTERS_OF_A_CELL]
    return escape(LOOKS_ESCAPED.sub("_x005F_", plain))


def _around(sheets: int) -> dict[str, str]:
    """Return the parts of a workbook that name its sheets; they are known last and so are written last."""
    numbers = range(1, sheets + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    named = "".join(f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    linked = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{linked}'
            f'<Relationship Id="rId{sheets + 1}" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
        ),
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>{parts}</Types>'
        ),
    }
