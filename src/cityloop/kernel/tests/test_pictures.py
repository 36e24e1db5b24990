from io import BytesIO

import pytest
from PIL import Image

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.pictures import judged

GREEN, RED = Image.new("RGB", (40, 30), "green"), Image.new("RGB", (40, 30), "red")


def test_a_telephone_s_two_pictures_in_one_are_its_first() -> None:
    out = BytesIO()
    GREEN.save(out, "MPO", save_all=True, append_images=[RED])

    picture = judged(out.getvalue())

    assert (picture.media_type, picture.suffix) == ("image/jpeg", ".jpg")
    reds, greens, _ = picture.image.convert("RGB").resize((1, 1)).tobytes()
    assert greens > reds


def test_what_is_no_photograph_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        judged(b"<svg/>")
