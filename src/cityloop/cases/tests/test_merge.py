"""Merging what was reported twice."""

import pytest

from cityloop.cases import api
from cityloop.cases.models import Case
from cityloop.cases.queries.details import detail
from cityloop.cases.tests.factories import Walk
from cityloop.kernel.errors import InvalidInputError
from tests.support.town import Town, key

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
