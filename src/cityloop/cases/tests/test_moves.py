"""Moving a case: the outcome, the trace it leaves, the news of it; and that a refusal leaves nothing."""

from datetime import timedelta
from typing import Any

import pytest

from cityloop.cases import api
from cityloop.cases.models import Activity, Case, CaseParticipant, CaseStep
from cityloop.cases.tests.factories import MINUTE, STAGES, Walk
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.models import OutboxEvent
from cityloop.standards import api as standards
from cityloop.standards.api import Limit
from tests.contract.world import World
from tests.support.town import MONDAY_NINE, Town, key

pytestmark = pytest.mark.django_db


def test_a_case_goes_straight_round_the_loop(town: Town) -> None:
    walk = Walk(town)

    assert tuple(walk.to(stage).view.stage for stage in STAGES) == STAGES
    case = Case.objects.get(pk=walk.id)
    assert (case.phase, case.closing_kind, case.disposed_on_time) == ("CLOSED", "NORMAL", True)
    assert case.version == case.step_count == CaseStep.objects.filter(case=case).count()


def test_a_move_leaves_a_step_that_says_who_when_and_with_what(town: Town) -> None:
    walk = Walk(town).to("FILING")

    walk.go("shift_leader", "file", limit=Limit.parse("4 work_hour"), opinion="同意立案")

    step = CaseStep.objects.get(case=walk.id, number=3)
    assert (step.verb, step.source, step.target, step.opinion) == ("file", "FILING", "DISPATCH", "同意立案")
    assert (step.actor_id, step.actor_name) == (town["shift_leader"].account_id, "shift_leader")
    assert (step.post, step.body_id, step.taken_at) == ("SHIFT_LEADER", town.bodies["JD"], walk.at)
    assert step.inputs == {"limit": "4 work_hour"}
    assert step.hash == Case.objects.get(pk=walk.id).chain_head


def test_a_move_ends_one_stay_and_begins_the_next(town: Town) -> None:
    walk = Walk(town)
    walk.go("acceptor", "submit", minutes=10)

    first, second = Activity.objects.filter(case=walk.id).order_by("number")
    assert (first.stage, first.left_at, first.verb, first.on_time) == ("ACCEPTANCE", walk.at, "submit", True)
    assert first.used == 10 * MINUTE
    assert (second.stage, second.arrived_at, second.due_at) == ("FILING", walk.at, walk.at + 15 * MINUTE)
    assert second.left_at is None


def test_a_late_stay_is_told_as_late(town: Town) -> None:
    walk = Walk(town)
    walk.go("acceptor", "submit", minutes=16)

    assert Activity.objects.get(case=walk.id, number=1).on_time is False


def test_every_move_is_told_once_with_where_the_case_is_now(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")

    told = OutboxEvent.objects.filter(name="CaseMoved", body__case_id=str(walk.id)).order_by("id")
    assert [(event.body["verb"], event.body["version"]) for event in told] == [
        ("register", 1),
        ("submit", 2),
        ("file", 3),
        ("dispatch", 4),
    ]
    last = told[3].body
    assert (last["stage"], last["holder_post"], last["lead_body_id"]) == (
        "DISPOSAL",
        "HANDLER",
        str(town.bodies["HW"]),
    )


def test_who_took_part_is_known_with_their_side(town: Town) -> None:
    walk = Walk(town).to("CHECK")

    known = dict(CaseParticipant.objects.filter(case=walk.id).values_list("account_id", "axis"))
    assert known == {
        town["acceptor"].account_id: "SUPERVISION",
        town["shift_leader"].account_id: "SUPERVISION",
        town["dispatcher"].account_id: "EXECUTION",
        town["handler_other"].account_id: "EXECUTION",
    }


def test_several_moves_are_made_together_or_not_at_all(town: Town) -> None:
    walk = Walk(town)
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("submit", "acceptor", {}),
        ("file", "shift_leader", {}),
    ]  # filing lacks its limit
    moves: Any = [
        (api.MoveAsked(verb=verb, at=walk.at + MINUTE, inputs=api.Inputs(**inputs)), town[who])
        for verb, who, inputs in asked
    ]

    with pytest.raises(api.MoveNotAllowedError, match="To file say condition_id"):
        api.move_through(case_id=walk.id, moves=moves)

    case = Case.objects.get(pk=walk.id)
    assert (case.stage, case.version, CaseStep.objects.filter(case=case).count()) == ("ACCEPTANCE", 1, 1)


