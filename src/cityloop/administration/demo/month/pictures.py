"""Drawings that stand for photographs: a street and what is wrong with it, before and after. Plainly drawings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, TypeAlias

from PIL import Image, ImageDraw

from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.month.course import Picture
from cityloop.administration.demo.words.problems import Scene

WIDE, HIGH = 480, 360
KEPT: Final = (360, 270)  # every photograph is opened and written once more when it is kept: pixels cost time
VARIANTS = 10
QUALITY = 72
HORIZON, KERB = 150, 250
Colour: TypeAlias = tuple[int, int, int]
GREY: Final[Colour] = (120, 122, 126)
DARK: Final[Colour] = (48, 50, 54)
RUST: Final[Colour] = (150, 84, 50)
GREEN: Final[Colour] = (70, 132, 78)
LIGHT: Final[Colour] = (250, 232, 150)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing under way: what to draw with, where the thing stands, and whether it has been put right."""

    pen: ImageDraw.ImageDraw
    chance: Dice
    x: int
    is_after: bool


@dataclass(slots=True)
class Album:
    """All drawings of a city, each drawn when it is first asked for."""

    seed: int
    _drawn: dict[tuple[Picture, int], bytes] = field(default_factory=dict)

    def drawing(self, picture: Picture, number: int) -> bytes:
        """Return a JPEG; numbers share a few variants, so that thousands of cases take little room."""
        variant = number % VARIANTS
        if (picture, variant) not in self._drawn:
            self._drawn[picture, variant] = draw(self.seed, picture, variant)
        return self._drawn[picture, variant]


def draw(seed: int, picture: Picture, variant: int) -> bytes:
    """Return a street with the scene in it, as JPEG."""
    chance = dice(seed, "picture", picture.scene, variant)  # before and after share a street
    image = Image.new("RGB", (WIDE, HIGH), (196 + chance.randrange(24), 216, 232))
    pen = ImageDraw.Draw(image)
    _street(pen, chance)
    SCENES[picture.scene](Sketch(pen, chance, 190 + chance.randrange(100), picture.is_after))
    small = image.resize(KEPT)
    _caption(ImageDraw.Draw(small), is_after=picture.is_after)
    out = BytesIO()
    small.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _caption(pen: ImageDraw.ImageDraw, *, is_after: bool) -> None:
    wide, high = KEPT
    pen.rectangle((0, high - 18, wide, high), fill=(20, 24, 30))
    pen.text((6, high - 15), "CityLoop demo drawing - not a photograph", fill=(230, 232, 236))
    pen.text((wide - 50, high - 15), "AFTER" if is_after else "BEFORE", fill=LIGHT)


def _street(pen: ImageDraw.ImageDraw, chance: Dice) -> None:
    x = -20
    while x < WIDE:
        wide, high = chance.randrange(70, 130), chance.randrange(60, 130)
        tone = chance.randrange(168, 214)
        pen.rectangle((x, HORIZON - high, x + wide, HORIZON + 20), fill=(tone, tone - 8, tone - 18))
        for row in range(HORIZON - high + 12, HORIZON - 12, 24):
            for column in range(x + 10, x + wide - 14, 22):
                pen.rectangle((column, row, column + 10, row + 13), fill=(110, 130, 150))
        x += wide + chance.randrange(4, 16)
    pen.rectangle((0, HORIZON + 20, WIDE, KERB), fill=(186, 180, 170))
    for column in range(-40, WIDE, 34):
        pen.line((column, KERB, column + 26, HORIZON + 20), fill=(168, 162, 152))
    pen.rectangle((0, KERB, WIDE, KERB + 5), fill=(210, 208, 202))
    pen.rectangle((0, KERB + 5, WIDE, HIGH), fill=(96, 98, 102))
    for column in range(chance.randrange(30), WIDE, 80):
        pen.rectangle((column, 305, column + 40, 309), fill=(222, 222, 216))


