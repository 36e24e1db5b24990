"""What bodies ask for, who decides, and that a refusal changes nothing but the fact that it was asked."""

from datetime import timedelta
from typing import Any

import pytest

from cityloop.cases import api
from cityloop.cases.models import Case, CaseRequest, RequestDecision
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.kernel.errors import NotPermittedError
from cityloop.organizations import api as organizations
from cityloop.standards.api import Limit
from tests.support.town import Town

pytestmark = pytest.mark.django_db
BODY = "handler_other"


def case(walk: Walk) -> Case:
    return Case.objects.get(pk=walk.id)


def test_a_request_is_kept_with_what_was_asked_and_who_decided(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    until = walk.at + timedelta(days=3)

    walk.go(BODY, "ask_suspension", opinion="等待围挡拆除", until=until)
    asked_at = walk.at
    walk.go("dispatcher", "approve", opinion="情况属实")
    walk.go("shift_leader", "approve")

    request = CaseRequest.objects.get(case=walk.id)
    assert (request.kind, request.reason, request.state) == ("SUSPENSION", "等待围挡拆除", "APPROVED")
    assert request.asked == {"until": until.isoformat()}
    assert (request.asked_by, request.asked_by_body_id) == (town[BODY].account_id, town.bodies["HW"])
    assert (request.asked_at, request.decided_at) == (asked_at, walk.at)
    decisions = RequestDecision.objects.filter(request=request).order_by("place")
    assert [(d.place, d.post, d.approved, d.opinion) for d in decisions] == [
        (1, "DISPATCHER", True, "情况属实"),
        (2, "SHIFT_LEADER", True, ""),
    ]


def test_an_extension_adds_the_time_asked_for(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    due = walk.view.due_at
    assert due is not None
    walk.go(BODY, "ask_extension", opinion="量大", extra=Limit.parse("30 minute"))

    walk.go("dispatcher", "approve")

    assert walk.view.due_at == due + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("ask", "inputs"),
    [
        ("ask_extension", {}),
        ("ask_return", {}),
        ("ask_authority", {}),
        ("ask_suspension", {"until": timedelta(days=3)}),
        ("ask_dispute", {}),
    ],
)
def test_a_refused_request_changes_nothing_but_that_it_was_asked(
    town: Town, ask: str, inputs: dict[str, timedelta]
) -> None:
    walk = Walk(town).to("DISPOSAL")
    before = case(walk)
    given: dict[str, Any] = {name: walk.at + span for name, span in inputs.items()}
    walk.go(BODY, ask, minutes=0, opinion="理由", **given)

    walk.go("leader" if ask == "ask_dispute" else "dispatcher", "refuse", minutes=0, opinion="理由不足")

    after = case(walk)
    same = ("stage", "phase", "due_at", "holder_body_id", "lead_body_id", "request_kind", "request_post", "resume_at",
            "extension_count", "return_count", "suspension_count", "clock_allowance", "arrived_at")  # fmt: skip
    assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
    assert CaseRequest.objects.get(case=walk.id).state == "REFUSED"


def test_the_clock_waits_while_somebody_else_decides(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    due = walk.view.due_at
    assert due is not None
    walk.go(BODY, "ask_return", opinion="不归我管")

    walk.go("dispatcher", "refuse", minutes=5, opinion="属于你处")

    assert walk.view.due_at == due + timedelta(minutes=5)


def test_one_request_at_a_time(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.go(BODY, "ask_extension", opinion="量大")

    tried: list[tuple[str, dict[str, Any]]] = [("ask_return", {"opinion": "不归我管"}), ("feed_back", {})]
    for verb, inputs in tried:
        with pytest.raises(api.MoveNotAllowedError, match="still undecided"):
            walk.go(BODY, verb, **inputs)


def test_only_whose_turn_it_is_decides(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.go(BODY, "ask_suspension", opinion="等待", until=walk.at + timedelta(days=2))

    with pytest.raises(NotPermittedError):
        walk.go("shift_leader", "approve")
    walk.go("dispatcher", "approve")
    with pytest.raises(NotPermittedError):
        walk.go("dispatcher", "approve")
    walk.go("shift_leader", "approve")

    assert walk.view.stage == "SUSPENDED"


def test_the_asker_takes_it_back_and_has_won_no_time(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    due = walk.view.due_at
    walk.go(BODY, "ask_return", opinion="不归我管")
    assert walk.view.due_at is None, "the clock waits for the decision"

    walk.go(BODY, "withdraw", minutes=5)

    assert walk.view.due_at == due
    assert CaseRequest.objects.get(case=walk.id).state == "WITHDRAWN"


def test_a_return_goes_back_to_the_dispatcher_who_may_not_send_it_to_filing(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.go(BODY, "ask_return", opinion="不归我管")

    walk.go("dispatcher", "approve")

    assert (walk.view.stage, case(walk).return_count) == ("DISPATCH", 1)
    with pytest.raises(api.MoveNotAllowedError):
        walk.go("dispatcher", "send_back", opinion="退回")


def test_a_ruling_on_a_dispute_holds_for_the_next_case_of_its_kind(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.go(BODY, "ask_dispute", opinion="应属市政", body_id=town.bodies["SZ"])

    walk.go("leader", "approve")

    assert (walk.view.stage, case(walk).planned_body_id) == ("DISPATCH", town.bodies["SZ"])
    ruling = organizations.responsible_body(
        kind=town.new_case().kind, class_code="06010", grid_code=case(walk).grid_code, at=walk.at + MINUTE
    )
    assert ruling is not None
    assert ruling.body_id == town.bodies["SZ"]


def test_a_case_voided_at_the_dispatchers_request_is_void(town: Town) -> None:
    walk = Walk(town).to("DISPATCH")
    walk.go("dispatcher", "ask_voiding", opinion="现场已无此问题")

    walk.go("shift_leader", "approve")

    assert (walk.view.stage, walk.view.phase, case(walk).void_kind) == ("VOID", "VOID", "VOIDED")


def test_lateness_is_appealed_once_and_stays_a_fact(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.wait(days=2).to("CLOSED")
    walk.go(BODY, "ask_appeal", opinion="道路封闭")
    walk.go("dispatcher", "approve")

    walk.go("evaluator", "approve")

    assert (case(walk).disposed_on_time, case(walk).appeal_granted) == (False, True)
    with pytest.raises(api.MoveNotAllowedError, match="appealed before"):
        walk.go(BODY, "ask_appeal", opinion="再申诉")


@pytest.mark.parametrize(
    ("verb", "inputs", "words"),
    [
        ("ask_suspension", {"opinion": "等", "until": timedelta(days=-1)}, "a date ahead"),
        ("ask_suspension", {"opinion": "等", "until": timedelta(days=400)}, "at most 366 days"),
        ("ask_extension", {}, "say opinion"),
        ("ask_holiday", {"opinion": "累"}, "no move called"),
    ],
)
def test_what_could_not_be_granted_cannot_be_asked(town: Town, verb: str, inputs: dict[str, Any], words: str) -> None:
    walk = Walk(town).to("DISPOSAL")
    given: dict[str, Any] = {
        name: walk.at + value if isinstance(value, timedelta) else value for name, value in inputs.items()
    }

    with pytest.raises(api.MoveNotAllowedError, match=words):
        walk.go(BODY, verb, **given)

    assert not CaseRequest.objects.exists()
