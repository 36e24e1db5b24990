"""What a move can be given from outside is what the loop says that it takes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cityloop.cases.actions.lifecycles import standard_data
from cityloop.cases.domain.lifecycle import Lifecycle
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.models import Case
from cityloop.cases.queries.details import detail
from cityloop.cases.rest.incoming import MoveIn
from cityloop.cases.tests.factories import Walk
from tests.support.desk import API
from tests.support.town import MONDAY_NINE, Town, key

pytestmark = pytest.mark.django_db
STANDARD: Lifecycle = read(standard_data())


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(MONDAY_NINE + timedelta(hours=1), tick=False):
        yield


def test_every_input_that_a_move_needs_or_takes_can_be_sent() -> None:
    keys = {each for move in STANDARD.moves for each in (*move.needs, *move.takes)}
    keys |= {each for rule in STANDARD.requests.values() for each in (*rule.needs, *rule.takes)}
    asked = {name for each in keys for name in each.split("|")}

    assert asked <= set(MoveIn.model_fields)


def test_a_case_can_be_filed_until_a_moment(town: Town) -> None:
    walk = Walk(town, "until a moment").to("FILING")
    until = MONDAY_NINE + timedelta(days=3)

    answer = Client().post(
        f"{API}/cases/{walk.id}/moves/file",
        headers={"Authorization": f"Bearer {town.tokens['shift_leader']}", "Idempotency-Key": str(key("file"))},
        data={"version": walk.view.version, "due_at": until.isoformat()},
        content_type="application/json",
    )

    assert answer.status_code == 200, answer.content
    assert Case.objects.get(pk=walk.id).given_due_at == until


@pytest.mark.parametrize(
    ("ask", "inputs", "takes"),
    [
        ("ask_extension", {}, ["extra"]),
        ("ask_return", {}, []),
        ("ask_suspension", {"until": MONDAY_NINE + timedelta(days=3)}, ["until"]),
    ],
)
def test_who_decides_may_change_what_was_asked_for_and_nothing_else(
    town: Town, ask: str, inputs: dict[str, Any], takes: list[str]
) -> None:
    walk = Walk(town, ask).to("DISPOSAL")
    walk.go("handler_other", ask, opinion="量大", **inputs)

    moves = {move["verb"]: move for move in detail(case_id=walk.id, actor=town["dispatcher"], at=walk.at)["moves"]}

    assert moves["approve"]["takes"] == takes
    assert moves["refuse"]["needs"] == ["opinion"]
