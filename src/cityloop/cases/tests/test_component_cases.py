"""The cases of a component: what its page lists."""

from typing import Any

import pytest

from cityloop.cases.queries import lists
from cityloop.cases.tests.factories import Walk
from tests.support.town import MONDAY_NINE, Town

pytestmark = pytest.mark.django_db
CODE, OTHER = "11010103005000001", "11010103005000002"


def cases_of(town: Town, who: str, code: str) -> list[str]:
    filters = lists.Filters(component_code=code)
    rows, _ = lists.page(
        actor=town[who], filters=filters, order=lists.Order.NEWEST, cursor=None, size=50, at=MONDAY_NINE
    )
    return [str(row["id"]) for row in rows]


def test_a_component_has_its_open_and_its_past_cases_and_no_others(town: Town) -> None:
    open_one = Walk(town, "bin, open", changes={"component_code": CODE})
    past = Walk(town, "bin, past", changes={"component_code": CODE}).to("CLOSED")
    Walk(town, "another bin", changes={"component_code": OTHER})
    Walk(town, "no bin")

    assert set(cases_of(town, "leader", CODE)) == {str(open_one.id), str(past.id)}
    assert cases_of(town, "dispatcher_west", CODE) == []


def test_asking_for_them_costs_what_any_list_costs(town: Town, django_assert_num_queries: Any) -> None:
    for name in ("one", "two", "three"):
        Walk(town, name, changes={"component_code": CODE})

    with django_assert_num_queries(1):
        assert len(cases_of(town, "leader", CODE)) == 3
