"""An address taken apart: from a text to divisions, street, number, crossing, place, direction and distance.

No gazetteer is asked. Where a text can be read in several ways, `readings` gives them all, the likeliest first; which
one is meant shows when its names are looked up.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from cityloop.places.contracts import AddressParts, Direction
from cityloop.places.domain import words
from cityloop.places.domain.divisions import without_divisions
from cityloop.places.domain.writing import BRACKETS, NUMERAL, fold, is_latin, numeral

LONGEST = 120
_NUMBER = rf"(?:\d{{1,5}}|[{NUMERAL}]{{1,6}})"
_FRONT, _END = re.compile(words.FORM_FRONT), re.compile(words.FORM_END)
_SPOKEN = "|".join(sorted(words.SPOKEN, key=len, reverse=True))
_AMOUNT = rf"(?:大约|约|大概)?(?P<distance>\d+(?:\.\d+)?|[{NUMERAL}]+)(?:多|余)?"
_DISTANCE = rf"{_AMOUNT}(?P<unit>公里|千米|米|km|m)(?:左右|处|远|外)*"
_BY_COMPASS = rf"(?:以|往|向|朝|正|偏)*(?P<compass>{words.COMPASS}){words.SIDES}?(?:行|走|约)*"
_TAILS = tuple(
    re.compile(rf"^(?P<head>.+?)的?{tail}$")
    for tail in (
        rf"{_BY_COMPASS}{_DISTANCE}",
        rf"(?P<spoken>{_SPOKEN}){_DISTANCE}",
        rf"{_DISTANCE}{_BY_COMPASS}",
        rf"{_DISTANCE}(?P<spoken>{_SPOKEN})?",
        _BY_COMPASS,
        rf"(?P<spoken>{_SPOKEN})",
    )
)
_CROSSINGS = (
    re.compile(
        rf"^(?P<one>.+?{words.ROAD_ENDS}){words.CONNECTORS}(?P<other>.+?{words.ROAD_ENDS})的?{words.CROSSING_ENDS}$"
    ),
    re.compile(rf"^(?P<one>.+?{words.ROAD_ENDS})(?P<other>.+?{words.ROAD_ENDS})的?{words.CROSSING_ENDS}$"),
    re.compile(rf"^(?P<one>.+?){words.CONNECTORS}(?P<other>.+?)的?{words.CROSSING_ENDS}$"),
    re.compile(rf"^(?P<one>.+?{words.ROAD_ENDS}){words.CONNECTORS}(?P<other>.+?{words.ROAD_ENDS})$"),
    re.compile(
        rf"^(?P<one>[a-z]+?{words.LATIN_ROAD_ENDS})(?:he|yu)(?P<other>[a-z]+?{words.LATIN_ROAD_ENDS})"
        rf"{words.CROSSING_ENDS}$"
    ),
)
# No tail and no crossing ends otherwise, so most addresses need not be held against the patterns at all.
_TAIL_SIGNS = frozenset("里米m右处远外侧面边方角口头端段门向行走约" + words.COMPASS.replace("|", "")) | {
    word[-1] for word in words.SPOKEN
}
_CROSSING_SIGNS = frozenset("口叉处汇界")
_CONNECTED = re.compile(words.CONNECTORS)
_NO_HOUSE = "(?!楼|线|桥|井|门|出口|路|街|岗|码头|地块|泊位|灯)"
_DOOR = re.compile(
    rf"^(?P<street>.*?)(?:(?P<lane>{_NUMBER})弄)?(?P<before>[甲乙丙丁])?(?P<number>{_NUMBER})(?:[-之](?P<annex>\d{{1,3}}))?"
    rf"(?:号|好|#){_NO_HOUSE}(?:附(?P<attached>\d{{1,3}})号?)?(?P<after>.*)$"
)
_LANE = re.compile(rf"^(?P<street>.+?)(?P<lane>{_NUMBER})弄(?P<after>.*)$")
_BARE_NUMBER = re.compile(
    rf"^(?P<street>.+?(?:{words.ROAD_ENDS}|{words.LATIN_ROAD_ENDS}))(?P<number>\d{{1,5}})(?:-(?P<annex>\d{{1,3}}))?$"
)
_BUILDING = re.compile(
    rf"^院?(?:(?:{_NUMBER}|[a-z]|[东南西北甲乙丙丁])?(?:号楼|号院|幢|栋|座|楼|单元|层|室|户)|\d+号(?=$|\d))+"
)
_BUILDING_OF = re.compile(rf"^(?P<name>.+?)(?P<building>(?:(?:{_NUMBER}|[a-z])(?:号楼|幢|栋|座|单元|层|室))+)$")
_ROAD = re.compile(rf"^.+?{words.ROAD_ENDS}$")
_ROAD_AND_MORE = re.compile(rf"^(?P<street>.{{1,9}}?{words.ROAD_ENDS})(?P<poi>.{{2,}})$")


def parse(text: str, known: frozenset[str] = frozenset()) -> AddressParts:
    """Return the likeliest reading of an address.

    :param known: folded names of divisions; others are known by how they end (省、市、区、街道、社区 …).
    """
    return next(readings(text, known), AddressParts(rest=fold(text)))


def readings(text: str, known: frozenset[str] = frozenset()) -> Iterator[AddressParts]:
    """Yield the ways in which an address can be read, the likeliest first, none twice."""
    seen = set()
    for parts in _readings(fold(text)[:LONGEST], known):
        if parts not in seen:
            seen.add(parts)
            yield parts


def written(parts: AddressParts) -> str:
    """Return the parts put together as the standard puts them: divisions, street, door, place, direction."""
    door = f"{parts.lane}弄" if parts.lane is not None else ""
    if parts.number is not None:
        door += f"{parts.number}{f'-{parts.annex}' if parts.annex else ''}号"
    crossing = f"与{parts.crossed}交叉口" if parts.crossed else ""
    direction = parts.direction.value if parts.direction else ""
    if parts.direction in words.BEARINGS and parts.distance_m is not None:
        direction = f"以{direction}"
    distance = f"{parts.distance_m:g}米" if parts.distance_m is not None else ""
    return "".join((*parts.divisions, parts.street, crossing, door, parts.building, parts.poi, direction, distance))


def _readings(text: str, known: frozenset[str]) -> Iterator[AddressParts]:
    plain, aside = _without_form(text)
    if is_latin(plain):
        for latin, character in words.LATIN:
            plain = re.sub(latin, character, plain)
    for head, direction, distance in _tails(plain):
        for divisions, rest in without_divisions(head, known):
            for parts in _bodies(rest):
                if divisions or direction or distance is not None or aside:
                    yield replace(parts, divisions=divisions, direction=direction, distance_m=distance, rest=aside)
                else:
                    yield parts


def _without_form(text: str) -> tuple[str, str]:
    """Return a text without what people say around an address, and what stood in brackets."""
    aside = "".join(BRACKETS.findall(text))
    plain = re.sub(r"[()]", "", BRACKETS.sub("", text))
    return _END.sub("", _FRONT.sub("", plain)) or plain, aside


def _tails(text: str) -> Iterator[tuple[str, Direction | None, float | None]]:
    """Yield what is left without direction and distance at the end, and these; last the whole: it may be a name."""
    for tail in _TAILS if text[-1:] in _TAIL_SIGNS else ():
        found = tail.match(text)
        if found is None:
            continue
        groups = found.groupdict()
        yield found["head"], _direction(groups), _metres(groups)
        if groups.get("distance"):
            return
        break
    yield text, None, None


def _direction(groups: dict[str, str | None]) -> Direction | None:
    compass, spoken = groups.get("compass"), groups.get("spoken")
    if compass:
        return Direction(compass)
    return words.SPOKEN[spoken] if spoken else None


def _metres(groups: dict[str, str | None]) -> float | None:
    amount = groups.get("distance")
    if not amount:
        return None
    value = float(amount) if amount[0].isascii() else float(numeral(amount))
    return value * 1000 if groups["unit"] in {"公里", "千米", "km"} else value


def _bodies(text: str) -> Iterator[AddressParts]:
    """Yield the readings of an address without divisions in front and directions behind."""
    if not text:
        yield AddressParts()
        return
    yield from _crossings(text)
    door = _door(text)
    if door:
        yield door
        return
    yield from _names(text)


def _crossings(text: str) -> Iterator[AddressParts]:
    if text[-1] not in _CROSSING_SIGNS and not _CONNECTED.search(text):
        return
    for pattern in _CROSSINGS:
        found = pattern.match(text)
        if found:
            yield AddressParts(street=found["one"], crossed=found["other"])


def _door(text: str) -> AddressParts | None:
    for pattern in (_DOOR, _LANE, _BARE_NUMBER):
        found = pattern.match(text)
        if found and found["street"]:
            return _door_of(found.groupdict())
    return None


def _door_of(groups: dict[str, str | None]) -> AddressParts:
    after = groups.get("after") or ""
    building = _BUILDING.match(after)
    inside = building[0] if building else ""
    lane, number = groups.get("lane"), groups.get("number")
    return AddressParts(
        street=groups["street"] or "",
        lane=numeral(lane) if lane else None,
        number=numeral(number) if number else None,
        annex=(groups.get("before") or "") + (groups.get("annex") or groups.get("attached") or ""),
        building=inside,
        poi=after[len(inside) :],
    )


def _names(text: str) -> Iterator[AddressParts]:
    whole = _BUILDING_OF.match(text)
    name, building = (whole["name"], whole["building"]) if whole else (text, "")
    if _ROAD.match(name):
        yield AddressParts(street=name, building=building)
    else:
        split = _ROAD_AND_MORE.match(name)
        if split:
            yield AddressParts(street=split["street"], poi=split["poi"], building=building)
    yield AddressParts(poi=name, building=building)
