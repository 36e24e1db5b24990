"""This process's copy of the class tables and of which versions hold when.

Every change to a table of this module gives the one row of `Revision` a fresh random stamp, by trigger, in the same
transaction. Reading that row by its key is the one tiny query a warm call costs; the copy is used only when it was made
under the very stamp that is seen now. So a change is seen by every process as soon as it is committed, a transaction
sees its own changes, and a change rolled back leaves no trace: its stamp never comes again. What a version holds never
changes (a draft that is corrected becomes another version, with another id), so that is kept by id, without asking.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import connection

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import Sentence, say
from cityloop.standards.contracts import (
    ClassOrigin,
    ClassView,
    EditionView,
    Limit,
    LimitUnit,
    MatterKind,
    VersionState,
    VersionView,
)
from cityloop.standards.models import CaseClass, ClassEdition, DisposalStandard, WorkingCalendar

ClassKey: TypeAlias = tuple[str, MatterKind, str]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The class tables and the published versions, as one stamp knew them."""

    editions: Mapping[str, EditionView]
    default_edition: str
    classes: Mapping[ClassKey, ClassView]
    withdrawn_at: Mapping[ClassKey, datetime]
    components: Mapping[ClassKey, str]  # the component whose incident class this is
    standards: Mapping[str, Sequence[VersionView]]
    calendars: Mapping[str, Sequence[VersionView]]


_latest: tuple[UUID, Snapshot] | None = None


def snapshot() -> Snapshot:
    """Return the copy that is true now."""
    global _latest  # noqa: PLW0603 - one copy to a process; replaced whole, so that threads need no lock
    stamp = _stamp()
    kept = _latest
    if stamp is not None and kept is not None and kept[0] == stamp:
        return kept[1]
    fresh = _read()
    if stamp is not None:
        _latest = (stamp, fresh)
    return fresh


def _stamp() -> UUID | None:
    """Read the stamp; by hand, because building a queryset would take longer than the query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stamp FROM standards_revision WHERE id = 1")
        row = cursor.fetchone()
    return None if row is None else row[0]


def version_at(versions: Mapping[str, Sequence[VersionView]], name: str, at: datetime, what: Sentence) -> VersionView:
    """Return the version of this name that holds at a moment.

    :raises NotFoundError: none does.
    """
    for version in versions.get(name, ()):
        begun = version.valid_from is not None and version.valid_from <= at
        if begun and (version.valid_until is None or at < version.valid_until):
            return version
    message = say("No {what} {name!r} is in force at {at}.", what=what, name=name, at=at.isoformat())
    raise NotFoundError(message, name=name, at=at.isoformat())


def standard_view(row: DisposalStandard) -> VersionView:
    """Return a version of a disposal standard as others see it."""
    return _version(row, Limit(row.default_amount.normalize(), LimitUnit(row.default_unit)))


def calendar_view(row: WorkingCalendar) -> VersionView:
    """Return a version of a calendar as others see it."""
    return _version(row, None)


def _version(row: DisposalStandard | WorkingCalendar, default_limit: Limit | None) -> VersionView:
    return VersionView(
        id=row.id,
        name=row.name,
        title=row.title,
        number=row.number,
        state=VersionState(row.state),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        content_hash=row.content_hash,
        default_limit=default_limit,
    )


def _read() -> Snapshot:
    editions = {
        row.code: EditionView(row.code, row.standard, row.in_force_from, row.is_default)
        for row in ClassEdition.objects.order_by("-code")
    }
    rows = list(CaseClass.objects.select_related("edition", "matter").order_by("edition", "kind", "code"))
    views = {(row.edition.code, MatterKind(row.kind), row.code): class_view(row) for row in rows}
    standards: dict[str, list[VersionView]] = defaultdict(list)
    for standard in DisposalStandard.objects.exclude(state=VersionState.DRAFT).order_by("-valid_from"):
        standards[standard.name].append(standard_view(standard))
    calendars: dict[str, list[VersionView]] = defaultdict(list)
    for calendar in WorkingCalendar.objects.exclude(state=VersionState.DRAFT).order_by("-valid_from"):
        calendars[calendar.name].append(calendar_view(calendar))
    return Snapshot(
        editions=editions,
        default_edition=next((code for code, edition in editions.items() if edition.is_default), ""),
        classes=views,
        withdrawn_at={
            (row.edition.code, MatterKind(row.kind), row.code): row.withdrawn_at for row in rows if row.withdrawn_at
        },
        components={
            (view.edition, MatterKind.INCIDENT, view.matter_code): view.code
            for view in views.values()
            if view.matter_code is not None
        },
        standards=dict(standards),
        calendars=dict(calendars),
    )


def class_view(row: CaseClass) -> ClassView:
    """Return a class as others see it; its edition and matter should have been fetched with it."""
    return ClassView(
        edition=row.edition.code,
        kind=MatterKind(row.kind),
        code=row.code,
        major_code=row.major_code,
        major_name=row.major_name,
        minor_code=row.minor_code,
        name=row.name,
        origin=ClassOrigin(row.origin),
        matter_code=row.matter.code if row.matter is not None else None,
    )
