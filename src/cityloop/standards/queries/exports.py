"""Files out: each reads back as what it was made from."""

from uuid import UUID

from cityloop.kernel.tables import write_table
from cityloop.standards.domain import calendar_files, class_rows, disposal_rows
from cityloop.standards.queries.calendars import calendar_description
from cityloop.standards.queries.classes import classes
from cityloop.standards.queries.disposal import conditions_of_version
from cityloop.standards.queries.snapshot import snapshot


def export_classes(*, edition: str, file_format: str) -> bytes:
    """Return an edition's classes, the city's own among them, as a `csv` or `xlsx` file.

    :raises NotFoundError: the edition is not known.
    """
    return write_table(file_format, class_rows.COLUMNS, class_rows.write_classes(classes(edition=edition)))


def export_standard(*, version_id: UUID, file_format: str) -> bytes:
    """Return a version of a disposal standard as a `csv` or `xlsx` file.

    :raises NotFoundError: there is no such version.
    """
    known = {(edition, kind.value, code): view for (edition, kind, code), view in snapshot().classes.items()}
    rows = disposal_rows.write_disposal(conditions_of_version(version_id), known)
    return write_table(file_format, disposal_rows.COLUMNS, rows)


def export_calendar(*, version_id: UUID, file_format: str) -> bytes:
    """Return a version of a calendar as a `csv` or `xlsx` file.

    :raises NotFoundError: there is no such version.
    """
    return calendar_files.write_calendar(calendar_description(version_id), file_format)
