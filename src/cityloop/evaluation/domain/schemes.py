"""Schemes (评价方案) as data: which terms make up a score, who is compared with whom, what a grade means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from cityloop.evaluation.domain.base_indicators import FactKind

STRICTLY = ConfigDict(extra="forbid")
# What every formula of a scheme may speak of beside what is counted: how many months the period has.
PERIOD_MONTHS = ("统计月数", "period_months")


class Object(StrEnum):
    """Who is evaluated (评价对象).

    :source: standards/evaluation.md section 1.2.
    """

    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    GRID = "GRID"
    BODY = "BODY"
    COLLECTOR = "COLLECTOR"
    ACCEPTOR = "ACCEPTOR"
    SHIFT_LEADER = "SHIFT_LEADER"
    DISPATCHER = "DISPATCHER"
    COMPANY = "COMPANY"  # a collectors' company (采集公司)


class Undefined(StrEnum):
    """What a term scores where nothing was to be done: a zero denominator."""

    FULL = "FULL"  # nobody is blamed for what did not come up
    ZERO = "ZERO"
    OUT = "OUT"  # the other terms share its weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which rows a scheme's own count takes; empty takes all."""

    __pydantic_config__: ClassVar = STRICTLY

    kind: str = ""  # COMPONENT or INCIDENT
    class_codes: tuple[str, ...] = ()  # beginnings of class codes
    sources: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()  # of the report, 0-23
    weekdays: tuple[int, ...] = ()  # of the report, 1 is Monday
    area_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCount:
    """A count that only this scheme needs: a base indicator over fewer rows, or how many classes those rows have.

    分类分时扣分 is made of these: what was late at seven in the morning in one class weighs more than elsewhere.
    """

    __pydantic_config__: ClassVar = STRICTLY

    name: str
    of: str
    en: str = ""  # what it is called in English; its name where it is not said
    where: Where = field(default_factory=Where)
    distinct: str = ""  # class_code, major_code or grid_code: how many of these, instead of how many rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One part of a score.

    :param formula: points, over base indicators, indicators, the scheme's own counts and parameters.
    :param by_group: other formulas for some groups: tiers are set per group of departments.
    :param full: the most it can give; 0 for a pure deduction.
    :param floor: the least it can give; below 0 for a deduction.
    :param is_by_hand: somebody fills it in, with evidence; its formula is then its default.
    :param is_bonus: comes on top, outside the coefficient, and no full mark is lost without it.
    """

    __pydantic_config__: ClassVar = STRICTLY

    key: str
    zh: str
    en: str
    formula: str
    full: Decimal
    floor: Decimal = Decimal(0)
    undefined: Undefined = Undefined.OUT
    by_group: Mapping[str, str] = field(default_factory=dict)
    is_by_hand: bool = False
    is_bonus: bool = False
    opens: tuple[str, ...] = ()
    assumed: str = ""  # what no source says and we have assumed, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Who is ranked among themselves: all conditions have to hold; none takes whoever is left."""

    __pydantic_config__: ClassVar = STRICTLY

    key: str
    zh: str
    en: str
    area_classes: tuple[str, ...] = ()
    body_kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()  # of divisions or bodies; beginnings do, too
    full: Decimal | None = None  # some cities give counties another full mark

    def takes(self, subject: "Subject") -> bool:
        """Return whether somebody belongs here."""
        return (
            (not self.area_classes or subject.area_class in self.area_classes)
            and (not self.body_kinds or subject.body_kind in self.body_kinds)
            and (not self.codes or subject.code.startswith(self.codes))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """What a score is called from a bound on, and its colour on the map."""

    __pydantic_config__: ClassVar = STRICTLY

    zh: str
    en: str
    at_least: Decimal
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How one kind of object is evaluated.

    :param parameters: figures with names that a city sets, such as a quota.
    :param coefficient: what the sum of the ordinary terms is multiplied with (区域调整系数), a formula.
    :param cap: the most that is published; the full mark where it is None.
    :param least_share: which share of the full mark has to be judged before there is a total and a rank, 0 to 1.
        Terms that are left out, or full because nothing came up, are not: whoever did nothing would be the first.
    """

    __pydantic_config__: ClassVar = STRICTLY

    key: str
    zh: str
    en: str
    object: Object
    terms: tuple[Term, ...]
    facts: FactKind = FactKind.CASE
    counts: tuple[OwnCount, ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    coefficient: str = "1"
    groups: tuple[Group, ...] = ()
    grades: tuple[Grade, ...] = ()
    full: Decimal = Decimal(100)
    cap: Decimal | None = None
    least_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.5")
    places: int = 2
    source: str = ""
    note: str = ""
    note_en: str = ""

    def group_of(self, subject: "Subject") -> Group | None:
        """Return the first group that takes somebody, None where no group does or the scheme has none."""
        return next((group for group in self.groups if group.takes(subject)), None)

    def grade_of(self, score: Decimal) -> Grade | None:
        """Return the highest grade whose bound a score reaches."""
        return next((grade for grade in _from_the_top(self.grades) if score >= grade.at_least), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody who is evaluated: an area, a body, a person.

    :param given: what somebody has filled in by hand, by key of the term; parameters of this one by their name.
    """

    id: str
    code: str = ""
    area_class: str = ""
    body_kind: str = ""
    given: Mapping[str, Decimal] = field(default_factory=dict)


def _from_the_top(grades: tuple[Grade, ...]) -> Iterator[Grade]:
    yield from sorted(grades, key=lambda grade: grade.at_least, reverse=True)
