"""What `standards` hands to others: frozen, typed, free of Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Literal, Self, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


class LimitUnit(StrEnum):
    """What a limit is counted in (工作时, 工作日, 紧急工作时, 紧急工作日, 分钟).

    The WORK units count a calendar's working hours only; the others run through nights and holidays.

    :source: standards/workflow.md section 3.2.
    """

    MINUTE = "MINUTE"
    WORK_MINUTE = "WORK_MINUTE"
    WORK_HOUR = "WORK_HOUR"
    WORK_DAY = "WORK_DAY"
    URGENT_HOUR = "URGENT_HOUR"
    URGENT_DAY = "URGENT_DAY"

    @property
    def is_working(self) -> bool:
        """Whether only a calendar's working hours count."""
        return self in {LimitUnit.WORK_MINUTE, LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY}


class MatterKind(StrEnum):
    """What a class is a class of: 部件 or 事件/管理事项."""

    COMPONENT = "COMPONENT"
    INCIDENT = "INCIDENT"


class AreaLevel(StrEnum):
    """How strictly an area is timed: A 核心区, B 一般区, C the third class."""

    A = "A"
    B = "B"
    C = "C"


class VersionState(StrEnum):
    """The life of a version of anything a city publishes."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    SUPERSEDED = "SUPERSEDED"


class ClassOrigin(StrEnum):
    """Where a class comes from: read in a copy of the standard, inferred from its neighbours, or added by the city."""

    SEEN = "SEEN"
    INFERRED = "INFERRED"
    CITY = "CITY"


LimitLevel: TypeAlias = AreaLevel | Literal["ALL"]

UNIT_WORDS: Mapping[str, LimitUnit] = {
    "分钟": LimitUnit.MINUTE,
    "紧急工作分钟": LimitUnit.MINUTE,
    "工作分钟": LimitUnit.WORK_MINUTE,
    "工作时": LimitUnit.WORK_HOUR,
    "工作日": LimitUnit.WORK_DAY,
    "紧急工作时": LimitUnit.URGENT_HOUR,
    "紧急工作日": LimitUnit.URGENT_DAY,
    "自然日": LimitUnit.URGENT_DAY,
}
LARGEST_AMOUNT = Decimal(100_000)


def parse_unit(text: str) -> LimitUnit:
    """Return the unit of this name, English (`work_hour`) or Chinese (工作时).

    :raises InvalidInputError: no unit has this name.
    """
    word = text.strip()
    if word in UNIT_WORDS:
        return UNIT_WORDS[word]
    try:
        return LimitUnit(word.upper())
    except ValueError as error:
        known = ", ".join(unit.lower() for unit in LimitUnit)
        message = say(
            "{word!r} is not a unit of time limits; use one of {known}, or {words}.",
            word=word,
            known=known,
            words="、".join(UNIT_WORDS),
        )
        raise InvalidInputError(message, field="unit") from error


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time to do something in."""

    amount: Decimal
    unit: LimitUnit

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not 0 < self.amount <= LARGEST_AMOUNT:
            message = say(
                "A limit must be more than 0 and at most {most} of its unit, not {amount}.",
                most=LARGEST_AMOUNT,
                amount=self.amount,
            )
            raise InvalidInputError(message, field="limit")

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.unit.lower()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the limit written as amount and unit: `4 work_hour`, `4 工作时` or `4工作时`.

        :raises InvalidInputError: the text is not of this form.
        """
        word = text.strip()
        digits = len(word) - len(word.lstrip("0123456789."))
        try:
            amount = Decimal(word[:digits])
        except InvalidOperation as error:
            message = say("{text!r} is not a limit; write an amount and a unit, such as '4 work_hour'.", text=text)
            raise InvalidInputError(message, field="limit") from error
        return cls(amount, parse_unit(word[digits:]))


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Working hours, compiled: the intervals of a horizon in whole seconds since 1970, UTC.

    `opens`, `closes`: int64, shape (n,), ascending, without overlap; `worked_before`: int64, shape (n + 1,), the
    seconds worked before each interval and, last, in all. The tuples hold the same for single moments, where
    bisecting a tuple is several times faster than asking an array.
    """

    zone: ZoneInfo
    begins: int
    ends: int
    day_seconds: int
    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    worked_before: NDArray[np.int64]
    opens_list: tuple[int, ...]
    closes_list: tuple[int, ...]
    worked_before_list: tuple[int, ...]
    day_names: Mapping[date, str]
    holidays_known_until: date | None


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """A published calendar: which version, and what it holds, ready to count with."""

    id: UUID
    name: str
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of the class table."""

    code: str
    standard: str
    in_force_from: date | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class of components or incidents in one edition; `code` is major and minor number together.

    `matter_code` is, for a component of an edition that links them, the incident class of its being out of order
    (井盖 → 井盖异常); elsewhere None.
    """

    edition: str
    kind: MatterKind
    code: str
    major_code: str
    major_name: str
    minor_code: str
    name: str
    origin: ClassOrigin
    matter_code: str | None


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of disposal with limits of its own (围护 → 修复 → 路面恢复); most conditions have just one."""

    number: int
    name: str
    closing_condition: str
    limits: Mapping[LimitLevel, Limit]


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A filing condition (立案条件) of a class: what is found, when it counts as mended, and by when.

    `limits` are those of the first stage, `closing_condition` is that of the last.
    """

    id: int
    standard_version: UUID
    edition: str
    kind: MatterKind
    class_code: str
    number: int
    text: str
    note: str
    closing_condition: str
    stages: tuple[StageView, ...]
    limits: Mapping[LimitLevel, Limit]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a disposal standard or a calendar: since when, until when (end excluded), in what state."""

    id: UUID
    name: str
    title: str
    number: int
    state: VersionState
    valid_from: datetime | None
    valid_until: datetime | None
    content_hash: str
    default_limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class VersionImport:
    """What an import did: the version that now holds the content, and whether it is new."""

    version: VersionView
    is_new: bool


@dataclass(frozen=True, slots=True)
class ClassImport:
    """What an import of a class table did, in classes."""

    added: int
    changed: int
    unchanged: int
