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


@pytest.mark.parametrize(
    ("who", "verb", "inputs", "told"),
    [
        ("dispatcher", "close", {}, (409, "操作未被接受", "案件处于“待派遣”阶段，不能进行“结案”操作。")),
        ("acceptor", "dispatch", {}, (403, "没有权限", "受理员岗位在此阶段不能进行“派遣”操作。")),
        ("dispatcher", "dispatch", {}, (409, "操作未被接受", "进行“派遣”操作须填写：处置单位。")),
        ("dispatcher", "dispatch", {"score": 100}, (409, "操作未被接受", "进行“派遣”操作须填写：处置单位。")),
        ("dispatcher", "cancel_plan", {}, (409, "操作未被接受", "没有设置定时派遣。")),
        ("dispatcher", "dispatch", {"body_id": "?"}, (422, "填写有误", "body_id：不是有效的 UUID")),
    ],
)
def test_a_refused_move_is_told_in_the_words_of_the_city(
    town: Town, who: str, verb: str, inputs: dict[str, Any], told: tuple[int, str, str]
) -> None:
    walk = Walk(town, "told in Chinese").to("DISPATCH")

    answer = Client().post(
        f"{API}/cases/{walk.id}/moves/{verb}",
        headers={
            "Authorization": f"Bearer {town.tokens[who]}",
            "Idempotency-Key": str(key(verb)),
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        data={"version": walk.view.version, **inputs},
        content_type="application/json",
    )

    status, title, detail = told
    assert (answer.status_code, answer.json()["title"]) == (status, title), answer.content.decode()
    assert answer.json()["detail"].endswith(detail)
    assert answer["Content-Language"] == "zh-Hans"
