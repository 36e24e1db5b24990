"""What a case shows of itself: for a second look by somebody who is to learn nothing else of it."""

from uuid import UUID

from cityloop.cases.contracts import CaseShown, PhotoShown
from cityloop.cases.models import Case, Photo
from cityloop.standards.contracts import MatterKind


def shown(*, case_id: UUID) -> CaseShown | None:
    """Return what a case shows, photographs in order of time; None if there is no such case. Two queries.

    Whoever may see it is for the caller to say: nobody's name and nothing of what was decided is in it.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None
    photos = Photo.objects.filter(case=case).order_by("taken_at", "id")
    return CaseShown(
        id=case.pk,
        kind=MatterKind(case.kind),
        class_code=case.class_code,
        condition_id=case.condition_id,
        description=case.description,
        address=case.address,
        longitude=case.location.x,
        latitude=case.location.y,
        grid_code=case.grid_code,
        photos=tuple(_photo(photo) for photo in photos),
    )


def _photo(photo: Photo) -> PhotoShown:
    return PhotoShown(
        id=photo.pk,
        usage=photo.usage,
        file=photo.public_file,
        width=photo.width,
        height=photo.height,
        taken_at=photo.taken_at,
        longitude=photo.location.x if photo.location else None,
        latitude=photo.location.y if photo.location else None,
    )
