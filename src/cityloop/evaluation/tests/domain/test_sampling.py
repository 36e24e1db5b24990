"""Drawing cases and counting second looks, by tables of cases."""

from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest

from cityloop.evaluation.contracts.sampling import LookAnswer, LookQuestion, LookState, SamplingPlan
from cityloop.evaluation.domain.periods import read_period
from cityloop.evaluation.domain.sampling import (
    QUESTIONS,
    Drawable,
    disputed,
    drawn,
    is_passed,
    list_of,
    quality_counts,
    require_answers,
    require_plan,
    taken,
    tallied,
)
from cityloop.kernel.errors import InvalidInputError

YES, NO, CANNOT = LookAnswer.YES, LookAnswer.NO, LookAnswer.CANNOT_TELL
CLASS, PLACE = LookQuestion.CLASS, LookQuestion.PLACE
SEED = "5e" * 32
ALL_YES = dict.fromkeys(QUESTIONS, YES)


def plan(*, size: int | None = None, share: str | None = None) -> SamplingPlan:
    return SamplingPlan(period="2026-03", size=size, share=None if share is None else Decimal(share))


def people(*sizes: int) -> list[Drawable]:
    return [
        Drawable(UUID(int=stratum * 1000 + place), f"C{stratum}-{place}", (f"body {stratum}", ""))
        for stratum, size in enumerate(sizes)
        for place in range(size)
    ]


@pytest.mark.parametrize(
    ("size", "by", "expected"),
    [
        (100, plan(share="5"), 5),
        (30, plan(share="5"), 2),  # 1.5, half up
        (29, plan(share="5"), 1),
        (3, plan(share="0.1"), 1),  # of a stratum that has cases one is drawn at least
        (3, plan(share="100"), 3),
        (0, plan(share="5"), 0),
        (100, plan(size=10), 10),
        (7, plan(size=10), 7),
    ],
)
def test_so_many_of_a_stratum_are_drawn(size: int, by: SamplingPlan, expected: int) -> None:
    assert taken(size, by) == expected


def test_every_stratum_has_its_share_and_the_order_of_the_list_does_not_matter() -> None:
    population = people(40, 10, 1)

    found = drawn(population, plan(share="10"), SEED)

    assert Counter(each.stratum[0] for each in found) == {"body 0": 4, "body 1": 1, "body 2": 1}
    assert drawn(reversed(population), plan(share="10"), SEED) == found
    assert drawn(population, plan(share="10"), "6f" * 32) != found


def test_every_case_of_a_stratum_is_as_likely_as_any_other() -> None:
    population = people(10)

    found = Counter(drawn(population, plan(size=1), f"{seed:064x}")[0].number for seed in range(2000))

    assert len(found) == 10
    assert max(abs(count - 200) for count in found.values()) < 60  # four standard deviations


def test_the_list_that_was_drawn_from_has_one_spelling() -> None:
    population = people(40, 10)

    assert list_of(reversed(population)) == list_of(population)
    assert list_of(population).decode().splitlines()[0] == "00000000-0000-0000-0000-000000000000,C0-0,body 0/"


@pytest.mark.parametrize(
    "wrong", [plan(), plan(size=1, share="5"), plan(size=0), plan(size=10_001), plan(share="0"), plan(share="100.1")]
)
def test_a_plan_says_size_or_share_and_within_bounds(wrong: SamplingPlan) -> None:
    with pytest.raises(InvalidInputError):
        require_plan(wrong, read_period("2026-03"))


def test_a_draw_is_of_a_quarter_at_most() -> None:
    require_plan(plan(size=1), read_period("2026-Q1"))
    with pytest.raises(InvalidInputError, match="100 days"):
        require_plan(plan(size=1), read_period("2026"))


def test_every_question_is_answered_and_no_other() -> None:
    require_answers(ALL_YES, QUESTIONS)
    for wrong in ({}, {CLASS: YES}):
        with pytest.raises(InvalidInputError, match="CLASS"):
            require_answers(wrong, QUESTIONS)
    with pytest.raises(InvalidInputError):
        require_answers({CLASS: NO, PLACE: NO}, (CLASS,))


@pytest.mark.parametrize(
    ("state", "answers", "ruling", "passed", "counted"),
    [
        (LookState.WAITING, {}, {}, None, {"sampled"}),
        (LookState.TAKEN, {}, {}, None, {"sampled"}),
        (LookState.SETTLED, ALL_YES, {}, True, {"sampled", "looked", "judged", "passed"}),
        (LookState.SETTLED, {**ALL_YES, CLASS: CANNOT}, {}, True, {"sampled", "looked", "judged", "passed"}),
        (LookState.SETTLED, dict.fromkeys(QUESTIONS, CANNOT), {}, None, {"sampled", "looked"}),
        (LookState.DISPUTED, {**ALL_YES, CLASS: NO}, {}, None, {"sampled", "looked", "disputed"}),
        (
            LookState.SETTLED,
            {**ALL_YES, CLASS: NO, PLACE: NO},
            {CLASS: NO, PLACE: YES},
            False,
            {"sampled", "looked", "disputed", "judged", "class_wrong"},
        ),
        (
            LookState.SETTLED,
            {**ALL_YES, CLASS: NO},
            {CLASS: YES},
            True,
            {"sampled", "looked", "disputed", "judged", "passed"},
        ),
        (  # where the ruling cannot tell either, nobody knows
            LookState.SETTLED,
            {**ALL_YES, CLASS: NO},
            {CLASS: CANNOT},
            None,
            {"sampled", "looked", "disputed"},
        ),
        (
            LookState.SETTLED,
            {**ALL_YES, CLASS: NO, PLACE: NO},
            {CLASS: CANNOT, PLACE: YES},
            None,
            {"sampled", "looked", "disputed"},
        ),
        (  # one that was upheld is enough
            LookState.SETTLED,
            {**ALL_YES, CLASS: NO, PLACE: NO},
            {CLASS: CANNOT, PLACE: NO},
            False,
            {"sampled", "looked", "disputed", "judged", "place_wrong"},
        ),
    ],
)
def test_what_a_second_look_comes_to(
    state: LookState,
    answers: dict[LookQuestion, LookAnswer],
    ruling: dict[LookQuestion, LookAnswer],
    passed: bool | None,  # noqa: FBT001 - a column of the table
    counted: set[str],
) -> None:
    assert is_passed(state, answers, ruling) is passed
    assert {key for key, value in quality_counts(state, answers, ruling).items() if value} == {
        f"quality_{name}" for name in counted
    }


def test_agreement_is_told_question_by_question() -> None:
    denied = {**ALL_YES, CLASS: NO}
    found = tallied(
        [
            (ALL_YES, {}),
            (denied, {CLASS: NO}),
            (denied, {CLASS: YES}),
            (denied, {CLASS: CANNOT}),
            ({**ALL_YES, CLASS: CANNOT}, {}),
        ]
    )

    (of_class,) = [each for each in found if each.question is CLASS]
    assert (of_class.agreed, of_class.disagreed, of_class.cannot_tell) == (1, 3, 1)
    assert (of_class.ruled_right, of_class.ruled_wrong) == (1, 1)
    assert disputed(denied) == (CLASS,)
    assert sum(each.agreed for each in found) == 1 + 5 * 5
