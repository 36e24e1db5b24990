"""What evidence may be: judged by its content."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from cityloop.evaluation.domain.evidence import LARGEST, document_type
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BadTableError, read_table


def archive(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


def tampered(changes: dict[int, int]) -> bytes:
    """Return a document in whose list of files, at the first of them, bytes were overwritten."""
    content = bytearray(archive("[Content_Types].xml", "xl/workbook.xml"))
    start = content.index(b"PK\x01\x02")
    for place, byte in changes.items():
        content[start + place] = byte
    return bytes(content)


TOO_NEW = tampered({6: 99})  # needs a version of ZIP that nobody has
NO_UTF8 = tampered({9: 8, 46: 0xFF})  # a name that says it is UTF-8, and is not


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", ".pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_documents_are_known_by_what_they_hold(content: bytes, suffix: str) -> None:
    found = document_type(content)

    assert found is not None
    assert found.suffix == suffix


@pytest.mark.parametrize(
    "content", [archive("a.txt"), archive("xl/workbook.xml"), b"MZ\x90", b"<html>", b"\xff\xd8\xff\xe0"]
)
def test_anything_else_is_no_document(content: bytes) -> None:
    assert document_type(content) is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not empty"),
        (b"%PDF-" + b"x" * LARGEST, "not empty"),
        (b"%PDF-1.7\nbroken off here", "broken off"),
        (archive("[Content_Types].xml", "xl/workbook.xml")[:-30], "broken off"),
        (archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (TOO_NEW, "broken off"),
        (NO_UTF8, "broken off"),
    ],
)
def test_what_is_too_large_broken_off_or_holds_programs_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        document_type(content)


@pytest.mark.parametrize("content", [TOO_NEW, NO_UTF8, archive("[Content_Types].xml", "xl/workbook.xml")])
def test_what_is_no_workbook_is_refused_as_a_table(content: bytes) -> None:
    with pytest.raises(BadTableError, match="cannot be read as xlsx"):
        list(read_table(content, columns=("code",)))
