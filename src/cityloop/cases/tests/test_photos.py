"""Photographs: judged by what they are, sealed, stripped for the public, shown to those who see the case."""

import struct
import zlib
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cityloop.cases import api
from cityloop.cases.models import Photo
from cityloop.cases.tests.factories import MINUTE, Walk, picture
from cityloop.kernel import files
from cityloop.kernel.pictures import seal
from tests.support.desk import Desk
from tests.support.town import MONDAY_NINE, Town, key

pytestmark = pytest.mark.django_db
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
HTML = b"<html><script>alert(1)</script></html>"


def upload(town: Town, content: bytes, *, who: str = "collector_a", **facts: Any) -> Any:
    data: dict[str, Any] = {
        "file": SimpleUploadedFile(facts.pop("name", "photo.jpg"), content, content_type="image/jpeg")
    }
    data |= {"usage": "BEFORE", "taken_at": MONDAY_NINE.isoformat(), **facts}
    return Desk(town, who).ask("post", "/cases/photos", at=MONDAY_NINE + MINUTE, data=data)


def with_exif(*, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a photograph that tells who made it, where, and that it lies on its side."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "a phone of somebody"
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 26.0)
    out = BytesIO()
    Image.new("RGB", size, (10, 200, 30)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """Return a PNG of few bytes that would unfold into thousands of millions of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif() -> bytes:
    """Return a picture of a kind that we do not take."""
    out = BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()


def test_the_original_is_kept_to_the_byte_and_its_seal_can_be_recomputed(town: Town) -> None:
    content = with_exif()

    told = upload(town, content, longitude="117.00001", latitude="38.8", device="HC-1").json()

    photo = Photo.objects.get(pk=told["id"])
    with files.open_file(photo.file) as kept:
        assert kept.read() == content
    assert told["sha256"] == sha256(content).hexdigest()
    assert told["seal"] == seal(
        told["sha256"], taken_at=photo.taken_at, place=(told["longitude"], told["latitude"]), device=told["device"]
    )


@pytest.mark.parametrize(
    "change", [{"taken_at": MONDAY_NINE + MINUTE}, {"place": (117.0, 38.9)}, {"device": "another"}]
)
def test_another_moment_place_or_device_breaks_the_seal(town: Town, change: dict[str, Any]) -> None:
    told = upload(town, picture(), longitude="117", latitude="38.8", device="HC-1").json()
    facts: dict[str, Any] = {"taken_at": MONDAY_NINE, "place": (117.0, 38.8), "device": "HC-1"}

    assert seal(told["sha256"], **facts) == told["seal"]
    assert seal(told["sha256"], **(facts | change)) != told["seal"]


def test_the_copy_for_the_public_tells_nothing_beside_the_picture_and_stands_upright(town: Town) -> None:
    told = upload(town, with_exif()).json()

    with files.open_file(Photo.objects.get(pk=told["id"]).public_file) as kept, Image.open(kept) as bare:
        assert dict(bare.getexif()) == {}
        assert bare.size == (48, 64)
        assert "exif" not in bare.info
        assert b"a phone of somebody" not in kept.read()


def test_a_citizen_always_gets_the_bare_copy(town: Town) -> None:
    walk = Walk(town, who="citizen")
    photo = upload(town, with_exif(), who="citizen").json()["id"]
    Photo.objects.filter(pk=photo).update(case=walk.id)

    def got(who: str, **query: object) -> bytes:
        answer = Desk(town, who).ask("get", f"/cases/photos/{photo}/file", at=walk.at, data=query)
        assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
        assert answer.headers["Content-Type"] == "image/jpeg"
        content: bytes = answer.content
        return content

    assert b"a phone of somebody" in got("acceptor")
    assert b"a phone of somebody" not in got("acceptor", public="true")
    assert b"a phone of somebody" not in got("citizen")
    assert b"a phone of somebody" not in got("acceptor", width=160)
    assert b"a phone of somebody" not in got("citizen", width=160)


def test_a_smaller_copy_has_one_of_a_few_widths(town: Town) -> None:
    photo = upload(town, with_exif()).json()["id"]

    def asked(width: object, **headers: str) -> Any:
        path = f"/cases/photos/{photo}/file?width={width}"
        return Desk(town, "collector_a").ask("get", path, at=MONDAY_NINE, **headers)

    small = asked(160)
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    assert asked(160, HTTP_IF_NONE_MATCH=small["ETag"]).status_code == 304
    assert [asked(width).status_code for width in (0, 161, 99999, "wide")] == [422] * 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("an empty file", b""),
        ("a text", b"not a picture"),
        ("a page disguised as a JPEG", b"\xff\xd8\xff\xe0" + HTML),
        ("a page", HTML),
        ("a drawing", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
        ("half a picture", picture(size=(640, 480))[:900]),
        ("a GIF", gif()),
        ("a bomb", bomb()),
        ("more than we take", picture() + b"\0" * (12 * 2**20)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(town: Town, name: str, content: bytes) -> None:
    answer = upload(town, content)

    assert answer.status_code in (413, 422), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Photo.objects.exists()


def test_a_page_behind_a_picture_is_served_as_a_picture_only(town: Town) -> None:
    told = upload(town, picture() + HTML, name="photo.html").json()

    photo = Photo.objects.get(pk=told["id"])
    assert (photo.file.rpartition(".")[2], told["media_type"]) == ("jpg", "image/jpeg")
    with files.open_file(photo.public_file) as kept:
        assert HTML not in kept.read()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["L", "P", "RGBA"])
def test_other_pictures_are_kept_as_they_are_with_a_jpeg_for_the_public(town: Town, kind: str, mode: str) -> None:
    if (kind, mode) == ("WEBP", "P"):
        mode = "RGB"
    out = BytesIO()
    Image.new(mode, (20, 10)).save(out, kind)

    told = upload(town, out.getvalue()).json()

    assert (told["media_type"], told["width"], told["height"]) == (f"image/{kind.lower()}", 20, 10)
    with files.open_file(Photo.objects.get(pk=told["id"]).public_file) as kept, Image.open(kept) as bare:
        assert bare.format == "JPEG"


@pytest.mark.parametrize(
    "facts",
    [
        {"taken_at": (MONDAY_NINE + timedelta(days=1)).isoformat()},
        {"taken_at": "yesterday"},
        {"usage": "HOLIDAY"},
        {"longitude": "181", "latitude": "0"},
        {"device": "x" * 121},
    ],
)
def test_facts_that_cannot_be_are_refused(town: Town, facts: dict[str, str]) -> None:
    assert upload(town, picture(), **facts).status_code == 422
    assert not Photo.objects.exists()


def test_a_photograph_belongs_to_one_case_and_to_whoever_took_it(town: Town) -> None:
    walk, other = Walk(town, "one").to("DISPOSAL"), Walk(town, "other").to("DISPOSAL")
    photo = walk.photo("handler_other")
    strange = walk.photo("acceptor")
    walk.go("handler_other", "feed_back", photo_ids=(photo,))

    for taken in (photo, strange, key("no photograph")):
        with pytest.raises(Exception, match="does not exist, is not yours, or belongs to a case already"):
            other.go("handler_other", "feed_back", photo_ids=(taken,))


def test_until_it_belongs_to_a_case_only_its_owner_sees_it(town: Town) -> None:
    photo = upload(town, picture()).json()["id"]

    assert [
        Desk(town, who).ask("get", f"/cases/photos/{photo}", at=MONDAY_NINE).status_code
        for who in ("collector_a", "collector_b", "acceptor", "administrator")
    ] == [200, 404, 404, 404]


def test_the_same_picture_twice_is_two_photographs(town: Town) -> None:
    at = MONDAY_NINE + MINUTE
    kept = [
        api.keep_photo(
            photo_id=key(f"photo {number}"),
            new=api.NewPhoto(content=picture(), usage=api.PhotoUsage.NEAR, taken_at=MONDAY_NINE),
            actor=town["collector_a"],
            at=at,
        )
        for number in range(2)
    ]

    assert kept[0].sha256 == kept[1].sha256
    assert Photo.objects.count() == 2
