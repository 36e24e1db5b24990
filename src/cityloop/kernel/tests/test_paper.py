"""Printed matter: Chinese that shows, the same bytes twice, data that is never markup."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageFont
from pypdf import PdfReader

from cityloop.kernel import paper
from cityloop.kernel.languages import catalogue

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
TEMPLATE = b"""
#set text(font: "Noto Sans SC", lang: "zh")
#set document(title: "test")
#json(bytes(sys.inputs.data)).text
"""
FONTS = {path.stem: path for path in (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())}


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_chinese_text_is_in_it_with_its_font() -> None:
    made = paper.pdf(TEMPLATE, {"text": "城市管理部件普查"}, at=NINE)

    assert "城市管理部件普查" in text_of(made)
    page: Any = PdfReader(BytesIO(made)).pages[0]
    (font,) = page["/Resources"]["/Font"].values()
    (descendant,) = font.get_object()["/DescendantFonts"]
    described = descendant.get_object()["/FontDescriptor"]
    assert "NotoSansSC" in described["/FontName"]
    assert {"/FontFile3", "/FontFile2"} & set(described), "it is embedded"


def test_the_same_gives_the_same_bytes() -> None:
    assert paper.pdf(TEMPLATE, {"text": "路灯"}, at=NINE) == paper.pdf(TEMPLATE, {"text": "路灯"}, at=NINE)


@pytest.mark.parametrize("text", ["#panic(1)", "$x^2$ *b* _i_ <a> @b", '"\\u{4e00}"', "= 一", "`路`\\"])
def test_text_is_never_markup(text: str) -> None:
    assert text.replace(" ", "") in text_of(paper.pdf(TEMPLATE, {"text": text}, at=NINE)).replace(" ", "")


def test_a_picture_is_as_large_as_its_page() -> None:
    template = b"#set page(width: 72pt, height: 36pt, margin: 0pt)\n" + TEMPLATE

    picture = Image.open(BytesIO(paper.png(template, {"text": "路灯"}, dots_per_inch=100)))

    assert (picture.format, picture.size) == ("PNG", (100, 50))
    with pytest.raises(TypeError, match="one page"):
        paper.png(template + b"#pagebreak()\nmore", {"text": ""})


@pytest.mark.parametrize("path", FONTS.values(), ids=FONTS)
def test_the_fonts_have_every_letter_that_we_say(path: Path) -> None:
    font = ImageFont.truetype(str(path), 20)
    nothing = bytes(font.getmask("\U0010ffff"))
    said = {letter for message in catalogue() for letter in str(message.string) if not letter.isspace()}

    assert len(said) > 500
    assert sorted(letter for letter in said if bytes(font.getmask(letter)) == nothing) == []


def test_it_may_be_made_within_a_second() -> None:
    """Clocks tell parts of a second, which Typst refuses."""
    made = paper.pdf(TEMPLATE, {"text": "now"}, at=NINE.replace(microsecond=123456))

    assert made == paper.pdf(TEMPLATE, {"text": "now"}, at=NINE)
