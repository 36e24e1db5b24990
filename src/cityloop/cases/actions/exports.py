"""Giving out what a query found: bounded, and on record."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cityloop.access.api import Actor, audit, require
from cityloop.cases.domain.wording import Language
from cityloop.cases.queries import exports, lists
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.tables import Cell
from cityloop.kernel.wording import Sentence, say

MOST = 1_000_000  # rows of a file


class ExportFormat(StrEnum):
    """What a file of cases is written as."""

    CSV = "csv"
    XLSX = "xlsx"


class TooManyRowsError(RefusedError):
    """More cases were found than a file may hold."""

    status: ClassVar[int] = 422
    slug: ClassVar[str] = "too-many-rows"
    title: ClassVar[Sentence] = say("Too many rows")


def export(
    *,
    actor: Actor,
    filters: lists.Filters,
    order: lists.Order,
    file_format: ExportFormat,
    language: Language,
    at: datetime,
) -> tuple[int, Iterator[list[Cell]]]:
    """Return how many cases will be given out, and their rows; that it was done is recorded before the first row.

    :raises NotPermittedError: the post sees no cases.
    :raises TooManyRowsError: nothing was given out; the filters must be narrowed.
    """
    require(actor, "cases.read")
    count = lists.total(actor=actor, filters=filters, at=at, most=MOST)
    if count > MOST:
        message = say("More than {most:,} cases were found: narrow the filters, for instance to a month.", most=MOST)
        raise TooManyRowsError(message, most=MOST, file_format=file_format.value)
    narrowed = {name: str(value) for name, value in filters.narrowing().items()}
    audit(actor, "cases.export", f"cases:{file_format}", at, rows=count, filters=narrowed)
    cases = lists.selected(actor, filters, at)
    return count, exports.exported(cases, order=order, language=language, at=at)
