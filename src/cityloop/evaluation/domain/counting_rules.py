"""What cities count differently: rules of counting, published in versions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


class ClosingJudged(StrEnum):
    """When a closing is on time (按期结案): by its disposal, or by the moment of closing itself.

    :source: standards/evaluation.md section 6 no. 3: production code judges it by disposal.
    """

    DISPOSAL = "DISPOSAL"  # the body disposed of it by its due moment, however long check and closing took
    CLOSING = "CLOSING"  # the case was closed by the due moment of its disposal


class WrongDispatch(StrEnum):
    """Which dispatch was wrong (错误派遣).

    :source: standards/evaluation.md section 6 no. 2: the sources differ.
    """

    REWORK = "REWORK"  # 派遣数-返工数: the case was reworked
    FIRST_TARGET_CHANGED = "FIRST_TARGET_CHANGED"  # the first body it was dispatched to is not the last
    TWO_BODIES = "TWO_BODIES"  # it was dispatched to two bodies or more, though it came back to the first


class ExemptedLateness(StrEnum):
    """What becomes of a lateness that was appealed against with success (申诉豁免): late it is not.

    :source: design; standards/evaluation.md section 2.2 (南宁: 申诉仲裁 before results are fixed).
    """

    ON_TIME = "ON_TIME"  # it counts as on time
    APART = "APART"  # it counts neither as on time nor as late, and is told by itself


class SuspendedNeed(StrEnum):
    """Whether what is suspended now (挂账) is among what has to be disposed of (应处置).

    :source: standards/evaluation.md section 1.3 (应处置数 excludes 挂账).
    """

    LEFT_OUT = "LEFT_OUT"
    COUNTED = "COUNTED"


class BelongsTo(StrEnum):
    """By which of its moments a case belongs to a period; before it has come so far, by the last one it has had.

    :source: standards/evaluation.md section 1.2 (by creation time; production tables carry other times as well).
    """

    REPORTED = "REPORTED"
    FILED = "FILED"
    DISPATCHED = "DISPATCHED"
    DISPOSED = "DISPOSED"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRules:
    """How a city counts.

    :param satisfied_from: answers of the reporter from this score on count as satisfied; scores are 100, 80, 50, 0
        and -100.
    :param month_begins_on: on which day of the month before the statistic month begins; 1 is the calendar month,
        26 counts the 26th to the 25th. It holds from the first whole calendar month on that it is in force in.
    :source: standards/evaluation.md sections 6 and 7.
    """

    closing_judged: ClosingJudged = ClosingJudged.DISPOSAL
    wrong_dispatch: WrongDispatch = WrongDispatch.FIRST_TARGET_CHANGED
    exempted_lateness: ExemptedLateness = ExemptedLateness.ON_TIME
    suspended_need: SuspendedNeed = SuspendedNeed.LEFT_OUT
    belongs_to: BelongsTo = BelongsTo.REPORTED
    satisfied_from: int = 80
    month_begins_on: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be counted by.

        :raises InvalidInputError: a month that begins on a day that not every month has, or a score out of range.
        """
        if not 1 <= self.month_begins_on <= 28:
            message = say("The statistic month begins on a day from 1 to 28.")
            raise InvalidInputError(message, field="month_begins_on")
        if not -100 <= self.satisfied_from <= 100:
            message = say("The score from which a reporter counts as satisfied lies within -100..100.")
            raise InvalidInputError(message, field="satisfied_from")


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """One published version: in force for cases reported from a day on. Number 0 are those that CityLoop ships."""

    number: int
    valid_from: date
    rules: CountingRules


SHIPPED = RulesInForce(0, date.min, CountingRules())


@dataclass(frozen=True, slots=True)
class RulesBook:
    """All versions, the newest first: a day counts by the newest one that is in force then."""

    versions: tuple[RulesInForce, ...] = (SHIPPED,)

    @classmethod
    def of(cls, published: Iterable[RulesInForce]) -> "RulesBook":
        """Return the book of these versions over those that are shipped."""
        return cls((*sorted(published, key=lambda each: -each.number), SHIPPED))

    def on(self, day: date) -> RulesInForce:
        """Return the rules for a case reported on this day."""
        return next(each for each in self.versions if each.valid_from <= day)

    def spans(self) -> Iterator[tuple[RulesInForce, date, date]]:
        """Yield the versions that are in force on any day, the last day first: since when, and until before which."""
        until = date.max
        for each in self.versions:
            if each.valid_from < until:
                yield each, each.valid_from, until
                until = each.valid_from

    def month_begins_on(self, first: date) -> int:
        """Return on which day a statistic month begins in the month of this first day: as it is on that day."""
        return self.on(first).rules.month_begins_on


def choices() -> dict[str, tuple[str, ...]]:
    """Return what each rule that is a choice may be, by its name; the others are whole numbers."""
    kinds = {each.name: type(each.default) for each in fields(CountingRules)}
    return {name: tuple(value.value for value in kind) for name, kind in kinds.items() if issubclass(kind, StrEnum)}


def plain_rules(rules: CountingRules) -> dict[str, str | int]:
    """Return rules as they are stored and shown."""
    return {each.name: _plain(getattr(rules, each.name)) for each in fields(rules)}


def rules_from(plain: Mapping[str, str | int]) -> CountingRules:
    """Return the rules stored so; one that is not named is as CityLoop ships it.

    :raises InvalidInputError: a rule or a value of it is not known.
    """
    kinds = {
        "closing_judged": ClosingJudged,
        "wrong_dispatch": WrongDispatch,
        "exempted_lateness": ExemptedLateness,
        "suspended_need": SuspendedNeed,
        "belongs_to": BelongsTo,
        "satisfied_from": int,
        "month_begins_on": int,
    }
    try:
        return CountingRules(**{name: kinds[name](value) for name, value in plain.items()})
    except (KeyError, ValueError, TypeError) as error:
        message = say("There is no such rule of counting: {error}.", error=error)
        raise InvalidInputError(message, field="rules") from error


def _plain(value: str | int) -> str | int:
    return value.value if isinstance(value, StrEnum) else value
