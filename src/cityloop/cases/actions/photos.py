"""Keeping photographs: judged by what they are, sealed, with a copy for the public that tells nothing else."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point

from cityloop.access.api import Actor, require
from cityloop.cases.contracts import NewPhoto, PhotoView
from cityloop.cases.models import Photo
from cityloop.cases.models.projection import view_of_photo
from cityloop.kernel import pictures
from cityloop.kernel.fingerprints import fingerprint
from cityloop.territory import api as territory


def keep_photo(*, photo_id: UUID, new: NewPhoto, actor: Actor, at: datetime) -> PhotoView:
    """Keep a photograph as it came, sealed, and beside it a copy without EXIF for the public.

    :raises InvalidInputError: it is no picture of a known kind, too large, of the future, or the id is taken.
    :raises NotPermittedError: the post may not upload.
    """
    require(actor, "cases.move")
    location = None
    if new.longitude is not None and new.latitude is not None:
        territory.require_on_globe(new.longitude, new.latitude)
        location = Point(new.longitude, new.latitude, srid=territory.CGCS2000)
    place = (new.longitude, new.latitude)
    kept = pictures.kept(new.content, taken_at=new.taken_at, place=place, device=new.device, at=at)
    photo = Photo(
        id=photo_id,
        usage=new.usage.value,
        location=location,
        uploaded_by=actor.account_id,
        uploaded_at=at,
        fingerprint=fingerprint(new.content),
        **asdict(kept),
    )
    pictures.write_once(photo)
    return view_of_photo(photo)
