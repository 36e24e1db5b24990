"""Second looks at drawn cases: blind, one at a time, ruled on, counted with the case."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from cityloop.cases.models import Case
from cityloop.evaluation import api
from cityloop.evaluation.contracts.sampling import LookAnswer, LookQuestion, LookState, SamplingStandsError
from cityloop.evaluation.models import SampledCase
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.evaluation.second_looks import AFTER, ALL_YES, DENIED, figures, looked, sampled
from tests.support.town import Town, key

pytestmark = [pytest.mark.django_db]


def test_nobody_looks_at_what_they_had_a_hand_in(closed: Town) -> None:
    sampled(closed)

    seen = {looked(closed, ALL_YES).case_id, looked(closed, ALL_YES).case_id}

    assert seen == {key("first"), key("second")}
    with pytest.raises(NotFoundError, match="waits for you"):
        api.take_second_look(actor=closed["acceptor"], at=AFTER)
    with pytest.raises(NotFoundError):  # nothing of the west was drawn
        api.take_second_look(actor=closed["acceptor_west"], at=AFTER)
    with pytest.raises(NotPermittedError):
        api.take_second_look(actor=closed["inspector"], at=AFTER)
    assert SampledCase.objects.get(case_id=key("their own")).state == LookState.WAITING


def test_the_second_looker_learns_neither_who_worked_on_it_nor_what_they_said(closed: Town) -> None:
    sampled(closed)

    shown = api.take_second_look(actor=closed["acceptor"], at=AFTER)

    text = orjson.dumps(asdict(shown)).decode()
    row = SampledCase.objects.get(pk=shown.id)
    hidden = [*row.hands, str(row.case_id), row.number, "PASS", "NORMAL", "OVERDUE", "HC-1", *closed.actors]
    assert [each for each in hidden if each in text] == []
    assert [photo.number for photo in shown.photos] == [1]
    assert (shown.class_code, shown.description) == ("06010", "人行道上有暴露垃圾")
    picture = api.look_photo(sampled_id=shown.id, number=1, actor=closed["acceptor"])
    assert picture.media_type == "image/jpeg"
    for sampled_id, number, who in (
        (shown.id, 2, "acceptor"),
        (shown.id, 1, "shift_leader"),
        (key("x"), 1, "acceptor"),
    ):
        with pytest.raises(NotFoundError):
            api.look_photo(sampled_id=sampled_id, number=number, actor=closed[who])


def test_a_class_that_the_default_edition_does_not_know_stops_nobody(closed: Town) -> None:
    sampled(closed)
    Case.objects.filter(pk__in=[key("first"), key("second")]).update(class_code="99999", condition_id=None)

    shown = api.take_second_look(actor=closed["acceptor"], at=AFTER)

    assert (shown.class_code, shown.class_name) == ("99999", "99999")


def test_one_looks_at_one_case_at_a_time_and_leaves_it_to_others_if_one_forgets_it(closed: Town) -> None:
    sampled(closed)
    first = api.take_second_look(actor=closed["acceptor"], at=AFTER)

    assert api.take_second_look(actor=closed["acceptor"], at=AFTER).id == first.id
    other = api.take_second_look(actor=closed["shift_leader"], at=AFTER)
    assert other.id != first.id
    api.answer_second_look(sampled_id=other.id, answers=ALL_YES, words="", actor=closed["shift_leader"], at=AFTER)
    late = AFTER + timedelta(days=4)
    assert api.take_second_look(actor=closed["shift_leader"], at=late).id == first.id
    with pytest.raises(NotFoundError):
        api.answer_second_look(sampled_id=first.id, answers=ALL_YES, words="", actor=closed["acceptor"], at=late)


def test_agreement_settles_a_case_and_is_counted_where_its_cases_are(closed: Town) -> None:
    sampled(closed)
    row = looked(closed, ALL_YES)
    again = api.answer_second_look(
        sampled_id=row.pk, answers=ALL_YES, words="", actor=closed["acceptor"], at=AFTER + timedelta(hours=1)
    )

    assert (row.state, again.looked_at) == (LookState.SETTLED, AFTER)
    with pytest.raises(SamplingStandsError):
        api.answer_second_look(sampled_id=row.pk, answers=DENIED, words="", actor=closed["acceptor"], at=AFTER)
    keys = ("quality_looked", "quality_judged", "quality_passed", "quality_disputed")
    assert figures(*keys) == dict(zip(keys, (1, 1, 1, 0), strict=True))
    (behind,) = api.facts_behind(key="quality_passed", where=api.Selection(), at=AFTER).rows
    assert behind.case_id == row.case_id
    assert not [what for _, found in api.differences() for what in found]


def test_an_inspector_rules_on_what_was_denied(closed: Town) -> None:
    sampled(closed)
    row = looked(closed, DENIED)
    ruling = {LookQuestion.CLASS: LookAnswer.YES, LookQuestion.RESULT: LookAnswer.NO}
    inspector = replace(closed["inspector"], account_id=key("an inspector who did not urge it"))
    given: dict[str, Any] = {"sampled_id": row.pk, "ruling": ruling, "opinion": "现场复查未整改", "at": AFTER}

    assert [each.id for each in api.disputes(actor=inspector)] == [row.pk]
    assert api.disputes(actor=closed["inspector"]) == []
    with pytest.raises(NotPermittedError, match="had a hand"):
        api.rule_on_look(**given, actor=closed["inspector"])
    with pytest.raises(NotPermittedError):
        api.rule_on_look(**given, actor=closed["evaluator"])
    with pytest.raises(InvalidInputError):
        api.rule_on_look(**{**given, "ruling": {LookQuestion.CLASS: LookAnswer.YES}}, actor=inspector)
    assert SampledCase.objects.get(pk=row.pk).state == LookState.DISPUTED

    made = api.rule_on_look(**given, actor=inspector)

    assert (made.state, made.is_passed) == (LookState.SETTLED, False)
    assert api.rule_on_look(**given, actor=inspector) == made
    with pytest.raises(SamplingStandsError):
        api.rule_on_look(**{**given, "opinion": "另一说法"}, actor=inspector)
    keys = ("quality_disputed", "quality_judged", "quality_passed", "quality_class_wrong", "quality_result_wrong")
    assert figures(*keys) == dict(zip(keys, (1, 1, 0, 0, 1), strict=True))


def test_a_sampling_tells_what_came_of_it_and_not_who_looked(closed: Town) -> None:
    found = sampled(closed)
    looked(closed, ALL_YES)
    looked(closed, DENIED)

    told = api.sampling(sampling_id=found.id, actor=closed["evaluator"])
    rows, _ = api.sampled_cases(sampling_id=found.id, actor=closed["evaluator"])

    assert (told.passed, told.failed, told.states[LookState.DISPUTED], told.states[LookState.WAITING]) == (1, 0, 1, 1)
    (of_class,) = [each for each in told.questions if each.question is LookQuestion.CLASS]
    assert (of_class.agreed, of_class.disagreed) == (1, 1)
    assert str(closed["acceptor"].account_id) not in str([asdict(row) for row in rows])
    assert [each.id for each in api.samplings(actor=closed["leader"])[0]] == [found.id]
    with pytest.raises(NotPermittedError):
        api.sampling(sampling_id=found.id, actor=closed["acceptor"])
    with pytest.raises(NotPermittedError):
        api.sampled_cases(sampling_id=found.id, actor=closed["acceptor"])
    with pytest.raises(NotPermittedError):
        api.population(sampling_id=found.id, actor=closed["acceptor"])


def test_a_rebuild_finds_the_second_looks_again(closed: Town) -> None:
    sampled(closed)
    looked(closed, ALL_YES)
    before = figures("quality_sampled", "quality_passed")

    api.rebuild(at=AFTER)

    assert figures("quality_sampled", "quality_passed") == before == {"quality_sampled": 3, "quality_passed": 1}
