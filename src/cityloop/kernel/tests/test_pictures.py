from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import RequestFactory
from PIL import Image

from cityloop.kernel import files
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import picture
from cityloop.kernel.pictures import PictureFile, PictureWidth, judged, scaled

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


@pytest.fixture
def photograph(tmp_path: Path, settings: Any) -> str:
    """Return the name of a kept photograph, 800 by 600 pixels."""
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    out = BytesIO()
    GREEN.resize((800, 600)).save(out, "JPEG")
    return files.keep(out.getvalue(), suffix=".jpg")


def size_of(stored: PictureFile) -> tuple[int, int]:
    with files.open_file(stored.name) as file, Image.open(file) as image:
        return image.size


@pytest.mark.parametrize(("width", "size"), [(160, (160, 120)), (640, (640, 480)), (1280, (800, 600))])
def test_a_scaled_copy_is_no_wider_than_asked_and_no_larger_than_the_photograph(
    photograph: str, width: int, size: tuple[int, int]
) -> None:
    assert size_of(scaled(photograph, PictureWidth(width))) == size


def test_what_is_high_and_narrow_is_not_scaled_to_a_tower(photograph: str) -> None:
    out = BytesIO()
    GREEN.resize((100, 4000)).save(out, "JPEG")

    assert size_of(scaled(files.keep(out.getvalue(), suffix=".jpg"), PictureWidth.STAMP)) == (16, 640)


def test_a_scaled_copy_is_made_once_and_again_when_it_is_gone(photograph: str) -> None:
    first = scaled(photograph, PictureWidth.TILE)
    made = default_storage.get_modified_time(first.name)

    assert scaled(photograph, PictureWidth.TILE) == first
    assert default_storage.get_modified_time(first.name) == made
    default_storage.delete(first.name)
    assert size_of(scaled(photograph, PictureWidth.TILE)) == (320, 240)


def test_of_two_who_make_it_at_once_one_is_kept(photograph: str) -> None:
    def make() -> bytes:
        default_storage.save(f"scaled/{photograph}", BytesIO(b"the other's"))
        return b"mine"

    name = files.keep_derived(photograph, folder="scaled", make=make)

    with files.open_file(name) as file:
        assert file.read() == b"the other's"
    assert len(default_storage.listdir(str(Path(name).parent))[1]) == 1


def test_who_has_a_picture_is_not_sent_it_again(photograph: str) -> None:
    def asked(stored: PictureFile, tag: str = "") -> HttpResponse:
        return picture(RequestFactory().get("/", headers={"If-None-Match": tag} if tag else {}), stored)

    whole, small = asked(PictureFile(photograph)), asked(scaled(photograph, PictureWidth.STAMP))

    assert (whole.status_code, whole["Content-Type"], whole["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert whole["ETag"] != small["ETag"]
    again = asked(PictureFile(photograph), whole["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", whole["ETag"])
    assert asked(PictureFile(photograph), small["ETag"]).status_code == 200
