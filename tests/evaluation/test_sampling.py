"""Case-quality sampling: planned with a seed that nobody knows, drawn so that anybody can draw again, counted."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from cityloop.access.models import AuditEntry
from cityloop.evaluation import api
from cityloop.evaluation.contracts.sampling import SamplingStandsError, SamplingState
from cityloop.evaluation.domain.sampling import MOST_DRAWN, Drawable, drawn
from cityloop.evaluation.models import SampledCase, Sampling
from cityloop.evaluation.tasks import count_sampled
from cityloop.kernel.errors import InvalidInputError, NotPermittedError
from cityloop.kernel.lots import seed_digest
from tests.evaluation.second_looks import AFTER, PLAN, SEED, figures, planned, sampled
from tests.support.town import EAST, MONDAY_NINE, Town, key

pytestmark = [pytest.mark.django_db]


def read_list(content: bytes) -> list[Drawable]:
    """Read a list as anybody would who has the documentation."""
    rows = (line.split(",", 2) for line in content.decode().splitlines())
    return [Drawable(UUID(row[0]), row[1], tuple(row[2].split("/"))) for row in rows]


def by_hand(seed: str, name: str) -> str:
    return sha256(bytes.fromhex(seed) + b"\n" + name.encode()).hexdigest()


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

    assert figures("quality_sampled") == {"quality_sampled": 0}
    assert ProcrastinateJob.objects.filter(task_name="evaluation.count_sampled").count() == 1
    for _ in range(2):  # a second delivery
        count_sampled(str(key("sampling")))
        assert figures("quality_sampled") == {"quality_sampled": 3}


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
    assert figures("quality_sampled", "quality_looked") == {"quality_sampled": 3, "quality_looked": 0}


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
