"""Reads of photographs of components."""

from uuid import UUID

from cityloop.access import api as access
from cityloop.assets.contracts import ComponentPhotoView
from cityloop.assets.models import ComponentPhoto
from cityloop.assets.policies import READ, require_somewhere
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.pictures import PictureFile, PictureWidth, scaled
from cityloop.kernel.wording import say


def photo_view(row: ComponentPhoto) -> ComponentPhotoView:
    """Return a photograph as others see it."""
    return ComponentPhotoView(
        id=row.pk,
        survey_id=row.survey_id,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        size=row.size,
        sha256=row.sha256,
        taken_at=row.taken_at,
        longitude=row.location.x if row.location else None,
        latitude=row.location.y if row.location else None,
        device=row.device,
        seal=row.seal,
        uploaded_by=row.uploaded_by,
        uploaded_by_name=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
    )


def component_photos(code: str, *, limit: int = 200) -> list[ComponentPhotoView]:
    """Return the photographs of a component, the latest first."""
    rows = ComponentPhoto.objects.filter(component__code=code).order_by("-taken_at", "-pk")
    return [photo_view(row) for row in rows[:limit]]


def component_photo_file(
    *, photo_id: UUID, actor: access.Actor, is_bare: bool = False, width: PictureWidth | None = None
) -> PictureFile:
    """Return the file of the picture, or of its copy without EXIF, which scaled ones are too.

    :raises NotFoundError: there is none of this id.
    :raises NotPermittedError: what it shows stands outside the actor's area.
    """
    access.require(actor, READ)
    photo = ComponentPhoto.objects.select_related("component", "survey").filter(pk=photo_id).first()
    if photo is None:
        message = say("There is no such photograph.")
        raise NotFoundError(message)
    if photo.component is not None:
        access.require(actor, READ, grid=photo.component.grid_id or "")
    elif photo.survey is not None:
        require_somewhere(actor, READ, photo.survey.area_codes)
    if width is not None:
        return scaled(photo.public_file, width)
    return PictureFile(photo.public_file) if is_bare else PictureFile(photo.file, photo.media_type)
