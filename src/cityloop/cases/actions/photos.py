"""Keeping photographs: judged by what they are, sealed, with a copy for the public that tells nothing else."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from cityloop.access.api import Actor, require
from cityloop.cases.contracts import NewPhoto, PhotoView
from cityloop.cases.models import Photo
from cityloop.cases.models.projection import view_of_photo
from cityloop.kernel import files, pictures
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def keep_photo(*, photo_id: UUID, new: NewPhoto, actor: Actor, at: datetime) -> PhotoView:
    """Keep a photograph as it came, sealed, and beside it a copy without EXIF for the public.

    :raises InvalidInputError: it is no picture of a known kind, too large, of the future, or the id is taken.
    :raises NotPermittedError: the post may not upload.
    """
    require(actor, "cases.move")
    if new.taken_at > at:
        message = say("A photograph cannot be taken in the future: set the clock of the device.")
        raise InvalidInputError(message, field="taken_at")
    picture, place = pictures.judged(new.content), (new.longitude, new.latitude)
    location = None
    if new.longitude is not None and new.latitude is not None:
        territory.require_on_globe(new.longitude, new.latitude)
        location = Point(new.longitude, new.latitude, srid=territory.CGCS2000)
    photo = Photo(
        id=photo_id,
        usage=new.usage.value,
        file=files.keep(new.content, suffix=picture.suffix),
        public_file=files.keep(picture.bare(), suffix=".jpg"),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(new.content),
        sha256=picture.sha256,
        taken_at=new.taken_at,
        location=location,
        device=new.device,
        seal=pictures.seal(picture.sha256, taken_at=new.taken_at, place=place, device=new.device),
        uploaded_by=actor.account_id,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError as error:
        message = say("This Idempotency-Key was used before for another photograph.")
        raise InvalidInputError(message, field="Idempotency-Key") from error
    return view_of_photo(photo)
