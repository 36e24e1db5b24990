"""Questionnaires: opened, answered by anybody, told from a number of answers on."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cityloop.access.models import AuditEntry
from cityloop.appraisal import api
from cityloop.appraisal.models import Questionnaire, QuestionnaireResponse
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from tests.appraisal.situations import AT, LATER, TREE, answer, asked, loaded, opened, score_of
from tests.support.town import EAST, WEST, Town, key

pytestmark = pytest.mark.django_db


def test_a_questionnaire_asks_what_the_tree_says(town: Town) -> None:
    made = asked(town, opened(town))
    seen = api.public_questionnaire(token=made.token, at=AT)

    assert len(made.token) == 43
    assert (made.questions, made.responses, made.marks) == (2, 0, ("100", "75", "50", "25", "0"))
    assert seen.is_open
    assert seen.city == "测试市"
    assert [area.code for area in seen.areas] == [EAST, WEST]
    assert [(question.leaf, question.group, question.name) for question in seen.questions] == [
        ("D", "群众满意", "主次干道"), ("E", "群众满意", "背街小巷"),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="appraisal.ask").count() == 1


def test_an_appraisal_has_one_questionnaire(town: Town) -> None:
    appraisal_id = opened(town)

    assert asked(town, appraisal_id) == asked(town, appraisal_id)  # a second delivery
    with pytest.raises(RefusedError, match="has a questionnaire"):
        asked(town, appraisal_id, name="another")
    assert Questionnaire.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": AT},
        {"marks": (Decimal(100), Decimal(75))},
        {"marks": tuple(Decimal(mark) for mark in (100, 75, 75, 25, 0))},
        {"marks": tuple(Decimal(mark) for mark in (120, 75, 50, 25, 0))},
        {"marks": tuple(Decimal(mark) for mark in (100, 75, 50, 25, -1))},
    ],
)
def test_a_questionnaire_that_cannot_be_is_refused(changes: dict[str, Any], town: Town) -> None:
    draft = api.QuestionnaireDraft(title="a", closes_at=LATER, least_answers=1, marks=api.USUAL_MARKS)
    with pytest.raises(InvalidInputError):
        api.open_questionnaire(
            questionnaire_id=key("x"), appraisal_id=opened(town), draft=replace(draft, **changes),
            actor=town["evaluator"], at=AT,
        )  # fmt: skip

    assert not Questionnaire.objects.exists()


def test_a_tree_that_asks_nothing_has_no_questionnaire(town: Town) -> None:
    loaded(town, TREE.replace("问卷调查", "实地考察"))
    appraisal_id = opened_by_present_tree(town)

    with pytest.raises(InvalidInputError, match="no indicator"):
        asked(town, appraisal_id)
    with pytest.raises(NotFoundError, match="no questionnaire"):
        api.questionnaire(appraisal_id=appraisal_id, actor=town["leader"])


def opened_by_present_tree(town: Town) -> Any:
    draft = api.AppraisalDraft(
        title="a", tree_key="service", kind=api.AppraisalKind.THIRD_PARTY, since=AT.date(), until=AT.date()
    )
    return api.open_appraisal(appraisal_id=key("third"), draft=draft, actor=town["evaluator"], at=AT).id


def test_an_answer_sent_twice_counts_once_and_tells_nobody(town: Town) -> None:
    appraisal_id = opened(town)
    token = asked(town, appraisal_id).token
    for _ in range(2):
        assert answer(token, "one", {"E": 2, "D": 1}).answered == 2

    kept = QuestionnaireResponse.objects.get()
    assert kept.levels == {"D": 1, "E": 2}
    assert {field.name for field in kept._meta.fields} == {
        "id", "questionnaire", "area_code", "levels", "answered_on",
    }  # fmt: skip
    with pytest.raises(InvalidInputError, match="Something else"):
        answer(token, "one", {"D": 5})
    assert not AuditEntry.objects.filter(at__gt=AT).exists()


@pytest.mark.parametrize(
    ("levels", "area"),
    [({}, EAST), ({"D": 6}, EAST), ({"D": 0}, EAST), ({"A": 1}, EAST), ({"D": 1}, "999999"), ({"D": 1}, "110100")],
)
def test_an_answer_that_cannot_be_is_refused(levels: dict[str, int], area: str, town: Town) -> None:
    token = asked(town, opened(town)).token
    with pytest.raises(InvalidInputError):
        answer(token, "bad", levels, area)

    assert not QuestionnaireResponse.objects.exists()


def test_figures_are_told_from_the_least_number_on(town: Town) -> None:
    appraisal_id = opened(town)
    token = asked(town, appraisal_id, least=3).token
    for name, level in (("one", 1), ("two", 2)):
        answer(token, name, {"D": level})
    assert (score_of(town, appraisal_id)["D"].figure, score_of(town, appraisal_id)["D"].of) == (None, 2)
    answer(token, "west", {"D": 3}, WEST)

    assert score_of(town, appraisal_id)["D"].figure is None
    assert score_of(town, appraisal_id, "110100")["D"].figure == "75.00"
    seen = api.questionnaire(appraisal_id=appraisal_id, actor=town["leader"])
    assert (seen.responses, seen.by_area, seen.by_day) == (3, {EAST: 2, WEST: 1}, {"2026-03-02": 3})


def test_a_questionnaire_closes_and_can_be_closed_at_another_moment(town: Town) -> None:
    appraisal_id = opened(town)
    token = asked(town, appraisal_id).token
    with pytest.raises(api.QuestionnaireClosedError):
        answer(token, "late", {"D": 1}, at=LATER)
    assert not api.public_questionnaire(token=token, at=LATER).is_open

    later = LATER + timedelta(days=1)
    moved = api.move_closing(appraisal_id=appraisal_id, closes_at=later, actor=town["evaluator"], at=LATER)
    assert moved.closes_at == later
    assert answer(token, "late", {"D": 1}, at=LATER).answered == 1
    ended = api.move_closing(appraisal_id=appraisal_id, closes_at=AT, actor=town["evaluator"], at=LATER)
    assert ended.closes_at == LATER
    assert answer(token, "late", {"D": 1}, at=later).answered == 1  # it has arrived: a receipt, not a refusal
    with pytest.raises(InvalidInputError, match="Something else"):
        answer(token, "late", {"D": 2}, at=later)
    with pytest.raises(NotFoundError):
        answer("x" * 43, "nowhere", {"D": 1})
