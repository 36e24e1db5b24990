"""Evaluation over HTTP: from a league to its cases, and a result on its way to somebody who verifies it."""

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityloop.evaluation import api
from tests.evaluation.march_results import published
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import Town, key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
ROOT = "/api/v1/evaluation"


def ask(town: Town, who: str, path: str, **query: Any) -> Any:
    with time_machine.travel(APRIL, tick=False):
        return Client().get(f"{ROOT}{path}", query, headers={"Authorization": f"Bearer {town.tokens[who]}"})


def send(town: Town, who: str, path: str, body: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Idempotency-Key": str(key(path))}
    with time_machine.travel(APRIL, tick=False):
        return Client().post(f"{ROOT}{path}", body, "application/json", headers=headers)


def test_a_league_leads_to_the_cases_behind_its_figures(march: Town) -> None:
    league = ask(march, "evaluator", "/leagues/national-body", period=MARCH).json()
    row = next(row for row in league["rows"] if row["code"] == "HW")
    asked = {"scheme": "national-body", "period": MARCH, "subject": row["subject_id"], "size": 2}

    assert (row["total"], row["rank"]) == ("76.00", 1)
    for figure in (figure for term in row["terms"] for figure in term["figures"]):
        page = ask(march, "evaluator", "/behind", key=figure["key"], counted_at=league["counted_at"], **asked).json()
        told, items = page["figure"], page["items"]
        while page["next"]:
            page = ask(march, "evaluator", "/behind", key=figure["key"], cursor=page["next"], **asked).json()
            items += page["items"]
        assert sum(item["contribution"] for item in items) == told == figure["figure"], figure


def test_a_cursor_that_is_none_is_refused(march: Town) -> None:
    subject = str(march.bodies["HW"])
    for cursor in ("x", "WzEsMl0", "WyIxIiwgIngiXQ"):
        answer = ask(
            march, "evaluator", "/behind",
            key="filed", scheme="national-body", period=MARCH, subject=subject, cursor=cursor,
        )  # fmt: skip
        assert answer.status_code == 422, cursor
        assert ask(march, "evaluator", "/results", cursor=cursor).status_code == 422


def test_a_result_goes_out_signed_and_as_a_table(march: Town) -> None:
    draft = send(march, "evaluator", "/results", {"scheme": "national-body", "period": MARCH}).json()
    again = send(march, "evaluator", "/results", {"scheme": "national-body", "period": MARCH})
    opened = send(
        march, "evaluator", f"/results/{draft['id']}/publication", {"version": 1, "objections_until": "2026-04-20"}
    ).json()

    export = ask(march, "evaluator", f"/results/{draft['id']}/export")
    table = ask(march, "evaluator", f"/results/{draft['id']}/table")

    assert again.headers["Idempotent-Replay"] == "true"
    assert opened["digest"] == export.json()["digest"]
    assert api.faults(json.loads(export.content)) == []
    assert api.faults(export.json(), trusted_key=ask(march, "handler", "/key").json()["public_key"]) == []
    assert 'filename="national-body-2026-03-1.json"' in export.headers["Content-Disposition"]
    rows = list(openpyxl.load_workbook(BytesIO(table.getvalue())).active.iter_rows(values_only=True))
    assert rows[1][1:6] == (1, "HW", "环境卫生管理处", 76, "B")
    assert len(rows) == 4


def test_a_list_of_results_costs_two_queries(march: Town) -> None:
    for scheme in ("national-body", "jinhua-body"):
        published(march, scheme, result_id=key(scheme))

    with CaptureQueriesContext(connection) as queries:
        found, _ = api.results(actor=march["leader"])

    assert len(queries) == 2
    assert all(result.digest for result in found)
    assert len(found) == 2


def test_pages_of_results_follow_one_another(march: Town) -> None:
    for scheme in ("national-body", "jinhua-body", "national-district"):
        api.draft_result(result_id=key(scheme), scheme_key=scheme, period=MARCH, actor=march["evaluator"], at=APRIL)

    first = ask(march, "evaluator", "/results", size=2).json()
    rest = ask(march, "evaluator", "/results", size=2, cursor=first["next"]).json()

    assert {row["scheme_key"] for row in first["items"] + rest["items"]} == {
        "national-body", "jinhua-body", "national-district",
    }  # fmt: skip
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
