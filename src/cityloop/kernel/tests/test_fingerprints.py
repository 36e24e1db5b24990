"""Fingerprints: alike for what looks alike, whatever was done to the file; far apart for other scenes."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageOps

from cityloop.kernel.fingerprints import NOTHING, fingerprint


def scene(number: int, *, size: tuple[int, int] = (960, 720)) -> Image.Image:
    """Return a street of boxes, another one for each number."""
    image = Image.new("RGB", size, (150, 180, 210))
    draw = ImageDraw.Draw(image)
    seed = number * 7919 + 13
    for _ in range(40):
        seed = (seed * 1103515245 + 12345) % 2**31
        x, y = seed % size[0], (seed >> 8) % size[1]
        width, height, grey = 40 + seed % 200, 40 + (seed >> 5) % 160, (seed >> 11) % 256
        draw.rectangle((x, y, x + width, y + height), fill=(grey, (grey * 3) % 256, 255 - grey))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def apart(one: bytes, other: bytes) -> int:
    return ((fingerprint(one) ^ fingerprint(other)) & (2**64 - 1)).bit_count()


ORIGINAL = saved(scene(1), quality=95)
TURNED = Image.Exif()
TURNED[0x0112] = 6  # held upright: the viewer turns it


@pytest.mark.parametrize(
    "altered",
    [
        saved(scene(1), quality=40),
        saved(scene(1), "PNG"),
        saved(scene(1).resize((480, 360)), quality=80),
        saved(scene(1).resize((1600, 1200)), "WEBP", quality=80),
        saved(Image.eval(scene(1), lambda value: min(255, int(value * 1.05) + 2)), quality=85),
        saved(scene(1).convert("L"), quality=85),
        saved(scene(1).rotate(90, expand=True), quality=85, exif=TURNED),
    ],
    ids=["compressed", "another format", "smaller", "larger", "brighter", "grey", "turned by its EXIF"],
)
def test_the_same_photograph_has_almost_the_same_fingerprint(altered: bytes) -> None:
    assert apart(ORIGINAL, altered) <= 3


def test_other_scenes_are_far_apart() -> None:
    pictures = [saved(scene(number)) for number in range(1, 25)]

    assert min(apart(one, other) for place, one in enumerate(pictures) for other in pictures[:place]) > 8
    assert apart(ORIGINAL, saved(ImageOps.mirror(scene(1)))) > 8


@pytest.mark.parametrize(
    "plain", [Image.new("RGB", (64, 48), (200, 30, 30)), Image.new("L", (9, 8)), Image.linear_gradient("L")]
)
def test_what_shows_too_little_has_none(plain: Image.Image) -> None:
    assert fingerprint(saved(plain)) == NOTHING


def test_it_fits_a_column_of_the_database() -> None:
    assert all(-(2**63) <= fingerprint(saved(scene(number))) < 2**63 for number in range(20))


def test_what_is_no_picture_has_none_to_take() -> None:
    with pytest.raises(OSError, match="identify"):
        fingerprint(b"no picture")
