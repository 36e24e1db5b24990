from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cityloop.cases import api
from cityloop.cases.models import Activity, Case, CaseParticipant, CaseStep
from cityloop.kernel.errors import InvalidInputError, NotPermittedError
from cityloop.kernel.models import OutboxEvent
from tests.support.town import MONDAY_NINE, WEST_SPOT, Town, key

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_case_with_number_grid_and_deadline(town: Town) -> None:
    case, is_new = api.report(case_id=key("a"), new=town.new_case(), actor=town["acceptor"], at=MONDAY_NINE)

    assert is_new
    assert (case.id, case.number, case.stage, case.version) == (key("a"), "20260302000001", "ACCEPTANCE", 1)
    assert case.grid_code.startswith("110101001001")
    assert case.due_at == MONDAY_NINE + timedelta(minutes=15)


def test_it_leaves_a_step_a_stay_a_participant_and_an_event(town: Town) -> None:
    api.report(case_id=key("a"), new=town.new_case(), actor=town["acceptor"], at=MONDAY_NINE)

    step = CaseStep.objects.get()
    assert (step.number, step.verb, step.source, step.target) == (1, "register", "START", "ACCEPTANCE")
    assert Activity.objects.values_list("stage", "post", "left_at").get() == ("ACCEPTANCE", "ACCEPTOR", None)
    assert CaseParticipant.objects.get().axis == "SUPERVISION"
    assert OutboxEvent.objects.filter(name="CaseMoved").get().body["stage"] == "ACCEPTANCE"


def test_the_same_key_again_gives_the_same_case(town: Town) -> None:
    first, _ = api.report(case_id=key("a"), new=town.new_case(), actor=town["acceptor"], at=MONDAY_NINE)

    again, is_new = api.report(case_id=key("a"), new=town.new_case(), actor=town["acceptor"], at=MONDAY_NINE)

    assert (again, is_new) == (first, False)
    assert Case.objects.count() == CaseStep.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(town: Town) -> None:
    api.report(case_id=key("a"), new=town.new_case(), actor=town["acceptor"], at=MONDAY_NINE)

    with pytest.raises(InvalidInputError, match="used before for another case"):
        api.report(case_id=key("a"), new=town.new_case(class_code="06011"), actor=town["acceptor"], at=MONDAY_NINE)


@pytest.mark.parametrize(
    ("who", "changes", "error"),
    [
        ("acceptor", {"class_code": "99999"}, InvalidInputError),
        ("acceptor", {"longitude": 0.0, "latitude": 0.0}, InvalidInputError),
        ("acceptor_west", {}, NotPermittedError),
        ("handler", {}, NotPermittedError),
        ("dispatcher", {}, NotPermittedError),
    ],
)
def test_a_refused_report_changes_nothing(
    town: Town, who: str, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        api.report(case_id=key("a"), new=replace(town.new_case(), **changes), actor=town[who], at=MONDAY_NINE)

    assert not Case.objects.exists()
    assert not OutboxEvent.objects.filter(name="CaseMoved").exists()


def test_who_reports_decides_the_source(town: Town) -> None:
    new = town.new_case(source=api.Source.SUPERIOR)
    api.report(case_id=key("citizen"), new=new, actor=town["citizen"], at=MONDAY_NINE)
    api.report(case_id=key("collector"), new=new, actor=town["collector_a"], at=MONDAY_NINE)

    assert set(Case.objects.values_list("source", flat=True)) == {"PUBLIC", "COLLECTOR"}


def test_numbers_count_within_a_day_of_the_city(town: Town) -> None:
    night = MONDAY_NINE + timedelta(hours=15)  # already Tuesday in Shanghai
    told = [
        api.report(case_id=key(str(place)), new=town.new_case(WEST_SPOT), actor=town["acceptor"], at=at)[0].number
        for place, at in enumerate([MONDAY_NINE, MONDAY_NINE, night])
    ]

    assert told == ["20260302000001", "20260302000002", "20260303000001"]
