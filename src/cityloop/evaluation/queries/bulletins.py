"""Reads of bulletins: which there are, their numbers, their files."""

from uuid import UUID

from django.conf import settings
from pydantic import TypeAdapter

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts.bulletins import (
    Bulletin,
    BulletinDetails,
    BulletinFormat,
    BulletinNotReadyError,
    BulletinState,
    BulletinView,
)
from cityloop.evaluation.contracts.papers import LANGUAGES, Language
from cityloop.evaluation.domain.bulletin_layout import laid_out
from cityloop.evaluation.models import BulletinIssue, SchemeVersion
from cityloop.evaluation.policies import READ_ALL
from cityloop.evaluation.queries.bulletin_docx import docx_of
from cityloop.evaluation.queries.bulletin_pdf import pdf_of
from cityloop.evaluation.queries.bulletin_xlsx import xlsx_of
from cityloop.evaluation.queries.results import drafted_before
from cityloop.kernel import cursors, files
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

NO_BULLETIN = say("There is no such bulletin.")
FILES = tuple((each, language) for language in LANGUAGES for each in BulletinFormat)
STEPS = 1 + len(FILES)  # counting, then each file
CONTENT = TypeAdapter(Bulletin)


def bulletins(*, actor: Actor, cursor: str | None = None, size: int = 50) -> tuple[list[BulletinView], str | None]:
    """Return some of the bulletins, the latest first, and the cursor of those that follow. One query.

    :raises NotPermittedError: the actor may not see all rows of leagues.
    """
    require(actor, READ_ALL, grid="")
    rows = BulletinIssue.objects.order_by("-drafted_at", "-id").defer("content")
    rows = rows if cursor is None else rows.filter(drafted_before(cursor))
    found = list(rows[: size + 1])
    more = cursors.encode(found[size - 1].drafted_at, found[size - 1].pk) if len(found) > size else None
    return [bulletin_view(row) for row in found[:size]], more


def bulletin(*, bulletin_id: UUID, actor: Actor) -> BulletinDetails:
    """Return a bulletin with its numbers, which its files have, too.

    :raises NotPermittedError: the actor may not see all rows of leagues.
    :raises NotFoundError: there is no such bulletin.
    """
    require(actor, READ_ALL, grid="")
    found = glanced_at(bulletin_id)
    return BulletinDetails(bulletin_view(found), content_of(found))


def bulletin_file(
    *, bulletin_id: UUID, file_format: BulletinFormat, language: Language, actor: Actor
) -> tuple[BulletinView, bytes]:
    """Return a bulletin and a file of it; it is small.

    :raises NotPermittedError: the actor may not see all rows of leagues.
    :raises NotFoundError: there is no such bulletin.
    :raises BulletinNotReadyError: its files have not been written.
    """
    require(actor, READ_ALL, grid="")
    found = glanced_at(bulletin_id)
    if found.state != BulletinState.DONE:
        message = say("The files of the bulletin have not been written.")
        raise BulletinNotReadyError(message, state=found.state)
    with files.open_file(found.files[file_key(file_format, language)]) as file:
        return bulletin_view(found), file.read()


def glanced_at(bulletin_id: UUID) -> BulletinIssue:
    """Return a bulletin as it is.

    :raises NotFoundError: there is none.
    """
    found = BulletinIssue.objects.filter(pk=bulletin_id).first()
    if found is None:
        raise NotFoundError(NO_BULLETIN)
    return found


def usual_schemes() -> tuple[str, ...]:
    """Return whose leagues a bulletin tells if nobody says so: those of CITYLOOP_BULLETIN_SCHEMES that there are."""
    known = set(SchemeVersion.objects.values_list("key", flat=True))
    return tuple(key for key in settings.CITYLOOP_BULLETIN_SCHEMES if key in known)


def content_of(found: BulletinIssue) -> Bulletin | None:
    """Return the numbers of a bulletin, None while they are not counted."""
    return None if found.content is None else CONTENT.validate_python(found.content)


def rendered(content: Bulletin, file_format: BulletinFormat, language: Language) -> bytes:
    """Return a file of these numbers."""
    paper = laid_out(content, language)
    match file_format:
        case BulletinFormat.XLSX:
            return xlsx_of(paper)
        case BulletinFormat.DOCX:
            return docx_of(paper)
        case BulletinFormat.PDF:
            return pdf_of(paper, at=content.counted_at)


def file_key(file_format: BulletinFormat, language: Language) -> str:
    """Return by what a file is known among those of a bulletin."""
    return f"{file_format.value}.{language}"


def bulletin_view(found: BulletinIssue) -> BulletinView:
    """Return a bulletin as others see it."""
    return BulletinView(
        id=found.pk,
        period=found.period,
        since=found.since,
        until=found.until,
        schemes=tuple(found.schemes),
        is_scheduled=found.is_scheduled,
        state=BulletinState(found.state),
        steps_done=found.steps_done,
        steps_total=STEPS,
        failure=found.failure,
        drafted_at=found.drafted_at,
        counted_at=found.counted_at,
        done_at=found.done_at,
    )
