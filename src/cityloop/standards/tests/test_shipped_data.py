from collections import Counter

import pytest

from cityloop.access.api import NotPermittedError
from cityloop.standards import api
from cityloop.standards.models import CaseClass, Condition, DisposalStandard, StageLimit, WorkingCalendar
from cityloop.standards.tests.factories import AT, administrator, somebody

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
KIND = api.MatterKind


def test_the_editions_are_complete_as_far_as_they_were_seen() -> None:
    national = CaseClass.objects.exclude(origin="CITY").values_list("edition__code", "kind")

    assert Counter(national) == {
        ("2026", "COMPONENT"): 153,
        ("2026", "INCIDENT"): 250,
        ("2013", "COMPONENT"): 119,
        ("2013", "INCIDENT"): 76,
        ("2007", "COMPONENT"): 85,
        ("2007", "INCIDENT"): 54,
    }
    assert [(edition.code, edition.is_default) for edition in api.editions()] == [
        ("2026", True),
        ("2013", False),
        ("2007", False),
    ]


def test_every_component_of_2026_is_linked_to_its_being_out_of_order() -> None:
    components = api.classes(edition="2026", kind=KIND.COMPONENT)
    linked = {view.code: api.case_class(kind=KIND.INCIDENT, code=view.matter_code or "") for view in components}

    differing = {view.code for view in components if linked[view.code].name != view.name + "异常"}
    assert differing == {"01066"}  # 紧急报警点异常SOS; standards/codes.md section 2.6
    assert linked["01066"].name == "紧急报警点异常SOS"
    assert not [view for view in api.classes(edition="2013", kind=KIND.COMPONENT) if view.matter_code]


def test_all_rows_of_the_facts_are_there() -> None:
    default = api.current_standard(at=AT)
    elsewhere = api.current_standard(at=AT, name="elsewhere")

    assert StageLimit.objects.filter(stage__condition__standard=default.id).count() == 519
    assert StageLimit.objects.filter(stage__condition__standard=elsewhere.id).count() == 24
    assert str(api.default_limit(at=AT)) == "4 work_hour"


@pytest.mark.parametrize(
    ("edition", "kind", "code", "text", "limit"),
    [
        ("2026", KIND.COMPONENT, "01001", "破损>25cm²", "4 work_hour"),
        ("2026", KIND.COMPONENT, "01010", "破损>25cm²", "4 work_hour"),  # 1 work day in the first version
        ("2026", KIND.COMPONENT, "04002", "缺失（限种植季节）", "15 work_day"),
        ("2026", KIND.INCIDENT, "06001", "违建的建（构）筑物、设施，在建", "2 urgent_day"),
        ("2026", KIND.INCIDENT, "10001", "积雪/积冰碍行", None),
        ("2013", KIND.INCIDENT, "0506", "积水>100m²且深>15cm，影响安全/通行", "2 urgent_hour"),
        ("2013", KIND.COMPONENT, "0199", None, None),
    ],
)
def test_conditions_stand_under_the_class_they_mean(
    edition: str, kind: KIND, code: str, text: str | None, limit: str | None
) -> None:
    found = {view.text: view for view in api.conditions(kind=kind, code=code, edition=edition, at=AT)}

    assert found
    assert text is None or text in found
    if text and limit:
        assert str(found[text].limits["ALL"]) == limit


def test_an_incident_of_a_broken_component_has_the_components_conditions() -> None:

    of_component = api.conditions(kind=KIND.COMPONENT, code="01001", at=AT)
    assert api.conditions(kind=KIND.INCIDENT, code="01001", at=AT) == of_component != []


def test_staged_cases_keep_their_stages() -> None:
    (burst,) = api.conditions(kind=KIND.INCIDENT, code="0501", edition="2013", at=AT, name="elsewhere")

    assert [(stage.name, str(stage.limits["ALL"])) for stage in burst.stages] == [
        ("围护", "3 urgent_hour"),
        ("修复", "8 urgent_hour"),
        ("路面恢复", "5 work_day"),
    ]
    assert str(api.limit_for(condition_id=burst.id, area_level=None)) == "3 urgent_hour"
    assert str(api.limit_for(condition_id=burst.id, area_level=api.AreaLevel.B, stage=3)) == "5 work_day"


def test_loading_again_adds_nothing() -> None:
    before = [model.objects.count() for model in (CaseClass, DisposalStandard, Condition, WorkingCalendar)]

    again = api.load_standards(actor=administrator(), at=AT)

    assert (again.classes, again.standards, again.calendars) == (0, [], [])
    assert before == [model.objects.count() for model in (CaseClass, DisposalStandard, Condition, WorkingCalendar)]


def test_only_an_administrator_loads() -> None:
    before = CaseClass.objects.count()

    with pytest.raises(NotPermittedError):
        api.load_standards(actor=somebody(), at=AT)

    assert CaseClass.objects.count() == before
