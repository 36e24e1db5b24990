"""How much lies with each body, and how punctual it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.models import Case
from cityloop.cases.queries.loads import body_loads
from cityloop.cases.tests.factories import Walk
from tests.support.desk import Desk
from tests.support.town import MONDAY_NINE, WEST_SPOT, Town, key

pytestmark = pytest.mark.django_db
SOON = MONDAY_NINE + timedelta(minutes=20)


def load(town: Town, who: str, body: str, at: Any) -> dict[str, Any]:
    return next(row for row in body_loads(actor=town[who], at=at) if row["body_id"] == town.bodies[body])


def test_what_lies_with_a_body_is_told_apart_by_its_clock(town: Town) -> None:
    Walk(town, "at work").to("DISPOSAL")
    Walk(town, "to be checked").to("CHECK")
    Walk(town, "set aside").suspend()
    at_work = {"open": 3, "in_disposal": 1, "due_soon": 0, "overdue": 0}

    assert load(town, "dispatcher", "HW", SOON).items() >= at_work.items()
    due = Case.objects.get(stage="DISPOSAL").due_at
    assert due is not None
    assert load(town, "dispatcher", "HW", due - timedelta(minutes=1)).items() >= (at_work | {"due_soon": 1}).items()
    assert load(town, "dispatcher", "HW", due + timedelta(days=1)).items() >= (at_work | {"overdue": 1}).items()


def test_punctuality_is_that_of_the_last_thirty_days(town: Town) -> None:
    Walk(town, "in time").to("CLOSED")
    Walk(town, "late").to("DISPOSAL").wait(days=3).to("CLOSED")
    Walk(town, "appealed").to("DISPOSAL").wait(days=3).to("CLOSED")
    Case.objects.filter(pk=key("appealed")).update(appeal_granted=True)

    row = load(town, "leader", "HW", MONDAY_NINE + timedelta(days=10))
    assert (row["disposed"], row["disposed_on_time"], row["on_time_share"]) == (2, 1, 0.5)
    row = load(town, "leader", "HW", MONDAY_NINE + timedelta(days=31, hours=12))
    assert (row["disposed"], row["disposed_on_time"], row["on_time_share"]) == (1, 0, 0.0)
    row = load(town, "leader", "HW", MONDAY_NINE + timedelta(days=60))
    assert (row["disposed"], row["on_time_share"]) == (0, None), "nothing is not bad"


def test_every_body_that_can_be_sent_a_case_has_a_row(town: Town) -> None:
    rows = body_loads(actor=town["dispatcher"], at=SOON)

    assert {row["body_id"] for row in rows} == {town.bodies[code] for code in ("SZ", "SZ-1", "HW")}


def test_only_the_area_of_the_asker_counts(town: Town) -> None:
    Walk(town, "eastern").to("DISPOSAL")
    Walk(town, "western", spot=WEST_SPOT).to("DISPOSAL")

    assert load(town, "dispatcher", "HW", SOON)["open"] == 2
    assert load(town, "dispatcher_west", "HW", SOON)["open"] == 1


def test_loads_are_one_query_over_the_cases(town: Town) -> None:
    for number in range(6):
        Walk(town, f"case {number}").to("DISPOSAL")
    body_loads(actor=town["dispatcher"], at=SOON)  # the bodies are remembered

    with CaptureQueriesContext(connection) as queries:
        body_loads(actor=town["dispatcher"], at=SOON)

    assert len([query for query in queries if "cases_" in query["sql"]]) == 1
    assert len(queries) <= 2, "and one for the stamp of the bodies"


def test_a_department_is_not_told_of_the_others(town: Town) -> None:
    assert Desk(town, "handler").ask("get", "/cases/loads", at=SOON).status_code == 403
    told = Desk(town, "dispatcher").get("/cases/loads", at=SOON)
    assert {row["body_id"] for row in told} >= {str(town.bodies["HW"])}
