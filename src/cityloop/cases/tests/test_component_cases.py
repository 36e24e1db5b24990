"""The cases of a component: what its page lists."""

from typing import Any

import pytest

from cityloop.cases import api
from cityloop.cases.models import Case
from cityloop.cases.queries import lists
from cityloop.cases.tests.factories import Walk
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.identifiers import new_id
from tests.support.inventory import bins
from tests.support.town import MONDAY_NINE, Town

pytestmark = pytest.mark.django_db
UNKNOWN = "11010103005999999"


def cases_of(town: Town, who: str, code: str) -> list[str]:
    filters = lists.Filters(component_code=code)
    rows, _ = lists.page(
        actor=town[who], filters=filters, order=lists.Order.NEWEST, cursor=None, size=50, at=MONDAY_NINE
    )
    return [str(row["id"]) for row in rows]


def test_a_component_has_its_open_and_its_past_cases_and_no_others(town: Town) -> None:
    code, other = bins(["废物箱", "另一个"])
    open_one = Walk(town, "bin, open", changes={"component_code": code})
    past = Walk(town, "bin, past", changes={"component_code": code}).to("CLOSED")
    Walk(town, "another bin", changes={"component_code": other})
    Walk(town, "no bin")

    assert set(cases_of(town, "leader", code)) == {str(open_one.id), str(past.id)}
    assert cases_of(town, "dispatcher_west", code) == []


def test_asking_for_them_costs_what_any_list_costs(town: Town, django_assert_num_queries: Any) -> None:
    (code,) = bins(["废物箱"])
    for name in ("one", "two", "three"):
        Walk(town, name, changes={"component_code": code})

    with django_assert_num_queries(1):
        assert len(cases_of(town, "leader", code)) == 3


@pytest.mark.parametrize("who", ["acceptor", "collector_a", "citizen"])
def test_a_report_of_a_component_that_does_not_exist_is_refused(town: Town, who: str) -> None:
    new = town.new_case(component_code=UNKNOWN)

    with pytest.raises(InvalidInputError, match=UNKNOWN) as refused:
        api.report(case_id=new_id(), new=new, actor=town[who], at=MONDAY_NINE)
    assert refused.value.facts["field"] == "component_code"
    assert not Case.objects.exists()
