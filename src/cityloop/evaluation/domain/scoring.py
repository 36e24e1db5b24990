"""From counts to scores, ranks and grades, with the part that each term had in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property

from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.decimals import WORKING, Column, Figure, half_up
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Unit
from cityloop.evaluation.domain.schemes import Grade, Group, Scheme, Subject, Term, Undefined
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

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


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody has come to. `total` is rounded as it is published; None where too little could be scored."""

    subject: Subject
    group: Group | None
    parts: tuple[Part, ...]
    coefficient: Figure
    total: Figure
    grade: Grade | None
    rank: int | None = None


class Scorer:
    """A scheme whose formulas have been read against a city's indicators."""

    def __init__(self, scheme: Scheme, definitions: Sequence[Indicator]) -> None:
        """Read every formula of the scheme.

        :raises FormulaInvalidError: a formula is wrong; `term` in its facts says whose.
        :raises InvalidInputError: a key stands twice, or a group or base indicator is not there.
        """
        self.scheme = scheme
        own = [*(count.name for count in scheme.counts), *scheme.parameters]
        self._check()
        made = dict(self._formulas())
        try:
            self.indicators = Indicators([*definitions, *made.values()], own=own)
        except FormulaInvalidError as error:
            error.facts["scheme"] = scheme.key
            error.facts["term"] = next((key for key, each in made.items() if each.formula == error.text), "")
            raise

    def _check(self) -> None:
        groups = {group.key for group in self.scheme.groups}
        keys = [term.key for term in self.scheme.terms]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise InvalidInputError(say("The terms {keys} stand twice.", keys=twice), field="terms")
        for term in self.scheme.terms:
            if strange := sorted(set(term.by_group) - groups):
                message = say("The term {term} speaks of groups that are not there: {groups}.",
                              term=term.key, groups=strange)  # fmt: skip
                raise InvalidInputError(message, field="by_group")
        for count in self.scheme.counts:
            if count.of not in BY_KEY:
                message = say("The count {name} is of {of}, which is no base indicator.", name=count.name, of=count.of)
                raise InvalidInputError(message, field="counts")

    def _formulas(self) -> Iterator[tuple[str, Indicator]]:
        """Yield every formula of the scheme as an indicator that nobody else can speak of."""
        written = {term.key: term.formula for term in self.scheme.terms}
        written |= {f"{term.key}.{key}": text for term in self.scheme.terms for key, text in term.by_group.items()}
        written["coefficient"] = self.scheme.coefficient
        for key, text in written.items():
            called = f"{self.scheme.key}.{key}"
            yield key, Indicator(key=called, zh=called, en=called, formula=text, unit=Unit.POINTS)

    def _called(self, term: Term, group: Group | None) -> str:
        suffix = f".{group.key}" if group is not None and group.key in term.by_group else ""
        return f"{self.scheme.key}.{term.key}{suffix}"

    def needs(self) -> frozenset[str]:
        """Return the keys of base indicators and own counts that have to be counted for this scheme."""
        keys = [f"{self.scheme.key}.{key}" for key, _ in self._formulas()]
        return self.indicators.base_keys(keys) - set(self.scheme.parameters)

    @cached_property
    def opens(self) -> Mapping[str, tuple[str, ...]]:
        """Return the figures that each term opens, by its key: those it names, or all that its formulas are made of."""
        return {term.key: term.opens or self._made_of(term) for term in self.scheme.terms}

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """Return the names of all figures that the scheme needs or opens, in order."""
        return tuple(sorted(self.needs().union(*self.opens.values())))

    def _made_of(self, term: Term) -> tuple[str, ...]:
        called = [
            f"{self.scheme.key}.{term.key}",
            *(f"{self.scheme.key}.{term.key}.{group}" for group in term.by_group),
        ]
        return tuple(sorted(self.indicators.base_keys(called) - set(self.scheme.parameters)))

    def score(self, subjects: Sequence[Subject], counts: Mapping[str, Column]) -> list[Score]:
        """Return a score for each subject, in the order given, ranked within its group.

        :param counts: a column over the subjects for each of `needs()`.
        """
        columns = {**counts, **self._parameters(subjects)}
        keys = [f"{self.scheme.key}.{key}" for key, _ in self._formulas()]
        made = self.indicators.values(columns, len(subjects), keys)
        values = {key: [*column] for key, column in made.items()}
        with localcontext(WORKING):
            scores = [self._score(subject, row, values) for row, subject in enumerate(subjects)]
        return ranked(scores)

    def _parameters(self, subjects: Sequence[Subject]) -> dict[str, Column]:
        return {
            name: [subject.given.get(name, default) for subject in subjects]
            for name, default in self.scheme.parameters.items()
        }

    def _score(self, subject: Subject, row: int, values: Mapping[str, Column]) -> Score:
        scheme, group = self.scheme, self.scheme.group_of(subject)
        if scheme.groups and group is None:
            return Score(subject, None, (), None, None, None)
        parts = tuple(self._part(term, subject, values[self._called(term, group)][row]) for term in scheme.terms)
        coefficient = values[f"{scheme.key}.coefficient"][row]
        total = _total(scheme, group, parts, coefficient)
        return Score(subject, group, parts, coefficient, total, None if total is None else scheme.grade_of(total))

    @staticmethod
    def _part(term: Term, subject: Subject, raw: Figure) -> Part:
        if term.is_by_hand and term.key in subject.given:
            raw = subject.given[term.key]
        if raw is None:
            points = {Undefined.FULL: term.full, Undefined.ZERO: NOTHING, Undefined.OUT: None}[term.undefined]
            return Part(term, points, None)
        return Part(term, min(max(raw, term.floor), term.full), raw)


