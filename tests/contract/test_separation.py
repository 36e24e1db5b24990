"""Supervision is separate from execution: what no screen may get round."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from cityloop.access import api as access
from cityloop.access.api import Post
from cityloop.cases import api
from cityloop.cases.models import CaseStep, FieldTask
from cityloop.cases.tests.factories import Walk, elsewhere
from cityloop.config.audience import interest_of, told
from cityloop.kernel.errors import NotPermittedError
from cityloop.kernel.models import OutboxEvent
from tests.contract.world import World
from tests.support.desk import Desk
from tests.support.town import FOUNDED, Town, key

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("first", "stage", "then", "verb", "inputs"),
    [
        ("acceptor", "DISPATCH", Post.DISPATCHER, "dispatch", {"body_id": "HW"}),
        ("shift_leader", "DISPOSAL", Post.HANDLER, "sign", {}),
        ("dispatcher", "CHECK", Post.ACCEPTOR, "send_check", {}),
        ("handler_other", "CLOSING", Post.SHIFT_LEADER, "close", {}),
    ],
)
def test_an_account_that_acted_on_one_axis_is_refused_on_the_other(
    town: Town, first: str, stage: str, then: Post, verb: str, inputs: dict[str, str]
) -> None:
    """Somebody may hold seats on both sides; on one case they act on one only."""
    walk = Walk(town).to(stage)
    body = town.bodies["HW"] if then is Post.HANDLER else None
    both = elsewhere(
        town[first],
        post=then,
        axis=then.axis,
        body_id=body,
        area_code="",
        permissions=access.permissions_of(then),
    )
    before = World(town).digest()

    with pytest.raises(NotPermittedError) as refusal:
        walk.go(both, verb, **{name: town.bodies[value] for name, value in inputs.items()})

    assert refusal.value.facts["reason"] == "BOTH_AXES"
    assert World(town).digest() == before


def test_the_same_over_http_with_two_seats_and_two_tokens(town: Town) -> None:
    walk = Walk(town).to("DISPATCH")
    account = town["acceptor"].account_id
    seat = access.grant_seat(
        account_id=account, post=Post.DISPATCHER, body_id=town.bodies["ZH"], area_code="", valid_from=FOUNDED
    )
    until = walk.at + timedelta(days=1)
    issued = access.issue_token(
        name="other side", seat_id=seat.seat_id, expires_at=until, actor=town["acceptor"], at=walk.at
    )
    town.tokens["turncoat"] = issued.secret

    answer = Desk(town, "turncoat").move(
        walk.id, "dispatch", at=walk.at + MINUTE, version=walk.view.version, body_id=str(town.bodies["HW"])
    )
    del town.tokens["turncoat"]

    assert (answer.status_code, answer.json()["facts"]["reason"]) == (403, "BOTH_AXES")


def test_nobody_checks_what_their_own_body_disposed_of(town: Town) -> None:
    walk = Walk(town).to("CHECK")
    ours = elsewhere(town["acceptor"], account_id=key("of the body"), body_id=town.bodies["HW"])

    for verb in ("send_check", "pass_check"):
        with pytest.raises(NotPermittedError) as refusal:
            walk.go(ours, verb)
        assert refusal.value.facts["reason"] == "OWN_WORK"
    assert walk.check(api.Answer.NOT_PASS)
    with pytest.raises(NotPermittedError) as refusal:
        walk.go(ours, "rework", opinion="返工")
    assert refusal.value.facts["reason"] == "OWN_WORK"


def test_a_collector_who_was_not_drawn_cannot_answer(town: Town) -> None:
    walk = Walk(town, who="collector_a").to("CHECK")
    walk.go("acceptor", "send_check")
    sent = walk.sent().account_id
    others = [name for name in ("collector_a", "collector_b") if town[name].account_id != sent]
    before = World(town).digest()

    for name in others:
        answer = Desk(town, name).move(
            walk.id, "answer_check", at=walk.at + MINUTE, version=walk.view.version, answer="PASS"
        )
        if town[name].account_id == town["collector_a"].account_id:
            assert (answer.status_code, answer.json()["facts"]["reason"]) == (403, "NOT_DRAWN")
        else:
            assert answer.status_code == 404
    changed = {table for table, found in World(town).digest().items() if before[table] != found}
    assert changed <= {"access_token"}, "the token was used; nothing else"


def test_the_body_does_not_learn_who_will_check(town: Town) -> None:
    walk = Walk(town, who="citizen", source=api.Source.PUBLIC)
    walk.go("acceptor", "send_verification")
    walk.go(walk.sent(), "answer_verification", answer=api.Answer.EXISTS)
    walk.to("CHECK").check(api.Answer.NOT_PASS)
    walk.go("acceptor", "rework", opinion="仍有残留")
    walk.to("CHECK").go("acceptor", "send_check")
    secrets = secrets_of(town)

    for name in ("handler_other", "dispatcher"):
        desk = Desk(town, name)
        shown = [
            desk.get(f"/cases/{walk.id}", at=walk.at),
            desk.get(f"/cases/{walk.id}/history", at=walk.at),
            desk.get("/cases", at=walk.at),
        ]
        assert {shown[0]["id"], shown[2]["items"][0]["id"]} == {str(walk.id)}
        assert not leaked(shown, secrets), f"{name} learns who checks"
        heard = [told(event.body) for event in events() if interest_of(town[name])(event.body)]
        assert heard, f"{name} hears of the case at all"
        assert not leaked(heard, secrets)
        assert "TaskIssuedTo" not in {event.name for event in events() if interest_of(town[name])(event.body)}
    seen = Desk(town, "acceptor").get(f"/cases/{walk.id}", at=walk.at)
    assert leaked(seen, secrets), "supervision knows: else this test would prove nothing"


def test_the_citizen_does_not_learn_who_came(town: Town) -> None:
    walk = Walk(town, who="citizen", source=api.Source.PUBLIC)
    walk.go("acceptor", "send_verification")
    walk.go(walk.sent(), "answer_verification", answer=api.Answer.EXISTS)
    desk = Desk(town, "citizen")

    shown = [desk.get(f"/cases/{walk.id}", at=walk.at), desk.get(f"/cases/{walk.id}/history", at=walk.at)]

    assert shown[1]["steps"]
    assert not leaked(shown, secrets_of(town))


def test_the_administrator_sees_no_case(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    desk = Desk(town, "administrator")

    for path in (f"/cases/{walk.id}", f"/cases/{walk.id}/history", f"/cases/{key('no case at all')}"):
        assert desk.ask("get", path, at=walk.at).status_code == 404
    assert desk.ask("get", "/cases", at=walk.at).status_code == 403
    stale = desk.move(walk.id, "sign", at=walk.at, version=0)
    assert (stale.status_code, b"current" in stale.content) == (404, False)


@pytest.mark.parametrize("who", ["handler", "acceptor_west", "collector_west", "citizen_other", "administrator"])
def test_a_stale_version_tells_nothing_to_whom_the_case_is_not(town: Town, who: str) -> None:
    walk = Walk(town).to("DISPOSAL")

    answer = Desk(town, who).move(walk.id, "sign", at=walk.at, version=0)

    assert answer.status_code == 404
    assert walk.view.number.encode() not in answer.content


def secrets_of(town: Town) -> list[str]:
    """Return all that would give a collector away."""
    assert FieldTask.objects.exists()
    assert CaseStep.objects.filter(verb="answer_verification").exists()
    names = ("collector_a", "collector_b", "collector_west")
    return [*names, *(str(town[name].account_id) for name in names)]


def leaked(shown: Any, secrets: list[str]) -> list[str]:
    """Return those secrets that stand in what was shown."""
    text = orjson.dumps(shown, default=str).decode()
    return [secret for secret in secrets if secret in text]


def events() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(name__in=["CaseMoved", "TaskIssuedTo"]))
