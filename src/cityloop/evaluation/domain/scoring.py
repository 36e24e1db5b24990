"""From counts to scores, ranks and grades, with the part that each term had in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from typing import NamedTuple

from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.decimals import WORKING, Column, Figure
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Unit
from cityloop.evaluation.domain.schemes import PERIOD_MONTHS, Grade, Group, Scheme, Subject, Term, Undefined
from cityloop.evaluation.domain.totals import NOTHING, Part, Totals, ranks
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

ONE = Decimal(1)


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


class _Judged(NamedTuple):
    """A score before anybody is ranked."""

    subject: Subject
    group: Group | None
    parts: tuple[Part, ...]
    coefficient: Figure
    total: Figure


class _Way(NamedTuple):
    """How those of a group are judged: the terms with what their formulas go by, and how they are totalled up."""

    terms: tuple[tuple[Term, str], ...]
    totals: Totals


class Scorer:
    """A scheme whose formulas have been read against a city's indicators."""

    def __init__(self, scheme: Scheme, definitions: Sequence[Indicator]) -> None:
        """Read every formula of the scheme.

        :raises FormulaInvalidError: a formula is wrong; `term` in its facts says whose.
        :raises InvalidInputError: a key stands twice, or a group or base indicator is not there.
        """
        self.scheme = scheme
        own = [*(count.name for count in scheme.counts), *scheme.parameters, *PERIOD_MONTHS]
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
        return self.indicators.base_keys(keys) - {*self.scheme.parameters, *PERIOD_MONTHS}

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
        return tuple(sorted(self.indicators.base_keys(called) - {*self.scheme.parameters, *PERIOD_MONTHS}))

    def score(self, subjects: Sequence[Subject], counts: Mapping[str, Column], *, months: Decimal = ONE) -> list[Score]:
        """Return a score for each subject, in the order given, ranked within its group.

        :param counts: a column over the subjects for each of `needs()`.
        :param months: of the period: what a quota for a month is to be multiplied with.
        """
        period = dict.fromkeys(PERIOD_MONTHS, [months] * len(subjects))
        columns = {**period, **counts, **self._parameters(subjects)}
        keys = [f"{self.scheme.key}.{key}" for key, _ in self._formulas()]
        made = self.indicators.values(columns, len(subjects), keys)
        values = {key: [*column] for key, column in made.items()}
        with localcontext(WORKING):
            judged = [self._judged(subject, row, values) for row, subject in enumerate(subjects)]
        places = ranks((_key(each.group), each.total) for each in judged)
        return [self._score(each, places) for each in judged]

    def _parameters(self, subjects: Sequence[Subject]) -> dict[str, Column]:
        return {
            name: [subject.given.get(name, default) for subject in subjects]
            for name, default in self.scheme.parameters.items()
        }

    def _judged(self, subject: Subject, row: int, values: Mapping[str, Column]) -> "_Judged":
        group = self.scheme.group_of(subject)
        if self.scheme.groups and group is None:
            return _Judged(subject, None, (), None, None)
        way = self._ways[_key(group)]
        parts = tuple([self._part(term, subject, values[called][row]) for term, called in way.terms])
        coefficient = values[f"{self.scheme.key}.coefficient"][row]
        return _Judged(subject, group, parts, coefficient, way.totals.total(parts, coefficient))

    def _score(self, judged: "_Judged", places: Mapping[tuple[str, Decimal], int]) -> Score:
        subject, group, parts, coefficient, total = judged
        if total is None:
            return Score(subject, group, parts, coefficient, None, None)
        place = places[_key(group), total]
        return Score(subject, group, parts, coefficient, total, self.scheme.grade_of(total), place)

    @cached_property
    def _ways(self) -> Mapping[str, "_Way"]:
        """Return how each group is judged, by its key; "" is a scheme without groups."""
        scheme = self.scheme
        return {
            _key(group): _Way(tuple((term, self._called(term, group)) for term in scheme.terms), Totals(scheme, group))
            for group in scheme.groups or (None,)
        }

    @staticmethod
    def _part(term: Term, subject: Subject, raw: Figure) -> Part:
        if term.is_by_hand and term.key in subject.given:
            raw = subject.given[term.key]
        if raw is None:
            return Part(term, {Undefined.FULL: term.full, Undefined.ZERO: NOTHING}.get(term.undefined), None)
        return Part(term, min(max(raw, term.floor), term.full), raw)


def _key(group: Group | None) -> str:
    return group.key if group is not None else ""
