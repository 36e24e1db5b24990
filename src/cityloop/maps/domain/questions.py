"""Reading what is asked of a collection: every parameter known and well formed, or a refusal that says which is not.

:source: OGC 17-069r4 (Part 1: limit, bbox, datetime, properties), OGC 18-058r1 (Part 2: crs, bbox-crs).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import NoReturn, TypeAlias

from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import Sentence, say
from cityloop.maps.contracts import BadQuestionError, Collection
from cityloop.maps.domain.systems import CRS84, System

DEFAULT_LIMIT, MOST = 10, 10_000
LONGEST = 200
FORMATS = ("json", "html")
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a collection. `box` is west, south, east, north (or x, y) in `box_system`; west may exceed east.

    `begins` and `ends` are moments; both None means any time.
    """

    limit: int
    system: System
    box_system: System
    box: tuple[float, float, float, float] | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    wanted: Mapping[str, str] = field(default_factory=dict)
    after: str = ""


def require_known(sent: Mapping[str, Sequence[str]], known: frozenset[str]) -> None:
    """Refuse parameters that this resource does not have, that come twice, or that no text can be.

    :raises BadQuestionError: as it says.
    """
    for name, values in sent.items():
        if name not in known:
            _refuse(name, say("The parameter {parameter} is not known here.", parameter=name))
        if len(values) > 1:
            _refuse(name, say("The parameter {parameter} comes more than once.", parameter=name))
        if "\x00" in values[0] or len(values[0]) > LONGEST * 10:
            _refuse(name, say("The parameter {parameter} is not a value one can ask for.", parameter=name))
    if sent.get("f", ["json"])[0] not in FORMATS:
        _refuse("f", say("The parameter {parameter} must be json or html.", parameter="f"))


def read_question(
    sent: Mapping[str, Sequence[str]], collection: Collection, known: Mapping[str, System], *, ceiling: int = MOST
) -> Question:
    """Return what is asked of the items of a collection.

    :raises BadQuestionError: a parameter is unknown or malformed.
    """
    asked = {name for name, found in collection.properties.items() if found.is_asked}
    require_known(sent, frozenset(asked | {"f", "limit", "bbox", "bbox-crs", "crs", "datetime", "cursor"}))
    given = {name: values[0] for name, values in sent.items()}
    box_system = _system(given, "bbox-crs", known)
    begins, ends = _times(given["datetime"]) if "datetime" in given else (None, None)
    return Question(
        limit=min(_limit(given.get("limit", str(DEFAULT_LIMIT))), ceiling),
        system=_system(given, "crs", known),
        box_system=box_system,
        box=_box(given["bbox"], box_system) if "bbox" in given else None,
        begins=begins,
        ends=ends,
        wanted={name: value for name, value in given.items() if name in asked},
        after=_after(given["cursor"]) if "cursor" in given else "",
    )


def read_system(sent: Mapping[str, Sequence[str]], known: Mapping[str, System]) -> System:
    """Return the system that one feature is asked for in.

    :raises BadQuestionError: a parameter is unknown or malformed.
    """
    require_known(sent, frozenset({"f", "crs"}))
    return _system({name: values[0] for name, values in sent.items()}, "crs", known)


def cursor_after(key: str) -> str:
    """Return the value of `cursor` that asks for what follows this feature."""
    return cursors.encode(key)


def _system(given: Mapping[str, str], name: str, known: Mapping[str, System]) -> System:
    found = known.get(given.get(name, CRS84).removeprefix("[").removesuffix("]"))
    if found is None:
        _refuse(name, say("The parameter {parameter} names no system that the collection lists.", parameter=name))
    return found


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 9 and int(text) > 0):
        _refuse("limit", say("The parameter {parameter} must be a whole number above 0.", parameter="limit"))
    return int(text)


def _box(text: str, system: System) -> Box:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6) or not all(map(isfinite, numbers)):
        _refuse("bbox", say("The parameter {parameter} must be four or six numbers.", parameter="bbox"))
    half = len(numbers) // 2
    (x1, y1), (x2, y2) = numbers[:2], numbers[half : half + 2]
    if system.north_first:
        x1, y1, x2, y2 = y1, x1, y2, x2
    on_globe = all(abs(x) <= 180 for x in (x1, x2)) and all(abs(y) <= 90 for y in (y1, y2))
    if y1 > y2 or (x1 > x2 and system.is_projected) or not (system.is_projected or on_globe):
        _refuse(
            "bbox",
            say(
                "The parameter {parameter} has corners in the wrong order or off the globe.",
                parameter="bbox",
            ),
        )
    return x1, y1, x2, y2


def _times(text: str) -> tuple[datetime | None, datetime | None]:
    parts = text.split("/")
    if len(parts) == 1 and parts[0] not in ("", ".."):
        moment = _moment(parts[0])
        return moment, moment
    if len(parts) != 2:
        _refuse("datetime", say("The parameter {parameter} must be a moment or an interval.", parameter="datetime"))
    begins, ends = (None if part in ("", "..") else _moment(part) for part in parts)
    if begins and ends and begins > ends:
        _refuse("datetime", say("The parameter {parameter} ends before it begins.", parameter="datetime"))
    return begins, ends


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) < len("2026-01-01") or "-" not in text or not 1 < moment.year < 9999:
        _refuse("datetime", say("The parameter {parameter} must be written as RFC 3339 does.", parameter="datetime"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _after(text: str) -> str:
    try:
        return str(cursors.decode(text, length=1)[0])
    except InvalidInputError:
        _refuse("cursor", say("The parameter {parameter} is not one that this server gave.", parameter="cursor"))


def _refuse(name: str, detail: Sentence) -> NoReturn:
    raise BadQuestionError(detail, parameter=name)
