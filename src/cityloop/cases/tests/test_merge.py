"""Merging what was reported twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases import api
from cityloop.cases.models import Case
from cityloop.cases.queries import lists
from cityloop.cases.queries.details import detail
from cityloop.cases.tests.factories import Walk
from cityloop.kernel.errors import InvalidInputError
from tests.support.desk import Desk
from tests.support.town import WEST_SPOT, Town, key

pytestmark = pytest.mark.django_db


def test_a_case_goes_on_as_part_of_another_and_stays_readable(town: Town) -> None:
    main, twin = Walk(town, "main"), Walk(town, "twin")

    twin.merge(main.id)

    case = Case.objects.get(pk=twin.id)
    assert (case.stage, case.phase, case.void_kind, case.merged_into_id) == ("MERGED", "VOID", "MERGED", main.id)
    assert detail(case_id=twin.id, actor=town["acceptor"], at=twin.at)["description"]
    assert Case.objects.get(pk=main.id).stage == "ACCEPTANCE"


def test_what_is_merged_into_a_merged_case_goes_to_its_main_case(town: Town) -> None:
    main, second, third = Walk(town, "main"), Walk(town, "second"), Walk(town, "third")
    second.merge(main.id)

    third.merge(second.id)

    assert Case.objects.get(pk=third.id).merged_into_id == main.id


def test_cases_are_not_merged_in_a_circle(town: Town) -> None:
    first, second = Walk(town, "first"), Walk(town, "second")
    second.merge(first.id)

    with pytest.raises(api.MoveNotAllowedError, match="cannot be merged into itself"):
        first.merge(second.id)

    assert Case.objects.get(pk=first.id).stage == "ACCEPTANCE"


@pytest.mark.parametrize("into", ["itself", "nothing", "void"])
def test_there_must_be_another_living_case(town: Town, into: str) -> None:
    walk = Walk(town)
    void = Walk(town, "void").refuse()
    target = {"itself": walk.id, "nothing": key("nothing"), "void": void.id}[into]

    with pytest.raises((api.MoveNotAllowedError, InvalidInputError)):
        walk.merge(target)

    assert Case.objects.get(pk=walk.id).stage == "ACCEPTANCE"


def test_a_merged_case_can_be_taken_out_again(town: Town) -> None:
    main, twin = Walk(town, "main"), Walk(town, "twin")
    twin.merge(main.id)

    twin.go("shift_leader", "restore", opinion="不是同一问题")

    case = Case.objects.get(pk=twin.id)
    assert (case.stage, case.merged_into_id, case.void_kind) == ("ACCEPTANCE", None, None)


def test_a_case_tells_what_was_merged_into_it(town: Town) -> None:
    main, second, western = Walk(town, "main"), Walk(town, "second"), Walk(town, "western", spot=WEST_SPOT)
    Walk(town, "other")
    second.merge(main.id)
    western.merge(main.id)

    def parts(who: str) -> list[str]:
        told = Desk(town, who).get("/cases", at=western.at, merged_into_id=str(main.id), limit=50)
        return sorted(row["number"] for row in told["items"])

    assert parts("acceptor") == sorted([second.view.number, western.view.number])
    assert parts("acceptor_west") == [western.view.number], "only what one may know of"
    with CaptureQueriesContext(connection) as queries:
        lists.page(
            actor=town["leader"], filters=lists.Filters(merged_into_id=main.id), order=lists.Order.NEWEST, cursor=None,
            size=50, at=western.at,
        )  # fmt: skip
    assert len(queries) == 1
