import pytest

from cityloop.access.api import NotPermittedError
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.standards import api
from cityloop.standards.domain.numbering import next_minor
from cityloop.standards.models import CaseClass
from cityloop.standards.tests.factories import AT, SUMMER, administrator, somebody

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
KIND = api.MatterKind


def add(edition: str, kind: KIND, major_code: str, name: str) -> api.ClassView:
    return api.add_class(edition=edition, kind=kind, major_code=major_code, name=name, actor=administrator(), at=AT)


def test_2026_numbers_from_999_downwards_and_marks_the_name() -> None:
    first, second = add("2026", KIND.INCIDENT, "09", "鸽舍扰民"), add("2026", KIND.INCIDENT, "09", "跳蚤市场（自定义）")

    assert [(view.code, view.name) for view in (first, second)] == [
        ("09999", "鸽舍扰民（自定义）"),
        ("09998", "跳蚤市场（自定义）"),
    ]
    assert first.origin is api.ClassOrigin.CITY


def test_a_component_of_2026_comes_with_its_being_out_of_order() -> None:
    component = add("2026", KIND.COMPONENT, "01", "智慧灯杆")
    matter = api.case_class(kind=KIND.INCIDENT, code=component.matter_code or "")

    assert (component.code, component.matter_code) == ("01999", "01999")
    assert (matter.name, matter.major_name) == ("智慧灯杆异常（自定义）", "市政公用设施类")


def test_a_component_passes_over_a_number_its_twin_could_not_have() -> None:
    add("2026", KIND.INCIDENT, "01", "甲")

    assert add("2026", KIND.COMPONENT, "01", "乙").code == "01998"


def test_2013_goes_on_below_the_numbers_given_out() -> None:
    assert add("2013", KIND.COMPONENT, "01", "观景台").code == "0177"  # 运城's reach from 99 down to 78
    assert add("2013", KIND.COMPONENT, "05", "观景台").code == "0597"  # one gap-less below 98


def test_2007_has_a_major_class_for_it() -> None:
    view = add("2007", KIND.COMPONENT, "21", "防蚊闸")

    assert (view.code, view.major_name, view.matter_code) == ("2101", "扩展类", None)
    with pytest.raises(NotFoundError, match="cannot add to the major class 01"):
        add("2007", KIND.COMPONENT, "01", "防蚊闸")


def test_adding_tells_the_world_of_both() -> None:
    OutboxEvent.objects.all().delete()
    add("2026", KIND.COMPONENT, "01", "智慧灯杆")

    assert [(event.name, event.body["kind"]) for event in OutboxEvent.objects.order_by("id")] == [
        ("ClassAdded", "COMPONENT"),
        ("ClassAdded", "INCIDENT"),
    ]


@pytest.mark.parametrize(
    ("edition", "major_code", "name", "error"),
    [
        ("1999", "01", "甲", NotFoundError),
        ("2026", "66", "甲", NotFoundError),
        ("2026", "01", " ", InvalidInputError),
        ("2026", "01", "（自定义）", InvalidInputError),
        ("2026", "01", "长" * 60, InvalidInputError),
        ("2026", "01", "a\x00b", InvalidInputError),
    ],
)
def test_a_class_that_makes_no_sense_is_refused(
    edition: str, major_code: str, name: str, error: type[RefusedError]
) -> None:
    before = CaseClass.objects.count()

    with pytest.raises(error):
        add(edition, KIND.COMPONENT, major_code, name)
    assert CaseClass.objects.count() == before


def test_only_an_administrator_adds_or_withdraws() -> None:
    before = CaseClass.objects.count()

    with pytest.raises(NotPermittedError):
        api.add_class(edition="2026", kind=KIND.INCIDENT, major_code="09", name="甲", actor=somebody(), at=AT)
    with pytest.raises(NotPermittedError):
        api.withdraw_class(edition="2026", kind=KIND.INCIDENT, code="06999", actor=somebody(), at=AT)
    assert CaseClass.objects.count() == before
    assert not CaseClass.objects.exclude(withdrawn_at=None).exists()


def test_a_withdrawn_class_is_gone_for_new_cases_and_its_number_is_not_given_out_again() -> None:
    view = add("2026", KIND.COMPONENT, "01", "甲")
    api.withdraw_class(edition="2026", kind=KIND.COMPONENT, code=view.code, actor=administrator(), at=SUMMER)

    for kind in KIND:
        assert api.case_class(kind=kind, code=view.code, at=AT).code == view.code
        assert api.case_class(kind=kind, code=view.code).code == view.code
        with pytest.raises(NotFoundError):
            api.case_class(kind=kind, code=view.code, at=SUMMER)
    assert add("2026", KIND.COMPONENT, "01", "乙").code == "01998"


def test_the_standards_own_classes_are_not_withdrawn() -> None:
    with pytest.raises(RefusedError, match="only a city's own"):
        api.withdraw_class(edition="2026", kind=KIND.COMPONENT, code="01001", actor=administrator(), at=AT)


@pytest.mark.parametrize(
    ("taken", "first", "last", "expected"),
    [
        ([], 999, 80, "999"),
        (["001", "077"], 999, 80, "999"),
        (["999", "998"], 999, 80, "997"),
        (["998"], 999, 80, "997"),  # 999 stayed free once; it is not gone back to
        ([], 1, 99, "001"),
        (["01"], 1, 99, "002"),
    ],
)
def test_the_next_number(taken: list[str], first: int, last: int, expected: str) -> None:
    assert next_minor(taken=taken, first=first, last=last, digits=3) == expected


def test_a_range_that_is_used_up_says_so() -> None:
    with pytest.raises(api.NoNumberLeftError, match="from 82 to 80"):
        next_minor(taken=["080"], first=82, last=80, digits=3)
