"""Photographs: judged by what they are, sealed, with a copy that tells nothing beside its pixels."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256
from io import BytesIO

from django.db import IntegrityError, transaction
from django.db.models import Model
from PIL import Image, ImageOps, UnidentifiedImageError

from cityloop.kernel import files
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

LARGEST = 12 * 2**20  # bytes; a telephone's photograph has 3 to 8 MiB
MOST_PIXELS = 50_000_000
HIGHEST = 4  # times as high as it is wide may a scaled copy be
JPEG = "image/jpeg"
TYPES = {"JPEG": (JPEG, ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
SEVERAL_IN_ONE = "MPO"  # a JPEG followed by others, as many telephones write: the first one is the photograph


class PictureWidth(IntEnum):
    """How many pixels wide a scaled copy of a photograph may be: a stamp, a tile, half a screen, a screen."""

    STAMP = 160
    TILE = 320
    HALF = 640
    SCREEN = 1280


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written down of a photograph that was kept: its files, what it is, and its seal."""

    file: str
    public_file: str
    media_type: str
    width: int
    height: int
    size: int
    sha256: str
    taken_at: datetime
    device: str
    seal: str


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file that holds a photograph or a copy of one."""

    name: str
    media_type: str = JPEG


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph that has been looked at."""

    image: Image.Image
    sha256: str
    media_type: str
    suffix: str

    @property
    def width(self) -> int:
        """Return how many pixels it is wide."""
        return self.image.width

    @property
    def height(self) -> int:
        """Return how many pixels it is high."""
        return self.image.height

    def bare(self) -> bytes:
        """Return the picture upright, as JPEG, with nothing beside its pixels."""
        upright = ImageOps.exif_transpose(self.image).convert("RGB")
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = BytesIO()
        bare.save(out, "JPEG", quality=85)
        return out.getvalue()


def judged(content: bytes) -> Picture:
    """Return the photograph that this is, by its content, not by a name or a declared type.

    :raises InvalidInputError: it is none of a known kind, or too large.
    """
    message = say("This is not a photograph: JPEG, PNG or WebP up to 12 MiB and 50 million pixels.")
    if len(content) > LARGEST:
        raise InvalidInputError(message, field="file", size=len(content))
    try:
        image = Image.open(BytesIO(content), formats=list(TYPES))
        if image.width * image.height > MOST_PIXELS:
            raise InvalidInputError(message, field="file", width=image.width, height=image.height)
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InvalidInputError(message, field="file") from error
    kind = "JPEG" if image.format == SEVERAL_IN_ONE else image.format or ""
    return Picture(image, sha256(content).hexdigest(), *TYPES[kind])


def kept(
    content: bytes, *, taken_at: datetime, place: tuple[float | None, float | None], device: str, at: datetime
) -> Kept:
    """Keep a photograph as it came, sealed, and beside it a copy without EXIF.

    :param place: longitude and latitude of where it was taken, None where nobody knows.
    :raises InvalidInputError: it is no picture of a known kind, too large, or of the future.
    """
    if taken_at > at:
        message = say("A photograph cannot be taken in the future: set the clock of the device.")
        raise InvalidInputError(message, field="taken_at")
    picture = judged(content)
    return Kept(
        file=files.keep(content, suffix=picture.suffix),
        public_file=files.keep(picture.bare(), suffix=".jpg"),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(content),
        sha256=picture.sha256,
        taken_at=taken_at,
        device=device,
        seal=seal(picture.sha256, taken_at=taken_at, place=place, device=device),
    )


def write_once(row: Model) -> None:
    """Write the record of a photograph under the id that its sender chose.

    :raises InvalidInputError: another one has this id.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        message = say("This Idempotency-Key was used before for another photograph.")
        raise InvalidInputError(message, field="Idempotency-Key") from error


def scaled(name: str, width: PictureWidth) -> PictureFile:
    """Return a scaled copy of a kept JPEG without EXIF, made when it is first asked for; none is larger than it."""
    return PictureFile(files.keep_derived(name, folder=f"scaled/{width.value}", make=lambda: _shrunk(name, width)))


def _shrunk(name: str, width: PictureWidth) -> bytes:
    most = (width.value, width.value * HIGHEST)
    with files.open_file(name) as file, Image.open(file) as image:
        image.draft("RGB", most)  # a JPEG is read no finer than it will be shown
        image.thumbnail(most)
        out = BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=80)
        return out.getvalue()


def seal(digest: str, *, taken_at: datetime, place: tuple[float | None, float | None], device: str) -> str:
    """Return the seal of a photograph: SHA-256 over its content's digest, moment, position and device.

    Change one of them, and the seal no longer fits.
    """
    moment = taken_at.astimezone(UTC).isoformat(timespec="microseconds")
    position = ",".join("" if part is None else f"{part:.7f}" for part in place)
    return sha256("\n".join((digest, moment, position, device)).encode()).hexdigest()
