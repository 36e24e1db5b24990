"""Case-quality sampling: drawn by a seed that was on record before, looked at blindly, ruled on, counted."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from cityloop.access.models import AuditEntry
from cityloop.cases.models import Case
from cityloop.cases.tests.factories import Walk
from cityloop.evaluation import api
from cityloop.evaluation.contracts.sampling import (
    LookAnswer,
    LookQuestion,
    LookState,
    SamplingPlan,
    SamplingStandsError,
    SamplingState,
    SamplingView,
    Stratum,
)
from cityloop.evaluation.domain.sampling import MOST_DRAWN, QUESTIONS, Drawable, drawn
from cityloop.evaluation.models import SampledCase, Sampling
from cityloop.evaluation.tasks import count_sampled
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.lots import seed_digest
from tests.support.once import settle
from tests.support.others import ByOthers
from tests.support.town import EAST, FOUNDED, MONDAY_NINE, SYSTEM, Town, key

pytestmark = [pytest.mark.django_db]
PERIOD = "2026-03-02..2026-03-02"
AFTER = MONDAY_NINE + timedelta(days=2)
SEED = "5e" * 32
PLAN = SamplingPlan(period=PERIOD, by=(Stratum.BODY,), size=10)
ALL_YES = dict.fromkeys(QUESTIONS, LookAnswer.YES)
DENIED = {**ALL_YES, LookQuestion.CLASS: LookAnswer.NO, LookQuestion.RESULT: LookAnswer.NO}


@pytest.fixture(scope="module")
def closed(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town with two cases closed by others, one closed by its own people, and one that is open."""
    with django_db_blocker.unblock(), transaction.atomic():
        api.load_evaluation(valid_from=date(2026, 1, 1), actor=SYSTEM, at=FOUNDED)
        for name in ("first", "second"):
            walk = ByOthers(town, name).to("DISPOSAL")
            walk.go("inspector", "urge", opinion="尽快办理")
            walk.to("CLOSED")
        Walk(town, "their own").to("CLOSED")
        Walk(town, "open").to("DISPOSAL")
        api.rebuild(at=MONDAY_NINE)
        settle()
        yield town


def planned(town: Town, plan: SamplingPlan = PLAN, name: str = "sampling") -> SamplingView:
    return api.plan_sampling(sampling_id=key(name), plan=plan, seed=SEED, actor=town["evaluator"], at=AFTER)


def sampled(town: Town, plan: SamplingPlan = PLAN, name: str = "sampling") -> SamplingView:
    planned(town, plan, name)
    found = api.draw_sampling(sampling_id=key(name), actor=town["evaluator"], at=AFTER)
    api.count_sampled(sampling_id=key(name), at=AFTER)  # as the worker does
    return found


def read_list(content: bytes) -> list[Drawable]:
    """Read a list as anybody would who has the documentation."""
    rows = (line.split(",", 2) for line in content.decode().splitlines())
    return [Drawable(UUID(row[0]), row[1], tuple(row[2].split("/"))) for row in rows]


def by_hand(seed: str, name: str) -> str:
    return sha256(bytes.fromhex(seed) + b"\n" + name.encode()).hexdigest()


def looked(town: Town, answers: dict[LookQuestion, LookAnswer], who: str = "acceptor") -> SampledCase:
    taken = api.take_second_look(actor=town[who], at=AFTER)
    api.answer_second_look(sampled_id=taken.id, answers=answers, words="", actor=town[who], at=AFTER)
    return SampledCase.objects.get(pk=taken.id)


def figures(town: Town, *keys: str) -> dict[str, int]:
    (row,) = api.sums(kind=api.FactKind.CASE, where=api.Selection(), at=AFTER, keys=keys)
    return dict(row.counts)


def test_the_seed_is_on_record_and_known_to_nobody_before_anything_is_drawn(closed: Town) -> None:
    plan = planned(closed)

    assert (plan.state, plan.seed, plan.drawn, plan.population) == (SamplingState.PLANNED, None, 0, None)
    assert (Sampling.objects.get().seed, plan.seed_sha256) == (SEED, seed_digest(SEED))
    assert planned(closed) == plan
    told = [plan, api.samplings(actor=closed["leader"]), api.sampling(sampling_id=plan.id, actor=closed["evaluator"])]
    entry = AuditEntry.objects.get(action="evaluation.sample")
    assert SEED not in str([*told, entry.facts])
    assert entry.facts["seed_sha256"] == plan.seed_sha256

    found = sampled(closed)

    assert (found.seed, found.seed_sha256) == (SEED, plan.seed_sha256)
    assert AuditEntry.objects.filter(action="evaluation.sample", facts__seed=SEED).count() == 1


