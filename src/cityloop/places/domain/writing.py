"""How addresses are written: one folded form for full and half width, traditional characters, spaces and marks."""

import re
from functools import cache, lru_cache
from unicodedata import normalize

from opencc import OpenCC
from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

MARKS = re.compile(r"(?:[\s,;:。!?·•'\"“”\u2018\u2019《》<>【】\[\]_~]|\.(?!\d)|(?<!\d)\.)+")  # after NFKC
BRACKETS = re.compile(r"\(([^()]*)\)")
CHINESE = re.compile(r"[\u3400-\u9fff]")
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"\u3007": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "零\u3007一二两三四五六七八九十百千"
_TONES = str.maketrans("āáǎàēéěèếềḿńňǹōóǒòūúǔùǖǘǚǜü", "aaaaeeeeeemnnnoooouuuuvvvvv")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text in the one form that everything is compared in."""
    plain = normalize("NFKC", text).replace("—", "-").replace("–", "-")
    if not plain.isascii():
        plain = _simplifier().convert(plain)
    return MARKS.sub("", plain.lower())


def numeral(text: str) -> int:
    """Return the number that digits or Chinese numerals write: 491, 四百九十一, 四九一.

    :raises ValueError: they write none.
    """
    if text.isascii():
        return int(text)
    if not any(sign in UNITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit


@lru_cache(maxsize=20_000)
def _syllables(sign: str) -> tuple[str, ...]:
    """Return the toneless readings of a character, the usual one first; itself if it is none."""
    readings = PINYIN_DICT.get(ord(sign))
    if readings is None:
        return (sign,)
    return tuple(dict.fromkeys(reading.translate(_TONES) for reading in readings.split(",")))


@lru_cache(maxsize=200_000)
def reading(name: str) -> str:
    """Return how a folded name is read, in pinyin without tones or spaces; digits and letters stay."""
    syllables = [_syllables(sign) for sign in name]
    if all(len(found) == 1 for found in syllables):
        return "".join(found[0] for found in syllables)
    return "".join(lazy_pinyin(name))


def is_latin(text: str) -> bool:
    """Return whether a folded text is written in letters and digits only."""
    return not CHINESE.search(text) and any(sign.isalpha() for sign in text)
