"""How bulletins of the town are made in tests, and read back from their files."""

from decimal import Decimal
from io import BytesIO
from typing import TypeAlias

import openpyxl
from docx import Document
from docx.table import Table
from pypdf import PdfReader

from cityloop.evaluation import api
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import Town, key

ISSUE = key("bulletin")
SCHEMES = ("national-district", "national-body")
COLUMNS = ("filed", "disposed", "disposed_on_time", "closed", "to_dispose_late", "reworked")
Cell: TypeAlias = str | int | Decimal | None


def made(town: Town, period: str = MARCH, *, schemes: tuple[str, ...] = SCHEMES) -> api.Bulletin:
    """Return the numbers of a bulletin that was drafted and made."""
    drafted(town, period, schemes=schemes)
    api.make_bulletin(bulletin_id=ISSUE, at=APRIL)
    return told(town)


def drafted(town: Town, period: str = MARCH, *, schemes: tuple[str, ...] = SCHEMES) -> api.BulletinView:
    return api.draft_bulletin(bulletin_id=ISSUE, period=period, schemes=schemes, actor=town["evaluator"], at=APRIL)


def told(town: Town) -> api.Bulletin:
    content = api.bulletin(bulletin_id=ISSUE, actor=town["evaluator"]).content
    assert content is not None
    return content


def file_of(town: Town, file_format: api.BulletinFormat, language: api.Language = "zh") -> BytesIO:
    _, content = api.bulletin_file(
        bulletin_id=ISSUE, file_format=file_format, language=language, actor=town["evaluator"]
    )
    return BytesIO(content)


def rows_told(bulletin: api.Bulletin) -> list[list[Cell]]:
    """Return the rows that tables must have, of a bulletin in Chinese that is compared with nothing."""
    rows: list[list[Cell]] = [[count.zh, count.now] for count in bulletin.counts]
    rows += [[rate.zh, number(rate.now)] for rate in bulletin.rates]
    for row in (*bulletin.districts, *bulletin.bodies, *bulletin.classes):
        counts = [row.counts[key] for key in COLUMNS]
        rates = [number(row.rates[key]) for key in ("disposal_on_time_rate", "closing_rate")]
        rows.append([row.name, row.counts["reported"], number(row.share), *counts, *rates])
    rows += [[row.rank, row.name, number(row.total), row.grade] for league in bulletin.leagues for row in league.rows]
    return rows


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def as_text(cell: Cell) -> str:
    return "—" if cell is None else str(cell)


def rows_of_xlsx(content: BytesIO) -> dict[str, list[list[Cell]]]:
    """Return the rows of each sheet; a number is what it is worth, however many places it shows."""
    book = openpyxl.load_workbook(content)
    return {
        sheet.title: [
            [worth(cell) if isinstance(cell, str | int | float | None) else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def worth(cell: Cell | float) -> Cell:
    return Decimal(str(cell)).normalize() if isinstance(cell, int | float | Decimal) else cell


def rows_of_docx(content: BytesIO) -> list[list[str]]:
    blocks = Document(content).iter_inner_content()
    return [[cell.text for cell in row.cells] for block in blocks if isinstance(block, Table) for row in block.rows]


def paragraphs(content: BytesIO) -> list[str]:
    return [paragraph.text for paragraph in Document(content).paragraphs]


def printed(content: BytesIO) -> str:
    """Return the text of a PDF without what parts it into lines."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(content).pages)
