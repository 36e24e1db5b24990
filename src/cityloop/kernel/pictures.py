"""Photographs: judged by what they are, sealed, with a copy that tells nothing beside its pixels."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

LARGEST = 12 * 2**20  # bytes; a telephone's photograph has 3 to 8 MiB
MOST_PIXELS = 50_000_000
TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
SEVERAL_IN_ONE = "MPO"  # a JPEG followed by others, as many telephones write: the first one is the photograph


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


def seal(digest: str, *, taken_at: datetime, place: tuple[float | None, float | None], device: str) -> str:
    """Return the seal of a photograph: SHA-256 over its content's digest, moment, position and device.

    Change one of them, and the seal no longer fits.
    """
    moment = taken_at.astimezone(UTC).isoformat(timespec="microseconds")
    position = ",".join("" if part is None else f"{part:.7f}" for part in place)
    return sha256("\n".join((digest, moment, position, device)).encode()).hexdigest()
