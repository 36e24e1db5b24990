"""What is going to happen to which case: every loop of the lifecycle in its share, none left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from cityloop.administration.demo.dice import Dice
from cityloop.cases.contracts import Source

OUTSIDE: Final = frozenset({Source.HOTLINE, Source.PUBLIC, Source.WEB})


class Turn(StrEnum):
    """Something out of the ordinary that happens to a case."""

    # It goes no further
    REFUSED = auto()
    MERGED = auto()
    SELF_DISPOSED = auto()
    SELF_REFUSED = auto()
    NOT_FILED = auto()
    VOIDED = auto()
    VOIDED_IN_ERROR = auto()
    FORCED = auto()
    # On the way to a body
    VERIFIED_AT_SECOND_TRY = auto()
    VERIFIER_RECALLED = auto()
    CORRECTED = auto()
    BACK_TO_ACCEPTANCE = auto()
    BACK_TO_FILING = auto()
    PLANNED = auto()
    PLAN_CANCELLED = auto()
    # At the body
    WRONG_BODY = auto()
    RETURN_REFUSED = auto()
    EXTENDED = auto()
    EXTENSION_REFUSED = auto()
    EXTENSION_WITHDRAWN = auto()
    SUSPENDED = auto()
    SUSPENSION_REFUSED = auto()
    TAKEN_UP_EARLY = auto()
    AUTHORITY = auto()
    DISPUTED = auto()
    JOINT = auto()
    HELPERS_ADDED = auto()
    ASSIGNED = auto()
    UNASSIGNED = auto()
    LOCKED = auto()
    INSTRUCTED = auto()
    # When it is checked
    REWORKED = auto()
    REWORKED_TWICE = auto()
    CHECKED_AT_SECOND_TRY = auto()
    CHECKER_RECALLED = auto()
    BACK_TO_CHECK = auto()
    # After it is closed
    FOLLOWED_UP = auto()
    RATED = auto()
    REOPENED = auto()
    REOPENED_BY_DESK = auto()
    APPEAL_GRANTED = auto()
    APPEAL_REFUSED = auto()
    CLOSED_IN_ERROR = auto()


class Halt(StrEnum):
    """Where a case rests when the month ends, so that every desk has something to do."""

    ACCEPTANCE = auto()
    VERIFICATION = auto()
    SELF_REVIEW = auto()
    FILING = auto()
    DISPATCH = auto()
    DISPATCH_PLANNED = auto()
    VOIDING_ASKED = auto()
    UNSIGNED = auto()
    RETURN_ASKED = auto()
    EXTENSION_ASKED = auto()
    SUSPENSION_ASKED = auto()
    SUSPENSION_HALF_WAY = auto()
    AUTHORITY_ASKED = auto()
    DISPUTE_ASKED = auto()
    SUSPENDED = auto()
    LOCKED = auto()
    CHECK = auto()
    CHECKING = auto()
    CLOSING = auto()
    APPEAL_ASKED = auto()


AT_THE_DESKS: Final = frozenset(
    {Halt.ACCEPTANCE, Halt.VERIFICATION, Halt.SELF_REVIEW, Halt.FILING, Halt.DISPATCH, Halt.DISPATCH_PLANNED,
     Halt.VOIDING_ASKED, Halt.UNSIGNED}
)  # fmt: skip
# So many of 3,000 cases rest there; of fewer cases fewer, but at least one.
HALTS: Final = {
    Halt.ACCEPTANCE: 10, Halt.VERIFICATION: 4, Halt.SELF_REVIEW: 3, Halt.FILING: 8, Halt.DISPATCH: 9,
    Halt.DISPATCH_PLANNED: 2, Halt.VOIDING_ASKED: 2, Halt.UNSIGNED: 8, Halt.RETURN_ASKED: 4, Halt.EXTENSION_ASKED: 5,
    Halt.SUSPENSION_ASKED: 3, Halt.SUSPENSION_HALF_WAY: 2, Halt.AUTHORITY_ASKED: 2, Halt.DISPUTE_ASKED: 2,
    Halt.SUSPENDED: 14, Halt.LOCKED: 2, Halt.CHECK: 8, Halt.CHECKING: 5, Halt.CLOSING: 7, Halt.APPEAL_ASKED: 2,
}  # fmt: skip

# Groups of turns of which a case takes one at most, each with its share of all cases.
_ENDS: Final = {
    Turn.REFUSED: 0.022, Turn.MERGED: 0.028, Turn.SELF_DISPOSED: 0.035, Turn.SELF_REFUSED: 0.002,
    Turn.NOT_FILED: 0.010, Turn.VOIDED: 0.012, Turn.VOIDED_IN_ERROR: 0.002, Turn.FORCED: 0.001,
}  # fmt: skip
_EARLY: Final = {
    Turn.VERIFIED_AT_SECOND_TRY: 0.006, Turn.VERIFIER_RECALLED: 0.003, Turn.CORRECTED: 0.015,
    Turn.BACK_TO_ACCEPTANCE: 0.008, Turn.BACK_TO_FILING: 0.006, Turn.PLANNED: 0.010, Turn.PLAN_CANCELLED: 0.002,
}  # fmt: skip
_AT_BODY: Final = {
    Turn.WRONG_BODY: 0.045, Turn.RETURN_REFUSED: 0.008, Turn.EXTENDED: 0.055, Turn.EXTENSION_REFUSED: 0.010,
    Turn.EXTENSION_WITHDRAWN: 0.003, Turn.SUSPENDED: 0.012, Turn.SUSPENSION_REFUSED: 0.003,
    Turn.TAKEN_UP_EARLY: 0.003, Turn.AUTHORITY: 0.006, Turn.DISPUTED: 0.003, Turn.JOINT: 0.025,
    Turn.HELPERS_ADDED: 0.006, Turn.ASSIGNED: 0.100, Turn.UNASSIGNED: 0.003, Turn.LOCKED: 0.003,
    Turn.INSTRUCTED: 0.006,
}  # fmt: skip
_AT_CHECK: Final = {
    Turn.REWORKED: 0.060, Turn.REWORKED_TWICE: 0.005, Turn.CHECKED_AT_SECOND_TRY: 0.008,
    Turn.CHECKER_RECALLED: 0.003, Turn.BACK_TO_CHECK: 0.006,
}  # fmt: skip
_AFTER: Final = {
    Turn.REOPENED: 0.003, Turn.REOPENED_BY_DESK: 0.002, Turn.APPEAL_GRANTED: 0.006, Turn.APPEAL_REFUSED: 0.004,
    Turn.CLOSED_IN_ERROR: 0.001, Turn.RATED: 0.022, Turn.FOLLOWED_UP: 0.100,
}  # fmt: skip
GROUPS: Final = (_EARLY, _AT_BODY, _AT_CHECK, _AFTER)
LATE_BY_NATURE: Final = frozenset({Turn.APPEAL_GRANTED, Turn.APPEAL_REFUSED})
# Turns that need a limit of more than a few hours: nobody asks to extend what is due before dinner.
LONG: Final = frozenset(
    {Turn.EXTENDED, Turn.EXTENSION_REFUSED, Turn.EXTENSION_WITHDRAWN, Turn.SUSPENDED, Turn.SUSPENSION_REFUSED,
     Turn.TAKEN_UP_EARLY, Turn.AUTHORITY, Turn.DISPUTED, Turn.LOCKED, Turn.RETURN_REFUSED, Turn.JOINT}
)  # fmt: skip
OLD_DAYS: Final = 12.0  # what began so many days before the end has surely run its course


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of a case before its fate is: how long before the end it begins, and from whom it comes."""

    days_left: float
    source: Source
    is_component: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What is going to happen to a case."""

    turns: frozenset[Turn] = frozenset()
    halt: Halt | None = None

    @property
    def is_long(self) -> bool:
        """Return whether it needs a limit of days."""
        return bool(self.turns & LONG) or (self.halt is not None and self.halt not in AT_THE_DESKS)


def fates(births: Sequence[Birth], chance: Dice) -> list[Fate]:
    """Return the fate of each case. Every turn happens at least once where there is a case it can happen to."""
    given: list[set[Turn]] = [set() for _ in births]
    everyone = list(range(len(births)))
    _deal(_ENDS, everyone, births, given, chance)
    going_on = [place for place in everyone if not given[place]]
    for group in GROUPS:
        _deal(group, going_on, births, given, chance)
    return [Fate(frozenset(turns)) for turns in given]


def _deal(
    group: dict[Turn, float], places: list[int], births: Sequence[Birth], given: list[set[Turn]], chance: Dice
) -> None:
    """Give each turn of a group to its share of the cases that it fits, the rarest first, each case one at most."""
    free = chance.sample(places, len(places))
    for turn, share in sorted(group.items(), key=lambda item: item[1]):
        wanted = max(1, round(share * len(births)))
        fitting = [place for place in free if FITS.get(turn, _any)(births[place])]
        old = [place for place in fitting if births[place].days_left >= OLD_DAYS]
        taken = [*old[:1], *(place for place in fitting if place not in old[:1])][:wanted]
        for place in taken:
            given[place].add(turn)
        gone = set(taken)
        free = [place for place in free if place not in gone]


def _any(_: Birth) -> bool:
    return True


def _from_collector(birth: Birth) -> bool:
    return birth.source is Source.COLLECTOR


def _from_outside(birth: Birth) -> bool:
    return birth.source in OUTSIDE


def _from_citizen(birth: Birth) -> bool:
    return birth.source is Source.PUBLIC


def _by_telephone(birth: Birth) -> bool:
    return birth.source is Source.HOTLINE


def _no_component(birth: Birth) -> bool:
    return not birth.is_component


FITS: Final[dict[Turn, Callable[[Birth], bool]]] = {
    Turn.REFUSED: _from_outside,
    Turn.SELF_DISPOSED: lambda birth: _from_collector(birth) and _no_component(birth),
    Turn.SELF_REFUSED: lambda birth: _from_collector(birth) and _no_component(birth),
    Turn.MERGED: lambda birth: birth.days_left > 0.2,
    Turn.VERIFIED_AT_SECOND_TRY: _from_outside,
    Turn.VERIFIER_RECALLED: _from_outside,
    Turn.CORRECTED: _no_component,
    Turn.RATED: _from_citizen,
    Turn.REOPENED: _from_citizen,
    Turn.FOLLOWED_UP: _by_telephone,
    Turn.REOPENED_BY_DESK: _by_telephone,
}
