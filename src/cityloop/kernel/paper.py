"""Printed matter: PDF and pictures from a Typst template and data, in fonts that come with us and know Chinese."""

from datetime import datetime
from functools import cache
from typing import Any

import orjson
import pylopdf_fonts_zh_cn
import typst

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"


def pdf(template: bytes, data: Any, *, at: datetime) -> bytes:
    """Return a PDF; its fonts are embedded, so that it looks the same wherever it is printed.

    :param template: Typst; it finds the data as JSON in `sys.inputs.data`, so that no text of it is taken for markup.
    :param at: when it was made; the same template, data and moment give the same bytes.
    """
    made = typst.compile(
        template,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(data).decode()},
        format="pdf",
        timestamp=at.replace(microsecond=0),  # Typst refuses parts of a second
    )
    if not isinstance(made, bytes):
        message = "A PDF is one file."
        raise TypeError(message)
    return made


def png(template: bytes, data: Any, *, dots_per_inch: int = 200) -> bytes:
    """Return a picture of what fits on one page; the page is as large as the template makes it.

    :param template: Typst, as for `pdf`.
    """
    made = typst.compile(
        template,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(data).decode()},
        format="png",
        ppi=dots_per_inch,
    )
    if not isinstance(made, bytes):
        message = "What is drawn must fit on one page."
        raise TypeError(message)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the package, and none of this machine."""
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