def _cover(s: Sketch) -> None:
    s.pen.ellipse((s.x - 42, 268, s.x + 42, 298), fill=DARK if not s.is_after else GREY, outline=(60, 60, 62), width=3)
    if s.is_after:
        for step in range(-30, 31, 12):
            s.pen.line((s.x + step, 274, s.x + step, 292), fill=(84, 86, 90), width=2)
    else:
        s.pen.ellipse((s.x + 34, 262, s.x + 100, 284), fill=GREY, outline=(60, 60, 62), width=3)


def _lamp(s: Sketch) -> None:
    s.pen.rectangle((s.x - 3, 60, s.x + 3, KERB), fill=(90, 94, 98))
    s.pen.line((s.x, 62, s.x + 46, 52), fill=(90, 94, 98), width=5)
    s.pen.ellipse((s.x + 36, 46, s.x + 66, 62), fill=LIGHT if s.is_after else DARK)
    if s.is_after:
        s.pen.polygon([(s.x + 40, 62), (s.x + 62, 62), (s.x + 92, 110), (s.x + 10, 110)], fill=(252, 244, 206))


def _tree(s: Sketch) -> None:
    lean = 0 if s.is_after else 46
    s.pen.line((s.x, KERB, s.x + lean, 140), fill=RUST, width=12)
    for dx, dy in ((-30, 0), (0, -26), (30, 2), (4, 14)):
        s.pen.ellipse((s.x + lean + dx - 32, 86 + dy, s.x + lean + dx + 32, 146 + dy), fill=GREEN)
    if not s.is_after:
        s.pen.line((s.x - 70, KERB - 4, s.x + 10, KERB - 18), fill=RUST, width=6)


def _bin(s: Sketch) -> None:
    s.pen.rectangle((s.x - 24, 186, s.x + 24, KERB - 4), fill=GREEN if s.is_after else RUST, outline=DARK, width=2)
    s.pen.rectangle((s.x - 16, 194, s.x + 16, 204), fill=DARK)
    if not s.is_after:
        _scatter(s, s.x - 70, s.x + 70, KERB - 14, KERB + 8, 22)


def _sign(s: Sketch) -> None:
    lean = 0 if s.is_after else 34
    s.pen.line((s.x, KERB, s.x + lean, 120), fill=(90, 94, 98), width=6)
    box = (s.x + lean - 44, 92, s.x + lean + 44, 128)
    s.pen.rectangle(box, fill=(40, 92, 170), outline=(240, 240, 240), width=3)
    if not s.is_after:
        s.pen.polygon([(box[0], 92), (box[0] + 36, 92), (box[0], 116)], fill=(186, 180, 170))


