"""Drawing cases for a second look: the same list and the same seed draw the same cases, whoever draws them.

:source: design (案卷质量抽查); no rule for it was found: standards/evaluation.md section 8.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from cityloop.evaluation.contracts.sampling import LookAnswer, LookQuestion, LookState, QuestionTally, SamplingPlan
from cityloop.evaluation.domain.periods import Period
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.lots import lot
from cityloop.kernel.wording import say

LARGEST = 10_000  # cases of a stratum
MOST_DRAWN = 5_000  # cases of a sampling: more than all lookers of a city see in a month
LONGEST = timedelta(days=100)  # a quarter: the list that is drawn from fits in memory
HUNDRED = Decimal(100)
QUESTIONS = tuple(LookQuestion)
# The count of a case that says that this was wrong.
WRONG: Mapping[LookQuestion, str] = {
    LookQuestion.CLASS: "quality_class_wrong",
    LookQuestion.PLACE: "quality_place_wrong",
    LookQuestion.PHOTOS: "quality_photos_wrong",
    LookQuestion.BEFORE_AFTER: "quality_pair_wrong",
    LookQuestion.RESULT: "quality_result_wrong",
    LookQuestion.FILING: "quality_filing_wrong",
}
Answers = Mapping[LookQuestion, LookAnswer]


@dataclass(frozen=True, slots=True)
class Drawable:
    """A case that may be drawn, and the stratum that it is in."""

    case_id: UUID
    number: str
    stratum: tuple[str, ...]


def require_plan(plan: SamplingPlan, period: Period) -> None:
    """Let pass a plan that something can be drawn by.

    :raises InvalidInputError: neither or both of size and share are given, one is out of range, or the period is
        longer than a quarter.
    """
    if period.until - period.since > LONGEST:
        message = say("Cases of {days} days at most are drawn at once.", days=LONGEST.days)
        raise InvalidInputError(message, field="period")
    if (plan.size is None) == (plan.share is None):
        message = say("Say either how many cases of each stratum are drawn, or which share of it.")
        raise InvalidInputError(message, field="size")
    if plan.size is not None and not 1 <= plan.size <= LARGEST:
        message = say("From 1 to {most} cases of each stratum are drawn.", most=LARGEST)
        raise InvalidInputError(message, field="size")
    if plan.share is not None and not 0 < plan.share <= HUNDRED:
        message = say("The share that is drawn lies above 0 and up to 100 percent.")
        raise InvalidInputError(message, field="share")
    if len(set(plan.by)) != len(plan.by):
        message = say("Each stratum is named once.")
        raise InvalidInputError(message, field="by")


def drawn(population: Iterable[Drawable], plan: SamplingPlan, seed: str) -> list[Drawable]:
    """Return the cases that are drawn, stratum by stratum.

    In each stratum cases are put in order of their lots (`kernel/lots.py`), and the first ones are drawn: every case of
    a stratum is equally likely, and the order of the population does not matter.
    """
    strata: defaultdict[tuple[str, ...], list[Drawable]] = defaultdict(list)
    for each in population:
        strata[each.stratum].append(each)
    found: list[Drawable] = []
    for _, cases in sorted(strata.items()):
        found += sorted(cases, key=lambda case: (lot(seed, str(case.case_id)), case.case_id))[: taken(len(cases), plan)]
    return found


def taken(size: int, plan: SamplingPlan) -> int:
    """Return how many cases of a stratum of this size are drawn: half up, at least one, at most all."""
    if plan.share is None:
        return min(size, plan.size or 0)
    wanted = (Decimal(size) * plan.share / HUNDRED).quantize(Decimal(1), ROUND_HALF_UP)
    return min(size, max(1, int(wanted)))


def list_of(population: Iterable[Drawable]) -> bytes:
    """Return the list that is drawn from in its one spelling: a line for each case, in order of their identifiers."""
    rows = sorted(population, key=lambda each: each.case_id)
    return "".join(f"{each.case_id},{each.number},{'/'.join(each.stratum)}\n" for each in rows).encode()


def require_answers(answers: Answers, asked: Iterable[LookQuestion]) -> None:
    """Let pass answers to exactly these questions.

    :raises InvalidInputError: one has no answer, or something is answered that was not asked.
    """
    if set(answers) != set(asked):
        message = say("Answer these questions and no others: {questions}.", questions=[*asked])
        raise InvalidInputError(message, field="answers")


def disputed(answers: Answers) -> tuple[LookQuestion, ...]:
    """Return the questions in which the second look disagrees: the loop has said yes to all of them."""
    return tuple(question for question in QUESTIONS if answers.get(question) is LookAnswer.NO)


def upheld(answers: Answers, ruling: Answers) -> tuple[LookQuestion, ...]:
    """Return what was wrong in the end: what the second look denied and the ruling did not set right."""
    return tuple(question for question in disputed(answers) if ruling.get(question) is LookAnswer.NO)


def is_passed(state: LookState, answers: Answers, ruling: Answers) -> bool | None:
    """Return whether a case passed; None until it is settled, or as long as nobody could tell.

    What was denied and neither upheld nor set right is left open: it speaks for nobody and against nobody.
    """
    if state is not LookState.SETTLED or all(answer is LookAnswer.CANNOT_TELL for answer in answers.values()):
        return None
    if upheld(answers, ruling):
        return False
    is_open = any(ruling.get(question) is not LookAnswer.YES for question in disputed(answers))
    return None if is_open else True


def quality_counts(state: LookState, answers: Answers, ruling: Answers) -> dict[str, bool]:
    """Return what a drawn case adds to the base indicators of case quality."""
    passed = is_passed(state, answers, ruling)
    looked = state in {LookState.DISPUTED, LookState.SETTLED}
    wrong = upheld(answers, ruling) if state is LookState.SETTLED else ()
    return {
        "quality_sampled": True,
        "quality_looked": looked,
        "quality_disputed": looked and bool(disputed(answers)),
        "quality_judged": passed is not None,
        "quality_passed": passed is True,
        **{WRONG[question]: True for question in wrong},
    }


def tallied(looks: Sequence[tuple[Answers, Answers]]) -> tuple[QuestionTally, ...]:
    """Return how often looks agreed with the loop on each question, and what rulings said where they did not."""
    return tuple(_tally(question, looks) for question in QUESTIONS)


def _tally(question: LookQuestion, looks: Sequence[tuple[Answers, Answers]]) -> QuestionTally:
    said = [answers[question] for answers, _ in looks if question in answers]
    ruled = [ruling[question] for _, ruling in looks if question in ruling]
    return QuestionTally(
        question,
        agreed=said.count(LookAnswer.YES),
        disagreed=said.count(LookAnswer.NO),
        cannot_tell=said.count(LookAnswer.CANNOT_TELL),
        ruled_right=ruled.count(LookAnswer.YES),
        ruled_wrong=ruled.count(LookAnswer.NO),
    )
