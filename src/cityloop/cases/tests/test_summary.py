"""Base counts, by what a city divides itself."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from cityloop.cases import api
from cityloop.cases.tests.factories import Walk
from tests.support.town import EAST, MONDAY_NINE, WEST, WEST_SPOT, Town

pytestmark = pytest.mark.django_db
LATER = MONDAY_NINE + timedelta(days=5)


def a_few_cases(town: Town) -> None:
    """One closed in time, one closed late, one overdue, one open, one void, one merged, one of a collector's own."""
    Walk(town, "in time").to("CLOSED")
    late = Walk(town, "late").to("DISPOSAL")
    late.wait(days=2).to("CLOSED")
    Walk(town, "overdue").to("DISPOSAL")
    Walk(town, "open", spot=WEST_SPOT)
    Walk(town, "void").refuse()
    Walk(town, "merged").merge(Walk(town, "main", spot=WEST_SPOT).id)
    Walk(town, "own fix", who="collector_a", changes={"self_disposed": True})


def test_the_city_is_counted_once(town: Town) -> None:
    a_few_cases(town)

    (row,) = api.base_counts(by=api.Division.CITY, at=LATER)

    assert row == {
        "key": "", "reported": 7, "filed": 3, "dispatched": 3, "disposed": 2, "disposed_on_time": 1,
        "disposed_late": 1, "exempted": 0, "overdue_open": 1, "closed": 2, "open": 3, "suspended": 0, "reworked": 0,
        "returned": 0, "extended": 0, "void": 1, "merged": 1, "self_disposed": 1,
    }  # fmt: skip


def test_districts_add_up_to_the_city(town: Town) -> None:
    a_few_cases(town)

    (city,) = api.base_counts(by=api.Division.CITY, at=LATER)
    districts = api.base_counts(by=api.Division.DISTRICT, at=LATER)

    assert [row["key"] for row in districts] == [EAST, WEST]
    assert {name: sum(row[name] for row in districts) for name in city if name != "key"} == {
        name: count for name, count in city.items() if name != "key"
    }


@pytest.mark.parametrize("by", list(api.Division))
def test_every_division_counts_every_case_once(town: Town, by: api.Division) -> None:
    a_few_cases(town)

    assert sum(row["reported"] for row in api.base_counts(by=by, at=LATER)) == 7


def test_an_area_counts_its_own(town: Town) -> None:
    a_few_cases(town)

    (row,) = api.base_counts(by=api.Division.DISTRICT, at=LATER, area_code=WEST)

    assert (row["key"], row["reported"]) == (WEST, 2)


def test_a_lateness_appealed_with_success_is_exempt(town: Town) -> None:
    late = Walk(town, "late").to("DISPOSAL")
    late.wait(days=2).to("CLOSED")
    late.go("handler_other", "ask_appeal", opinion="道路封闭")
    late.go("dispatcher", "approve")
    late.go("evaluator", "approve")

    (row,) = api.base_counts(by=api.Division.CITY, at=LATER)

    assert (row["disposed"], row["disposed_late"], row["exempted"]) == (1, 0, 1)


def test_the_command_prints_them(town: Town) -> None:
    a_few_cases(town)
    table, plain = StringIO(), StringIO()

    with time_machine.travel(LATER, tick=False):
        call_command("summary", by="district", stdout=table)
        call_command("summary", by="district", json=True, stdout=plain)

    told = json.loads(plain.getvalue())
    assert (told["total"]["reported"], len(told["rows"])) == (7, 2)
    assert [line.split()[0] for line in table.getvalue().splitlines()] == ["key", EAST, WEST, "total"]