REFUSED: list[tuple[str, str, str, dict[str, Any], type[Exception], str]] = [
    ("ACCEPTANCE", "acceptor", "file", {}, api.MoveNotAllowedError, "Cannot file a case that is ACCEPTANCE"),
    ("ACCEPTANCE", "acceptor", "fly", {}, api.MoveNotAllowedError, "There is no move called fly"),
    ("ACCEPTANCE", "shift_leader", "submit", {}, NotPermittedError, "may not submit here"),
    ("ACCEPTANCE", "acceptor_west", "submit", {}, NotFoundError, "no such case"),
    ("ACCEPTANCE", "acceptor", "refuse_report", {}, api.MoveNotAllowedError, "say opinion"),
    ("ACCEPTANCE", "acceptor", "submit", {"score": 5}, api.MoveNotAllowedError, "takes no score"),
    ("ACCEPTANCE", "acceptor", "correct", {"class_code": "99999"}, InvalidInputError, "99999"),
    ("FILING", "shift_leader", "file", {"condition_id": 2**40}, InvalidInputError, "condition"),
    ("DISPATCH", "dispatcher", "dispatch", {"body_id": key("nobody")}, InvalidInputError, "body"),
    ("DISPOSAL", "handler", "sign", {}, NotFoundError, "no such case"),
    ("DISPOSAL", "handler_other", "feed_back", {}, api.MoveNotAllowedError, "photo"),
    ("DISPOSAL", "handler_other", "feed_back", {"photo_ids": (key("no photo"),)}, InvalidInputError, "photograph"),
    ("CHECK", "acceptor", "pass_check", {}, api.MoveNotAllowedError, "has not passed"),
]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}")
def test_a_refused_move_changes_nothing(town: Town, row: Any) -> None:
    stage, who, verb, inputs, error, words = row
    walk = Walk(town).to(stage)
    before = World(town).digest()

    with pytest.raises(error, match=words):
        walk.go(who, verb, **inputs)

    assert World(town).digest() == before


def test_a_component_out_of_order_is_filed_under_the_conditions_of_its_component(town: Town) -> None:
    components = standards.classes(kind=standards.MatterKind.COMPONENT, at=MONDAY_NINE)
    matter, condition = next((c.matter_code, held) for c in components for held in conditions(c.matter_code or ""))
    other = conditions("06010")[0]
    assert condition.kind is standards.MatterKind.COMPONENT
    walk = Walk(town, changes={"class_code": matter}).to("FILING")

    with pytest.raises(InvalidInputError, match="The condition is one of 06010"):
        walk.go("shift_leader", "file", condition_id=other.id)
    walk.go("shift_leader", "file", condition_id=condition.id)

    case = Case.objects.get(pk=walk.id)
    assert (case.condition_id, case.limit_text) == (
        condition.id,
        str(standards.limit_for(condition_id=condition.id, area_level=standards.AreaLevel.C)),
    )


def conditions(code: str) -> list[standards.ConditionView]:
    return standards.conditions(kind=standards.MatterKind.INCIDENT, code=code, at=MONDAY_NINE)


def test_a_move_before_the_last_one_is_refused(town: Town) -> None:
    walk = Walk(town)
    walk.go("acceptor", "submit", minutes=10)

    with pytest.raises(api.MoveNotAllowedError, match="cannot be earlier"):
        api.move(
            case_id=walk.id,
            verb="file",
            inputs=api.Inputs(limit=Limit.parse("1 work_hour")),
            actor=town["shift_leader"],
            at=walk.at - timedelta(minutes=5),
        )


def test_the_moves_offered_are_the_moves_that_work(town: Town) -> None:
    from cityloop.cases.queries.details import detail  # noqa: PLC0415 - a read of our own, for this test only

    walk = Walk(town).to("DISPOSAL")

    offered = {
        who: {move["verb"] for move in detail(case_id=walk.id, actor=town[who], at=walk.at + MINUTE)["moves"]}
        for who in ("handler_other", "dispatcher", "acceptor", "leader")
    }

    assert {"sign", "feed_back", "ask_extension", "ask_return"} <= offered["handler_other"]
    assert offered["acceptor"] == set()
    assert {"instruct", "urge", "close_by_force"} == offered["leader"]
    assert "add_helpers" in offered["dispatcher"]
    assert "sign" not in offered["dispatcher"]


@pytest.mark.parametrize("early", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_a_case_cannot_be_filed_to_be_due_before_it_is_filed(town: Town, early: timedelta) -> None:
    walk = Walk(town).to("FILING")
    filed_at = walk.at + MINUTE

    with pytest.raises(api.MoveNotAllowedError, match="must lie ahead") as refused:
        walk.go("shift_leader", "file", due_at=filed_at - early)

    assert (refused.value.facts["reason"], refused.value.facts["field"]) == ("NOT_AHEAD", "due_at")
    assert Case.objects.get(pk=walk.id).stage == "FILING"