def _rail(s: Sketch) -> None:
    for step in range(-140, 141, 28):
        lean = 0 if s.is_after or abs(step) > 60 else s.chance.randrange(12, 26)
        s.pen.line((s.x + step, 262, s.x + step + lean, 222 + lean // 2), fill=(236, 236, 236), width=5)
    for y in (226, 244):
        bend = 0 if s.is_after else 16
        s.pen.line((s.x - 140, y, s.x - 60, y), fill=(236, 236, 236), width=4)
        s.pen.line((s.x - 60, y, s.x + 30, y + bend, s.x + 62, y), fill=(236, 236, 236), width=4)
        s.pen.line((s.x + 62, y, s.x + 140, y), fill=(236, 236, 236), width=4)


def _box(s: Sketch) -> None:
    s.pen.rectangle((s.x - 34, 168, s.x + 34, KERB - 4), fill=(170, 176, 178), outline=DARK, width=2)
    if s.is_after:
        s.pen.line((s.x, 168, s.x, KERB - 4), fill=DARK, width=2)
    else:
        s.pen.rectangle((s.x - 26, 176, s.x + 26, KERB - 12), fill=DARK)
        s.pen.polygon([(s.x + 34, 168), (s.x + 66, 182), (s.x + 66, KERB + 6), (s.x + 34, KERB - 4)], fill=GREY)


def _litter(s: Sketch) -> None:
    if s.is_after:
        s.pen.ellipse((s.x - 60, KERB - 20, s.x + 60, KERB - 6), fill=(176, 178, 178))
    else:
        _scatter(s, s.x - 90, s.x + 90, KERB - 44, KERB + 10, 60)


def _crack(s: Sketch) -> None:
    if s.is_after:
        s.pen.rectangle((s.x - 60, 268, s.x + 70, 300), fill=(74, 76, 80))
        return
    s.pen.polygon(
        [(s.x - 50, 280), (s.x - 20, 268), (s.x + 34, 272), (s.x + 62, 288), (s.x + 8, 302), (s.x - 40, 296)], fill=DARK
    )
    for _ in range(5):
        y = s.chance.randrange(266, 306)
        s.pen.line((s.x - 90, y, s.x + 90, y + s.chance.randrange(-12, 12)), fill=(52, 54, 58), width=2)


def _stall(s: Sketch) -> None:
    if s.is_after:
        return
    s.pen.polygon([(s.x - 80, 176), (s.x + 80, 176), (s.x + 64, 150), (s.x - 64, 150)], fill=(198, 62, 54))
    for leg in (-72, 72):
        s.pen.line((s.x + leg, 176, s.x + leg, KERB), fill=DARK, width=3)
    s.pen.rectangle((s.x - 66, 214, s.x + 66, 230), fill=RUST)
    _scatter(s, s.x - 60, s.x + 60, 204, 214, 26)


def _bikes(s: Sketch) -> None:
    for number in range(6):
        x = s.x - 120 + number * 44
        lean = 0 if s.is_after else s.chance.randrange(-16, 17)
        for wheel in (0, 26):
            s.pen.ellipse((x + wheel, 222 + lean // 3, x + wheel + 20, 242 + lean // 3), outline=DARK, width=3)
        s.pen.line((x + 10, 232, x + 22 + lean, 214, x + 36, 232), fill=(52, 120, 180), width=3)


def _poster(s: Sketch) -> None:
    s.pen.rectangle((s.x - 100, 90, s.x + 100, HORIZON + 20), fill=(206, 198, 184))
    for _ in range(0 if s.is_after else 9):
        x, y = s.x + s.chance.randrange(-92, 62), s.chance.randrange(94, 146)
        tone = (s.chance.randrange(180, 250), s.chance.randrange(120, 240), s.chance.randrange(60, 160))
        s.pen.rectangle((x, y, x + 30, y + 20), fill=tone, outline=DARK)


def _site(s: Sketch) -> None:
    for number in range(6):
        x = s.x - 150 + number * 52
        lean = 0 if s.is_after or number != 3 else 24
        s.pen.polygon(
            [(x + lean, 176), (x + 48 + lean, 176), (x + 48, KERB), (x, KERB)], fill=(60, 110, 150), outline=DARK
        )
    if not s.is_after:
        _scatter(s, s.x - 60, s.x + 110, KERB - 10, KERB + 16, 50)


def _water(s: Sketch) -> None:
    s.pen.rectangle((0, 262, WIDE, HIGH), fill=(84, 128, 148) if s.is_after else (96, 112, 96))
    for y in range(272, HIGH - 24, 14):
        s.pen.line((s.chance.randrange(80), y, WIDE - s.chance.randrange(80), y), fill=(140, 172, 186))
    if not s.is_after:
        _scatter(s, s.x - 110, s.x + 110, 272, 320, 40)


def _scatter(s: Sketch, west: int, east: int, top: int, bottom: int, many: int) -> None:
    for _ in range(many):
        x, y = s.chance.randrange(west, east), s.chance.randrange(top, bottom)
        size = s.chance.randrange(4, 13)
        tone = (s.chance.randrange(60, 240), s.chance.randrange(60, 220), s.chance.randrange(60, 220))
        s.pen.ellipse((x, y, x + size, y + size * 2 // 3), fill=tone)


SCENES: Final[dict[Scene, Callable[[Sketch], None]]] = {
    Scene.COVER: _cover,
    Scene.LAMP: _lamp,
    Scene.TREE: _tree,
    Scene.BIN: _bin,
    Scene.SIGN: _sign,
    Scene.RAIL: _rail,
    Scene.BOX: _box,
    Scene.LITTER: _litter,
    Scene.CRACK: _crack,
    Scene.STALL: _stall,
    Scene.BIKES: _bikes,
    Scene.POSTER: _poster,
    Scene.SITE: _site,
    Scene.WATER: _water,
}
