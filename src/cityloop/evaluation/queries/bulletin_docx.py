"""A bulletin as a document that an office goes on writing in; its charts are pictures."""

import re
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cityloop.evaluation.contracts.papers import Paper, Table, written
from cityloop.evaluation.queries.bulletin_pdf import picture_of

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BODY_FONT, HEAD_FONT, LATIN_FONT = "仿宋", "黑体", "Times New Roman"  # as offices here write
RED, BLUE, GREY = RGBColor(0xB3, 0x26, 0x1E), RGBColor(0x1D, 0x4E, 0x89), RGBColor(0x5B, 0x66, 0x75)
WIDE = 8  # from so many columns on letters are smaller


def docx_of(paper: Paper) -> bytes:
    """Return a paper as docx."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    document.core_properties.title, document.core_properties.author = paper.title, ""
    for text, size, colour, font in (
        (paper.title, 22, RED, HEAD_FONT),
        (paper.subtitle, 14, None, BODY_FONT),
        (paper.issued, 9, GREY, BODY_FONT),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _said(paragraph, text, size=size, font=font, colour=colour)
    for text in paper.summary:
        _paragraph(document, text, paper.language)
    for section in paper.sections:
        heading = document.add_heading(level=1)
        _said(heading, section.heading, size=14, font=HEAD_FONT, colour=BLUE)
        for line in section.lines:
            _paragraph(document, line, paper.language)
        if section.chart is not None:
            document.add_picture(BytesIO(picture_of(section.chart, paper.language)), width=Mm(160))
        if section.table is not None:
            _table(document, section.table)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _paragraph(document: DocumentType, text: str, language: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.5
    if language == "zh":
        paragraph.paragraph_format.first_line_indent = Pt(24)
    _said(paragraph, text, size=12, font=BODY_FONT)


def _table(document: DocumentType, table: Table) -> None:
    size = 8 if len(table.headings) > WIDE else 9
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.headings), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    lines = [table.headings, *table.rows]
    for row, values in zip(made.rows, lines, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            paragraph = cell.paragraphs[0]
            if values is not table.headings and not isinstance(value, str):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = _said(paragraph, written(value), size=size, font=BODY_FONT)
            run.bold = values is table.headings


def _said(paragraph: Paragraph, text: str, *, size: int, font: str, colour: RGBColor | None = None) -> Run:
    """Add text to a paragraph in fonts that every office here has, for Chinese and for the rest."""
    run = paragraph.add_run(NOT_IN_XML.sub("", text))
    run.font.size, run.font.name = Pt(size), LATIN_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - it has no other door
    if colour is not None:
        run.font.color.rgb = colour
    return run
