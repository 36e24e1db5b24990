"""What all imports of versions share."""

import re
from typing import TypeVar
from uuid import UUID

from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import Sentence, say
from cityloop.standards.contracts import VersionState
from cityloop.standards.models import DisposalStandard, Revision, WorkingCalendar
from cityloop.standards.models.versions import NAME

AnyVersion = TypeVar("AnyVersion", DisposalStandard, WorkingCalendar)


def work_alone() -> None:
    """Have whoever else changes standards wait until this transaction ends; readers do not wait."""
    Revision.objects.get_or_create(pk=1, defaults={"stamp": new_id()})
    Revision.objects.select_for_update().get(pk=1)


def check_name(name: str, title: str) -> None:
    """Let a name and a title pass that can be kept.

    :raises InvalidInputError: otherwise.
    """
    if not re.fullmatch(NAME, name) or len(name) > 60:
        message = say(
            "The name {name!r} must be small letters and digits, joined by single hyphens, at most 60.", name=name
        )
        raise InvalidInputError(message, field="name")
    if not title.strip() or len(title) > 120 or not title.isprintable():
        message = say("The title must have 1 to 120 printable characters.")
        raise InvalidInputError(message, field="title")


def latest(model: type[AnyVersion], name: str) -> AnyVersion | None:
    """Return the newest version of this name, draft or not."""
    return model.objects.filter(name=name).order_by("-number").first()


def next_number(model: type[AnyVersion], name: str) -> int:
    """Discard the draft of this name, if there is one, and return the number of the next version.

    A draft is replaced, never rewritten: what a version holds does not change, so that it may be kept by its id.
    """
    model.objects.filter(name=name, state=VersionState.DRAFT).delete()
    newest = latest(model, name)
    return 1 if newest is None else newest.number + 1


def draft(model: type[AnyVersion], version_id: UUID, what: Sentence) -> AnyVersion:
    """Return a version that is still a draft.

    :raises NotFoundError: there is no such version.
    :raises RefusedError: it is published.
    """
    version = model.objects.filter(pk=version_id).first()
    if version is None:
        message = say("There is no version {version_id} of a {what}.", version_id=version_id, what=what)
        raise NotFoundError(message, version=str(version_id))
    if version.state != VersionState.DRAFT:
        message = say(
            "{title} {number} is published already and does not change; import a new version.",
            title=version.title,
            number=version.number,
        )
        raise RefusedError(message, version=str(version_id), state=version.state)
    return version
