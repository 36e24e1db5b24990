"""QR labels: a sheet of squares, each with a component's link and its code in writing."""

from collections.abc import Sequence
from html import escape

import segno

ACROSS, DOWN = 3, 8  # labels on a sheet of A4
WIDTH_MM, HEIGHT_MM, LEFT_MM, TOP_MM, CODE_MM = 66.0, 35.0, 6.0, 8.0, 28.0


def sheet(labels: Sequence[tuple[str, str]], *, link: str) -> str:
    """Return an SVG of A4 sheets under each other, with a label for each code and name.

    :param link: what stands before the code in the link that the square holds.
    """
    pages = max(1, -(-len(labels) // (ACROSS * DOWN)))
    size = f'width="210mm" height="{297 * pages}mm" viewBox="0 0 210 {297 * pages}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">']
    for number, (code, name) in enumerate(labels):
        page, place = divmod(number, ACROSS * DOWN)
        row, column = divmod(place, ACROSS)
        parts.append(_label(code, name, link, LEFT_MM + column * WIDTH_MM, page * 297 + TOP_MM + row * HEIGHT_MM))
    return "".join([*parts, "</svg>"])


def _label(code: str, name: str, link: str, x: float, y: float) -> str:
    square = segno.make(link + code, error="m", micro=False)
    scale = CODE_MM / square.symbol_size(border=2)[0]
    drawn = square.svg_inline(scale=scale, border=2, omitsize=True)
    side = square.symbol_size(scale=scale, border=2)[0]
    inner = drawn.replace("<svg ", f'<svg x="{x}" y="{y}" width="{side}" height="{side}" ', 1)
    written = [escape(name[:12]), code[:6], code[6:-6], code[-6:]]
    lines = "".join(
        f'<text x="{x + CODE_MM + 2}" y="{y + 7 + 6 * n}" font-size="4">{text}</text>' for n, text in enumerate(written)
    )
    return inner + lines