def _total(scheme: Scheme, group: Group | None, parts: Sequence[Part], coefficient: Figure) -> Figure:
    ordinary = [part for part in parts if not part.term.is_bonus]
    possible = sum((part.term.full for part in ordinary), NOTHING)
    counted = [(part.points, part.term.full) for part in ordinary if part.points is not None]
    if not counted or coefficient is None or _rests_on(ordinary) < scheme.least_share * possible:
        return None
    reachable = sum((full for _, full in counted), NOTHING)
    if possible and not reachable:
        return None
    earned = _earned([points for points, _ in counted], possible, reachable)
    full = scheme.full if group is None or group.full is None else group.full
    cap = full if scheme.cap is None else scheme.cap
    bonus = sum((part.points for part in parts if part.term.is_bonus and part.points is not None), NOTHING)
    scaled = earned * coefficient * (full / scheme.full)
    return half_up(min(max(scaled + bonus, NOTHING), cap), scheme.places)


def _rests_on(parts: Sequence[Part]) -> Decimal:
    """Return how much of the full mark was judged: not what is left out, nor what is full because nothing came up."""
    judged = (part for part in parts if part.raw is not None or part.term.undefined is Undefined.ZERO)
    return sum((part.term.full for part in judged), NOTHING)


def _earned(points: Sequence[Decimal], possible: Decimal, reachable: Decimal) -> Decimal:
    """Return points and deductions; what is left out leaves its weight to the points, and deductions as they are."""
    if reachable == possible:
        return sum(points, NOTHING)
    lost = sum((each for each in points if each < 0), NOTHING)
    return (sum(points, NOTHING) - lost) * possible / reachable + lost


def ranked(scores: Sequence[Score]) -> list[Score]:
    """Return the scores with dense ranks within each group: equals share a place, the next takes the next number.

    :source: standards/evaluation.md section 1.4 (湛江).
    """
    places: dict[tuple[str, Decimal], int] = {}
    for key in {score.group.key if score.group else "" for score in scores}:
        totals = {
            score.total
            for score in scores
            if score.total is not None and (score.group.key if score.group else "") == key
        }
        places |= {(key, total): place for place, total in enumerate(sorted(totals, reverse=True), start=1)}
    return [
        score
        if score.total is None
        else Score(
            score.subject, score.group, score.parts, score.coefficient, score.total, score.grade,
            places[score.group.key if score.group else "", score.total],
        )
        for score in scores
    ]  # fmt: skip
