"""Fingerprints of pictures (感知哈希): what looks alike has fingerprints that differ in few bits.

A difference hash (dHash): is each of 64 places of the shrunk grey picture brighter than its left neighbour? It is a
dozen lines over Pillow; ImageHash, which has the same one, would bring SciPy and PyWavelets along.
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps

ROWS = 8
BANDS = 4  # of 16 bits each: of two fingerprints that differ in three bits at most, one band is the same
STEP = 3  # grey levels; less is noise that another compression makes or takes away
FEWEST = 8  # bits that are set, or not set: a wall, a night or a fog has fewer, and looks like any other
NOTHING = 0


def fingerprint(content: bytes) -> int:
    """Return the fingerprint of a picture, 64 bits with a sign; 0 if it shows too little to be told from others.

    :raises OSError: it cannot be read as a picture.
    """
    with Image.open(BytesIO(content)) as image:
        image.draft("L", (ROWS * 16, ROWS * 16))  # a JPEG is read no finer than it takes
        upright = ImageOps.exif_transpose(image).convert("L")
        grey = upright.resize((ROWS + 1, ROWS), Image.Resampling.BOX).tobytes()
    bits = [*_bits(grey)]
    if not FEWEST <= sum(bits) <= len(bits) - FEWEST:
        return NOTHING
    value = sum(bit << place for place, bit in enumerate(bits))
    return value - (1 << 64) if value >> 63 else value


def _bits(grey: bytes) -> Iterator[int]:
    """Yield the bits band by band; each band has two of every row, so that a plain sky does not fill one."""
    for band in range(BANDS):
        for row in range(ROWS):
            for column in (band, band + BANDS):
                place = row * (ROWS + 1) + column
                yield int(grey[place + 1] > grey[place] + STEP)
