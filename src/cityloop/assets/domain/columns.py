"""Checks of whole columns: each distinct value is looked at once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from cityloop.assets.contracts import AccuracyClass, ComponentState, DataSource
from cityloop.assets.domain.mapping import FIELD, Rules

Columns: TypeAlias = Mapping[str, Sequence[Any]]
SLUGS: Mapping[str, tuple[str, str]] = {
    "missing": ("不能为空", "must not be empty"),
    "too-long": ("太长", "is too long"),
    "unknown-state": ("不是管理部件状态", "is no state of a component"),
    "unknown-class": ("不是该版本的部件类别", "is no component class of the edition"),
    "unknown-body": ("没有此机构", "is no body we know"),
    "bad-date": ("不是日期", "is no date"),
    "bad-moment": ("不是时间", "is no moment"),
    "bad-accuracy": ("不是精度等级 A、B、C", "is no accuracy class A, B, C"),
    "bad-code": ("不是标识码", "is no identity code"),
    "code-belies-class": ("标识码与类别不符", "does not agree with the class"),
    "no-geometry": ("没有可读的几何图形", "has no geometry that can be read"),
    "off-globe": ("坐标不在地球上", "lies off the globe: wrong coordinate system?"),
    "comes-twice": ("在文件中重复出现", "comes more than once in the file"),
    "other-class": ("已有部件属于另一类别，标识码含类别", "is known with another class, which its code holds"),
    "other-district": (
        "前六位不是所在区的代码",
        "does not begin with the six digits of the district where it stands",
    ),
    "digits-lost": (
        "以数字存储，超过15位的数字已丢失；请将该列设为文本后重新填写",
        "was stored as a number, digits behind the fifteenth are lost; enter it anew as text",
    ),
    "torn": ("列数与表头不符", "has not as many columns as the header"),
    "other-component": ("标识码已属于另一部件", "is the code of another component"),
}
LONGEST = {"name": 120, "note": 1000, "external_id": 100, "source_layer": 100, "data_source": 30, "class_edition": 40}
ROUNDED = re.compile(r"\d(\.\d+)?E\+\d{2}")  # as spreadsheets write long numbers into a CSV file
CODE = re.compile(r"[0-9]{16,17}")
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?")
STATES = {state.word: state.value for state in ComponentState} | {state.value: state.value for state in ComponentState}
SOURCES = {source.value: source.word for source in DataSource}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value."""

    slug: str


@dataclass(slots=True)
class Faults:
    """What is wrong with which rows: row number → (slug, attribute, value)."""

    by_row: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, row: int, slug: str, attribute: str, value: object = "") -> None:
        """Note a fault."""
        self.by_row.setdefault(row, []).append((slug, attribute, str(value)[:200]))


@dataclass(frozen=True, slots=True)
class Known:
    """What values may name: classes as (edition, code) → name, bodies by code, credit code or name."""

    classes: Mapping[tuple[str, str], str]
    bodies: Mapping[str, str]
    default_edition: str
    city_code: str


def told(rules: Rules, columns: Columns, count: int) -> dict[str, list[str]]:
    """Return, for each attribute of the rules, its text in every row; "" where the file says nothing."""
    plain = {name: [_text(value) for value in column] for name, column in columns.items()}
    found = {}
    for attribute, template in rules.attributes.items():
        words = rules.words.get(attribute, {})
        texts = _filled(template, plain, count)
        found[attribute] = [words.get(text, text) for text in texts] if words else texts
    return found


def judged(texts: dict[str, list[str]], known: Known, faults: Faults, first: int) -> dict[str, list[Any]]:
    """Return the attributes as they are to be stored; what is wrong goes to `faults` under `first` + place."""
    parsers: dict[str, Callable[[str], Any]] = {
        "state": lambda text: STATES.get(text.upper() if text.isascii() else text, Wrong("unknown-state")),
        "accuracy": lambda text: text.upper() if text.upper() in set(AccuracyClass) else Wrong("bad-accuracy"),
        "surveyed_on": _day,
        "changed_on": _day,
        "looked_on": _day,
        "valid_from": _moment,
        "valid_until": _moment,
        "code": _code,
        "data_source": lambda text: _fits("data_source", SOURCES.get(text, text)),
        **dict.fromkeys(("manager", "owner", "keeper"), lambda text: known.bodies.get(text, Wrong("unknown-body"))),
        **{name: _fitting(name) for name in ("name", "note", "source_layer", "class_edition")},
        "external_id": lambda text: Wrong("digits-lost") if ROUNDED.fullmatch(text) else _fits("external_id", text),
    }
    found: dict[str, list[Any]] = {}
    for attribute, column in texts.items():
        parse = parsers.get(attribute, str)
        values = {text: parse(text) if text else None for text in set(column)}
        found[attribute] = [values[text] for text in column]
        if any(isinstance(value, Wrong) for value in values.values()):
            for place, value in enumerate(found[attribute]):
                if isinstance(value, Wrong):
                    faults.add(first + place, value.slug, attribute, column[place])
                    found[attribute][place] = None
    _classify(found, known, faults, first, len(next(iter(texts.values()))))
    return found


def _classify(found: dict[str, list[Any]], known: Known, faults: Faults, first: int, count: int) -> None:
    """Give every row its edition and class; a code tells its class where nothing else does."""
    nothing = [None] * count
    codes = found.setdefault("code", nothing)
    ids = found.setdefault("external_id", nothing)
    editions = [edition or known.default_edition for edition in found.get("class_edition", nothing)]
    classes = [
        given or (code and code[6:-6]) for given, code in zip(found.get("class_code", nothing), codes, strict=True)
    ]
    pairs = list(zip(editions, classes, strict=True))
    titles = {pair: known.classes.get(pair) for pair in set(pairs)}
    for place, (pair, code, own) in enumerate(zip(pairs, codes, ids, strict=True)):
        if not code and not own:
            faults.add(first + place, "missing", "external_id")
        if titles[pair] is None:
            faults.add(first + place, "unknown-class", "class_code", pair[1] or "")
        elif code and code[6:-6] != pair[1]:
            faults.add(first + place, "code-belies-class", "code", code)
    found["class_edition"], found["class_code"] = editions, classes
    found["name"] = [name or "" for name in found.get("name", nothing)]


def _filled(template: str, plain: Mapping[str, list[str]], count: int) -> list[str]:
    names = FIELD.findall(template)
    if not names:
        return [template] * count
    if template == f"{{{names[0]}}}":
        return plain[names[0]]
    parts = FIELD.split(template)  # text, field, text, field, text
    rows = zip(*(plain[name] for name in names), strict=True)
    texts = parts[0::2]
    return ["".join([texts[0], *(v + t for v, t in zip(row, texts[1:], strict=True))]).strip() for row in rows]


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not-a-number is the value that differs from itself
        return ""
    if type(value) is str:
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _code(text: str) -> str | Wrong:
    return text if CODE.fullmatch(text) else Wrong("digits-lost" if ROUNDED.fullmatch(text) else "bad-code")


def _fitting(name: str) -> Callable[[str], str | Wrong]:
    return lambda text: _fits(name, text)


def _fits(name: str, text: str) -> str | Wrong:
    clean = text.replace("\x00", "")
    return clean if len(clean) <= LONGEST[name] else Wrong("too-long")


def _day(text: str) -> date | Wrong:
    match = DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else Wrong("bad-date")
    except ValueError:
        return Wrong("bad-date")


def _moment(text: str) -> datetime | Wrong:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return Wrong("bad-moment")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
