"""From the points of terms to a total and its rank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cityloop.evaluation.domain.decimals import WORKING, Figure, half_up
from cityloop.evaluation.domain.schemes import Group, Scheme, Term, Undefined

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one term gave.

    :param points: within the term's floor and full mark; None where it was left out.
    :param raw: what its formula came to; None where it is undefined.
    """

    term: Term
    points: Figure
    raw: Figure


class Totals:
    """How a scheme totals up those of one group. What is the same for all of them is worked out once."""

    def __init__(self, scheme: Scheme, group: Group | None) -> None:
        """Work it out."""
        full = scheme.full if group is None or group.full is None else group.full
        self._possible = sum((term.full for term in scheme.terms if not term.is_bonus), NOTHING)
        self._least = scheme.least_share * self._possible
        self._share = WORKING.divide(full, scheme.full)
        self._cap = full if scheme.cap is None else scheme.cap
        self._places = scheme.places
        self._has_bonus = any(term.is_bonus for term in scheme.terms)

    def total(self, parts: Sequence[Part], coefficient: Figure) -> Figure:
        """Return what all parts come to, rounded as it is published; None where too little could be judged.

        To be called with 60 digits at work.
        """
        ordinary = [part for part in parts if not part.term.is_bonus] if self._has_bonus else parts
        earned = self._earned(ordinary)
        if earned is None or coefficient is None:
            return None
        came = earned * coefficient * self._share
        if self._has_bonus:
            came += sum((part.points for part in parts if part.term.is_bonus and part.points is not None), NOTHING)
        return half_up(min(max(came, NOTHING), self._cap), self._places)

    def _earned(self, parts: Sequence[Part]) -> Figure:
        """Return points and deductions. What is left out leaves its weight to the points, not to deductions."""
        counted = [part.points for part in parts if part.points is not None]
        if not counted:
            return None
        if all(part.raw is not None for part in parts):
            return sum(counted, NOTHING)
        reachable = sum((part.term.full for part in parts if part.points is not None), NOTHING)
        if _rests_on(parts) < self._least or (self._possible and not reachable):
            return None
        if reachable == self._possible:
            return sum(counted, NOTHING)
        lost = sum((each for each in counted if each < 0), NOTHING)
        return (sum(counted, NOTHING) - lost) * self._possible / reachable + lost


def _rests_on(parts: Sequence[Part]) -> Decimal:
    """Return how much of the full mark was judged: not what is left out, nor what is full because nothing came up."""
    judged = (part for part in parts if part.raw is not None or part.term.undefined is Undefined.ZERO)
    return sum((part.term.full for part in judged), NOTHING)


def ranks(totals: Iterable[tuple[str, Figure]]) -> dict[tuple[str, Decimal], int]:
    """Return dense ranks, by group and total: equals share a place, the next takes the next number.

    :source: standards/evaluation.md section 1.4 (湛江).
    """
    found: defaultdict[str, set[Decimal]] = defaultdict(set)
    for group, total in totals:
        if total is not None:
            found[group].add(total)
    return {
        (group, total): place
        for group, of_group in found.items()
        for place, total in enumerate(sorted(of_group, reverse=True), start=1)
    }
