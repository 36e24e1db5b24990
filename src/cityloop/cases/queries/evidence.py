"""Photographs for those who may see their case."""

from uuid import UUID

from cityloop.access.api import Actor, Post
from cityloop.cases.contracts import PhotoView
from cityloop.cases.models import Photo
from cityloop.cases.models.projection import view_of_photo
from cityloop.cases.policies import require_visible
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.pictures import PictureFile, PictureWidth, scaled
from cityloop.kernel.wording import say


def photo_of(*, photo_id: UUID, actor: Actor) -> PhotoView:
    """Return what is known of a photograph.

    :raises NotFoundError: there is none, or its case is not this actor's to know.
    """
    return view_of_photo(_visible_photo(photo_id, actor))


def photo_file(*, photo_id: UUID, actor: Actor, is_public: bool, width: PictureWidth | None = None) -> PictureFile:
    """Return the file of the picture; to a citizen always, and wherever a width is given, of a copy without EXIF.

    :raises NotFoundError: there is none, or its case is not this actor's to know.
    """
    photo = _visible_photo(photo_id, actor)
    if width is not None:
        return scaled(photo.public_file, width)
    if is_public or actor.post is Post.CITIZEN:
        return PictureFile(photo.public_file)
    return PictureFile(photo.file, photo.media_type)


def _visible_photo(photo_id: UUID, actor: Actor) -> Photo:
    photo = Photo.objects.select_related("case").filter(pk=photo_id).first()
    message = say("There is no such photograph.")
    if photo is None or (photo.case is None and photo.uploaded_by != actor.account_id):
        raise NotFoundError(message)
    if photo.case is not None:
        require_visible(actor, photo.case)
    return photo
