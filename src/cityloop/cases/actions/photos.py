"""Keeping photographs: judged by what they are, sealed, with a copy for the public that tells nothing else."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from cityloop.access.api import Actor, require
from cityloop.cases.contracts import NewPhoto, PhotoView
from cityloop.cases.domain.seals import seal
from cityloop.cases.models import Photo
from cityloop.cases.models.projection import view_of_photo
from cityloop.kernel import files
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

LARGEST = 12 * 2**20  # bytes; a telephone's photograph has 3 to 8 MiB
MOST_PIXELS = 50_000_000
TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}


def keep_photo(*, photo_id: UUID, new: NewPhoto, actor: Actor, at: datetime) -> PhotoView:
    """Keep a photograph as it came, sealed, and beside it a copy without EXIF for the public.

    :raises InvalidInputError: it is no picture of a known kind, too large, of the future, or the id is taken.
    :raises NotPermittedError: the post may not upload.
    """
    require(actor, "cases.move")
    if new.taken_at > at:
        message = say("A photograph cannot be taken in the future: set the clock of the device.")
        raise InvalidInputError(message, field="taken_at")
    picture, (media_type, suffix) = _opened(new.content)
    digest = sha256(new.content).hexdigest()
    location = None
    if new.longitude is not None and new.latitude is not None:
        territory.require_on_globe(new.longitude, new.latitude)
        location = Point(new.longitude, new.latitude, srid=territory.CGCS2000)
    photo = Photo(
        id=photo_id,
        usage=new.usage.value,
        file=files.keep(new.content, suffix=suffix),
        public_file=files.keep(_bare(picture), suffix=".jpg"),
        media_type=media_type,
        width=picture.width,
        height=picture.height,
        size=len(new.content),
        sha256=digest,
        taken_at=new.taken_at,
        location=location,
        device=new.device,
        seal=seal(digest, taken_at=new.taken_at, place=(new.longitude, new.latitude), device=new.device),
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


def _opened(content: bytes) -> tuple[Image.Image, tuple[str, str]]:
    """Judge by content, not by name or declared type."""
    message = say("This is not a photograph: JPEG, PNG or WebP up to 12 MiB and 50 million pixels.")
    if len(content) > LARGEST:
        raise InvalidInputError(message, field="file", size=len(content))
    try:
        picture = Image.open(BytesIO(content), formats=list(TYPES))
        if picture.width * picture.height > MOST_PIXELS:
            raise InvalidInputError(message, field="file", width=picture.width, height=picture.height)
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidInputError(message, field="file") from error
    return picture, TYPES[picture.format or ""]


def _bare(picture: Image.Image) -> bytes:
    """Return the picture upright, as JPEG, with nothing beside its pixels."""
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "JPEG", quality=85)
    return out.getvalue()
