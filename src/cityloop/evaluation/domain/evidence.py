"""What a file is that is brought as evidence: judged by what it holds, not by its name or its declared type."""

import struct
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

LARGEST = 12 * 2**20  # bytes
PDF = ("application/pdf", ".pdf")
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
PROGRAM = "vbaProject.bin"  # what a macro is kept in
# What reading the list of an archive raises that somebody has tampered with.
UNREADABLE = (BadZipFile, NotImplementedError, ValueError, OverflowError, OSError, EOFError, struct.error)
TAIL = 2048  # bytes at the end of a PDF in which its last mark stands


@dataclass(frozen=True, slots=True)
class DocumentType:
    """What a document is, and how its name ends."""

    media_type: str
    suffix: str


def document_type(content: bytes) -> DocumentType | None:
    """Return what a document is: PDF, docx or xlsx; None if it is none of them.

    :raises InvalidInputError: it is empty, too large, broken off, or holds programs.
    """
    if not content or len(content) > LARGEST:
        message = say("Evidence is a file of up to {size} MiB that is not empty.", size=LARGEST // 2**20)
        raise InvalidInputError(message, field="file", size=len(content))
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-TAIL:]:
            raise _broken()
        return DocumentType(*PDF)
    return _office(content) if content.startswith(b"PK") else None


def _office(content: bytes) -> DocumentType | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except UNREADABLE as error:
        raise _broken() from error
    if any(name.endswith(PROGRAM) for name in names):
        message = say("Evidence holds no programs: save the document without macros.")
        raise InvalidInputError(message, field="file")
    found = next((kind for part, kind in OFFICE.items() if part in names), None)
    return DocumentType(*found) if found and "[Content_Types].xml" in names else None


def _broken() -> InvalidInputError:
    message = say("The file is broken off.")
    return InvalidInputError(message, field="file")
