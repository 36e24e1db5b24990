"""What time does to cases by itself, once, however often it is asked to."""

from datetime import timedelta

import pytest

from cityloop.cases import api
from cityloop.cases.models import Case, CaseStep, Urge
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.kernel.models import OutboxEvent
from tests.support.town import Town

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def alarms(walk: Walk) -> list[str]:
    told = OutboxEvent.objects.filter(name="CaseAlarmed", body__case_id=str(walk.id)).order_by("id")
    return [event.body["alarm"] for event in told]


def case(walk: Walk) -> Case:
    return Case.objects.get(pk=walk.id)


def test_nothing_rings_before_its_time(town: Town) -> None:
    walk = Walk(town)

    assert api.ring(at=walk.at + 12 * MINUTE - SECOND) == 0
    assert alarms(walk) == []


def test_it_warns_at_four_fifths_of_the_limit_and_again_when_it_is_late(town: Town) -> None:
    walk = Walk(town)

    assert api.ring(at=walk.at + 12 * MINUTE) == 1
    assert alarms(walk) == ["WARN"]
    assert api.ring(at=walk.at + 15 * MINUTE) == 1

    assert alarms(walk) == ["WARN", "OVERDUE"]
    assert case(walk).version == 1, "an alarm is no move: nobody's open form goes stale"


def test_a_second_delivery_rings_nothing(town: Town) -> None:
    walk = Walk(town)
    api.ring(at=walk.at + 15 * MINUTE)

    assert api.ring(at=walk.at + 15 * MINUTE) == 0
    assert alarms(walk) == ["WARN", "OVERDUE"]


def test_what_was_slept_through_rings_in_order(town: Town) -> None:
    walk = Walk(town)

    api.ring(at=walk.at + timedelta(hours=1))

    assert alarms(walk) == ["WARN", "OVERDUE"]
    assert Urge.objects.filter(case=walk.id).count() == 1


def test_an_overdue_case_is_brought_to_the_shift_leader_and_a_working_day_later_to_the_leader(town: Town) -> None:
    walk = Walk(town)

    api.ring(at=walk.at + 16 * MINUTE)
    assert [urge.text for urge in Urge.objects.filter(case=walk.id)] == ["SHIFT_LEADER"]
    api.ring(at=walk.at + timedelta(days=1, minutes=15) - SECOND)
    assert Urge.objects.filter(case=walk.id).count() == 1
    api.ring(at=walk.at + timedelta(days=1, minutes=15))

    assert [urge.text for urge in Urge.objects.filter(case=walk.id).order_by("urged_at")] == ["SHIFT_LEADER", "LEADER"]
    assert case(walk).urge_count == 2
    assert api.ring(at=walk.at + timedelta(days=30)) == 0
    steps = CaseStep.objects.filter(case=walk.id, verb="urge").order_by("number")
    assert [(step.post, step.actor_name) for step in steps] == [("SYSTEM", "clockwork")] * 2


def test_a_suspended_case_resumes_by_itself_at_its_date(town: Town) -> None:
    walk = Walk(town).suspend(days=2)
    resume_at = case(walk).resume_at
    assert resume_at is not None

    api.ring(at=resume_at - SECOND)
    assert case(walk).stage == "SUSPENDED"
    api.ring(at=resume_at + 5 * MINUTE)

    found = case(walk)
    assert (found.stage, found.arrived_at, found.resume_at) == ("DISPOSAL", resume_at, None)
    assert CaseStep.objects.get(case=walk.id, verb="resume").taken_at == resume_at


def test_a_planned_dispatch_happens_at_its_moment(town: Town) -> None:
    walk = Walk(town).to("DISPATCH")
    planned = walk.at + timedelta(minutes=10)
    walk.go("dispatcher", "plan_dispatch", body_id=town.bodies["HW"], until=planned)

    api.ring(at=planned - SECOND)
    assert case(walk).stage == "DISPATCH"
    api.ring(at=planned)

    found = case(walk)
    assert (found.stage, found.lead_body_id, found.dispatch_at) == ("DISPOSAL", town.bodies["HW"], None)
    assert found.dispatched_at == planned


def test_a_locked_case_does_not_move_by_itself_and_catches_up_when_unlocked(town: Town) -> None:
    walk = Walk(town).suspend(days=1)
    walk.go("shift_leader", "lock", opinion="核查中")
    resume_at = case(walk).resume_at
    assert resume_at is not None

    api.ring(at=resume_at + timedelta(hours=1))
    assert case(walk).stage == "SUSPENDED"
    walk.at = resume_at + timedelta(hours=2)
    walk.go("shift_leader", "unlock")
    api.ring(at=walk.at)

    assert (case(walk).stage, case(walk).arrived_at) == ("DISPOSAL", walk.at)


def test_a_suspended_case_rings_no_alarm(town: Town) -> None:
    walk = Walk(town).suspend(days=2)
    before = len(alarms(walk))

    api.ring(at=walk.at + timedelta(days=1))

    assert len(alarms(walk)) == before


def test_so_many_at_a_time(town: Town) -> None:
    for number in range(5):
        Walk(town, f"case {number}")
    at = Walk.at + 13 * MINUTE

    assert [api.ring(at=at, limit=2) for _ in range(4)] == [2, 2, 1, 0]