def test_nobody_plans_until_a_seed_suits_them(closed: Town) -> None:
    planned(closed)
    with pytest.raises(SamplingStandsError, match="planned and not drawn"):
        planned(closed, name="another")
    assert Sampling.objects.count() == 1

    found = sampled(closed)
    elsewhere = planned(closed, replace(PLAN, area_code=EAST), "of the east")
    planned(closed, replace(PLAN, period="2026-04"), "of april")

    assert [each.id for each in api.sampling(sampling_id=found.id, actor=closed["evaluator"]).beside] == [elsewhere.id]


def test_no_more_is_drawn_than_anybody_could_look_at(closed: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(closed)
    assert MOST_DRAWN == 5000
    monkeypatch.setattr("cityloop.evaluation.actions.sampling.MOST_DRAWN", 2)
    with pytest.raises(SamplingStandsError, match="3 cases would be drawn; 2"):
        api.draw_sampling(sampling_id=key("sampling"), actor=closed["evaluator"], at=AFTER)
    assert not SampledCase.objects.exists()
    with pytest.raises(InvalidInputError, match="100 days"):
        planned(closed, replace(PLAN, period="2026"), "of a year")


def test_a_draw_holds_no_facts_up(closed: Town) -> None:
    planned(closed)
    api.draw_sampling(sampling_id=key("sampling"), actor=closed["evaluator"], at=AFTER)

    assert figures(closed, "quality_sampled") == {"quality_sampled": 0}
    assert ProcrastinateJob.objects.filter(task_name="evaluation.count_sampled").count() == 1
    for _ in range(2):  # a second delivery
        count_sampled(str(key("sampling")))
        assert figures(closed, "quality_sampled") == {"quality_sampled": 3}


def test_anybody_can_draw_again_from_the_list_and_the_seed(closed: Town) -> None:
    found = sampled(closed)
    again = api.draw_sampling(sampling_id=key("sampling"), actor=closed["evaluator"], at=AFTER + timedelta(days=1))

    kept = api.population(sampling_id=found.id, actor=closed["evaluator"])
    rows, more = api.sampled_cases(sampling_id=found.id, actor=closed["evaluator"])
    assert (found.population, found.drawn, again) == (3, 3, found)
    assert found.seed is not None
    assert [row.case_id for row in rows] == [each.case_id for each in drawn(read_list(kept), PLAN, found.seed)]
    order = sorted((str(row.case_id) for row in rows), key=lambda name: by_hand(SEED, name))
    assert [str(row.case_id) for row in rows] == order  # they are of one body
    assert [row.place for row in rows] == [1, 2, 3]
    assert more is None
    assert key("open") not in {row.case_id for row in rows}
    assert figures(closed, "quality_sampled", "quality_looked") == {"quality_sampled": 3, "quality_looked": 0}


def test_nothing_is_drawn_twice_or_before_its_time(closed: Town) -> None:
    planned(closed)
    with pytest.raises(SamplingStandsError, match="not over"):
        api.draw_sampling(sampling_id=key("sampling"), actor=closed["evaluator"], at=MONDAY_NINE)
    assert not SampledCase.objects.exists()

    sampled(closed)
    planned(closed, name="another")
    with pytest.raises(SamplingStandsError, match="Nothing"):
        api.draw_sampling(sampling_id=key("another"), actor=closed["evaluator"], at=AFTER)


def test_one_identifier_plans_one_thing(closed: Town) -> None:
    planned(closed)
    with pytest.raises(api.IdentifierTakenError):
        planned(closed, replace(PLAN, size=1))
    with pytest.raises(NotPermittedError):
        api.plan_sampling(sampling_id=key("x"), plan=PLAN, seed=SEED, actor=closed["inspector"], at=AFTER)
    with pytest.raises(InvalidInputError):
        planned(closed, replace(PLAN, size=None), "y")
    assert Sampling.objects.count() == 1


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
    assert figures(closed, *keys) == dict(zip(keys, (1, 1, 1, 0), strict=True))
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
    assert figures(closed, *keys) == dict(zip(keys, (1, 1, 0, 0, 1), strict=True))


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
    before = figures(closed, "quality_sampled", "quality_passed")

    api.rebuild(at=AFTER)

    assert figures(closed, "quality_sampled", "quality_passed") == before == {"quality_sampled": 3, "quality_passed": 1}
