"""Divisions that stand in front of an address, taken off: 云川市清晏区文澜街道书院街491号."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cityloop.places.domain.words import ROAD_ENDS

# How the names of each level end, the higher levels first, and what must not follow or go before.
_ROAD = rf"(?!{ROAD_ENDS}(?:\d|$))"  # 中山区路12号 is a road
_LEVELS = tuple(
    re.compile(rf"^(?P<name>{pattern}){_ROAD}(?=.)")
    for pattern in (
        r".{2,7}?(?:省|自治区)",
        r".{1,5}?(?:(?<![城超门夜都集菜闹花早楼])市(?!场|[一二三四五六七八九十](?:中|院|医|小)|政|立|医|中[心医学]|第|委|府)|自治州)",
        r".{1,6}?(?:(?<![小社校园景厂片街院])区(?!政府|委|法院|医院|人民(?:医院|法院|政府|检察院))|县(?!政府|委|医院|人民)|旗)",
        r".{1,6}?(?:街道办事处|街道(?!办|口)|[镇乡](?!政府|卫生院|中心))",
        r".{1,7}?(?:社区(?!卫生|服务|医院|中心|活动)|居委会|村委会)",
    )
)
_IS_ROAD = re.compile(rf"{ROAD_ENDS}(?:\d|$)")


def without_divisions(text: str, known: frozenset[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the divisions in front of an address and what follows them; last, the text with none taken off.

    :param known: folded names that are surely divisions.
    """
    if text in known:
        yield (text,), ""
    taken, rest = _known(text, known)
    guessed, after = _guessed(rest)
    if guessed:
        yield (*taken, *guessed), after
    if taken:
        yield taken, rest
    yield (), text


def _known(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], str]:
    taken: list[str] = []
    longest = _longest(known)
    while True:
        name = next((text[:end] for end in range(min(longest, len(text) - 1), 1, -1) if text[:end] in known), "")
        if not name or _IS_ROAD.match(text[len(name) :]):
            return tuple(taken), text
        taken.append(name)
        text = text[len(name) :]


@lru_cache(maxsize=8)
def _longest(names: frozenset[str]) -> int:
    return max(map(len, names), default=0)


def _guessed(text: str) -> tuple[tuple[str, ...], str]:
    taken: list[str] = []
    for level in _LEVELS:
        found = level.match(text)
        if found:
            taken.append(found["name"])
            text = text[found.end() :]
    return tuple(taken), text
