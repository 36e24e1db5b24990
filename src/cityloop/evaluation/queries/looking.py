"""What a second looker is shown, and nothing else: the door through which double-blind is kept."""

from datetime import datetime
from uuid import UUID

from cityloop.access.api import Actor, require
from cityloop.cases import api as cases
from cityloop.evaluation.contracts.sampling import LookState, PhotoToLookAt, SecondLook
from cityloop.evaluation.models import SampledCase
from cityloop.evaluation.policies import LOOK
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.pictures import PictureFile, PictureWidth, scaled
from cityloop.kernel.wording import say
from cityloop.standards import api as standards

NOT_YOURS = say("No such case is in your hands.")


def second_look(row: SampledCase, *, at: datetime) -> SecondLook:
    """Return what is shown of a drawn case.

    :raises NotFoundError: the case is gone.
    """
    told = cases.shown(case_id=row.case_id)
    if told is None:
        raise NotFoundError(NOT_YOURS)
    condition = standards.condition(told.condition_id) if told.condition_id is not None else None
    return SecondLook(
        id=row.pk,
        taken_at=row.taken_at or at,
        kind=told.kind,
        class_code=told.class_code,
        class_name=_class_name(told, condition),
        filing_condition=condition.text if condition else "",
        closing_condition=condition.closing_condition if condition else "",
        description=told.description,
        address=told.address,
        longitude=told.longitude,
        latitude=told.latitude,
        grid_code=told.grid_code,
        photos=tuple(_numbered(number, photo) for number, photo in enumerate(told.photos, start=1)),
    )


def look_photo(*, sampled_id: UUID, number: int, actor: Actor, width: PictureWidth | None = None) -> PictureFile:
    """Return the picture of a photograph under second look: a copy without EXIF, or a smaller one.

    :raises NotPermittedError: the actor's post looks at no drawn cases.
    :raises NotFoundError: the case is not in the actor's hands, or has no such photograph.
    """
    require(actor, LOOK)
    row = held_by(actor.account_id)
    told = cases.shown(case_id=row.case_id) if row is not None and row.pk == sampled_id else None
    if told is None or not 1 <= number <= len(told.photos):
        raise NotFoundError(NOT_YOURS)
    file = told.photos[number - 1].file
    return PictureFile(file) if width is None else scaled(file, width)


def held_by(account_id: UUID) -> SampledCase | None:
    """Return the drawn case that somebody is looking at."""
    return SampledCase.objects.filter(looker_id=account_id, state=LookState.TAKEN).first()


def _class_name(told: cases.CaseShown, condition: standards.ConditionView | None) -> str:
    """Return the name of the class in the edition that the case was filed by; its number where nobody knows it."""
    try:
        edition = condition.edition if condition is not None else None
        return standards.case_class(kind=told.kind, code=told.class_code, edition=edition).name
    except NotFoundError:
        return told.class_code


def _numbered(number: int, photo: cases.PhotoShown) -> PhotoToLookAt:
    return PhotoToLookAt(
        number=number,
        usage=cases.PhotoUsage(photo.usage),
        width=photo.width,
        height=photo.height,
        taken_at=photo.taken_at,
        longitude=photo.longitude,
        latitude=photo.latitude,
    )
