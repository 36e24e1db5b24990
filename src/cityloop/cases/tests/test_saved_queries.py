"""Queries under a name of one's own."""

from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.actions import saved_queries
from cityloop.cases.models import SavedQuery
from tests.support.desk import Desk
from tests.support.town import EAST, MONDAY_NINE, Town

pytestmark = pytest.mark.django_db
AT = MONDAY_NINE
PATH = "/cases/queries"
SERIAL = count()


def keep(town: Town, who: str, name: str, key_name: str = "", **filters: Any) -> Any:
    body, key_name = {"name": name, "filters": filters}, key_name or f"query {next(SERIAL)}"
    return Desk(town, who).ask("post", PATH, at=AT, key_name=key_name, data=body, content_type="application/json")


def rename(town: Town, who: str, query_id: str, name: str) -> Any:
    path, body = f"{PATH}/{query_id}", {"name": name}
    return Desk(town, who).ask("patch", path, at=AT, data=body, content_type="application/json")


def names(town: Town, who: str) -> list[str]:
    return [query["name"] for query in Desk(town, who).get(PATH, at=AT)]


def test_a_query_is_kept_with_what_narrows_it(town: Town) -> None:
    answer = keep(town, "leader", "东区超时", area_code=EAST, is_overdue=True, stage="", counted="overdue_open")

    assert answer.status_code == 201
    (kept,) = Desk(town, "leader").get(PATH, at=AT)
    assert kept == answer.json()
    assert kept["filters"] == {"area_code": EAST, "is_overdue": True, "counted": "overdue_open"}


def test_the_same_key_keeps_one_query(town: Town) -> None:
    first = keep(town, "leader", "督办", "once", desk="urged")
    again = keep(town, "leader", "督办", "once", desk="urged")

    assert again.json() == first.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert SavedQuery.objects.count() == 1


@pytest.mark.parametrize(
    "filters", [{"stage": "no stage"}, {"counted": "everything"}, {"registered_from": "yesterday"}]
)
def test_filters_that_no_list_takes_are_refused(town: Town, filters: dict[str, str]) -> None:
    assert keep(town, "leader", "x", **filters).status_code == 422
    assert not SavedQuery.objects.exists()


@pytest.mark.parametrize(
    "filters", [None, [], [None], "all", 1, {"north": "1"}, {"west": True}, {"is_overdue": "yes"}, {"is_due_soon": "1"}]
)
def test_filters_are_an_object_of_what_json_has(town: Town, filters: object) -> None:
    body = {"name": "x", "filters": filters}
    answer = Desk(town, "leader").ask("post", PATH, at=AT, data=body, content_type="application/json")

    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["", "  ", "长" * 61])
def test_a_name_is_needed(town: Town, name: str) -> None:
    assert keep(town, "leader", name).status_code == 422


def test_a_name_is_used_once_by_an_account(town: Town) -> None:
    assert keep(town, "leader", "我的").status_code == 201
    assert keep(town, "leader", "我的").status_code == 422
    assert keep(town, "inspector", "我的").status_code == 201


def test_a_query_is_renamed_and_forgotten_by_its_owner(town: Town) -> None:
    query_id = keep(town, "leader", "旧名").json()["id"]
    keep(town, "leader", "别名")

    assert rename(town, "leader", query_id, "新名").json()["name"] == "新名"
    assert rename(town, "leader", query_id, "别名").status_code == 422
    assert names(town, "leader") == ["别名", "新名"]
    assert Desk(town, "leader").ask("delete", f"{PATH}/{query_id}", at=AT).status_code == 204
    assert names(town, "leader") == ["别名"]


def test_for_others_there_is_no_such_query(town: Town) -> None:
    query_id = keep(town, "leader", "领导的").json()["id"]

    assert names(town, "inspector") == []
    assert rename(town, "inspector", query_id, "督查的").status_code == 404
    assert Desk(town, "inspector").ask("delete", f"{PATH}/{query_id}", at=AT).status_code == 404
    assert names(town, "leader") == ["领导的"]


def test_nobody_keeps_more_than_they_find_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_queries, "MOST", 2)

    assert [keep(town, "leader", name).status_code for name in "一二三"] == [201, 201, 422]


@pytest.mark.parametrize("kept", [1, 9])
def test_listing_costs_the_same_however_many(town: Town, kept: int) -> None:
    for number in range(kept):
        keep(town, "leader", f"第{number}")
    desk = Desk(town, "leader")
    desk.get(PATH, at=AT)

    with CaptureQueriesContext(connection) as queries:
        desk.get(PATH, at=AT)

    assert len([query for query in queries if "savedquery" in query["sql"]]) == 1
