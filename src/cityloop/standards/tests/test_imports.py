from collections.abc import Callable
from typing import Any

import pytest

from cityloop.access.api import NotPermittedError
from cityloop.kernel.errors import InvalidInputError
from cityloop.standards import api
from cityloop.standards.models import CaseClass, Condition, DisposalStandard, StageLimit, WorkingCalendar
from cityloop.standards.tests.factories import (
    AT,
    LIMIT,
    administrator,
    calendar_description,
    disposal_file,
    import_standard,
    row,
    somebody,
)

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
KIND = api.MatterKind


def faults(act: Callable[[], Any]) -> list[tuple[int, str]]:
    with pytest.raises(api.BadTableError) as refusal:
        act()
    return [(fault["line"], fault["column"]) for fault in refusal.value.facts["faults"]]


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    first = import_standard(row(), row(number=2, condition="破损"))
    before = (DisposalStandard.objects.count(), Condition.objects.count(), StageLimit.objects.count())

    second = import_standard(row(), row(number=2, condition="破损"))

    assert (first.is_new, second.is_new) == (True, False)
    assert first.version == second.version
    assert before == (DisposalStandard.objects.count(), Condition.objects.count(), StageLimit.objects.count())


def test_rows_in_another_order_are_the_same_standard() -> None:
    first = import_standard(row(), row(number=2, condition="破损"))

    assert import_standard(row(number=2, condition="破损"), row()).version.id == first.version.id


def test_a_corrected_draft_replaces_the_old_one() -> None:
    first = import_standard(row())
    second = import_standard(row(amount=3))

    assert second.is_new
    assert [version.id for version in api.standard_versions(name="test")] == [second.version.id]
    assert first.version.id != second.version.id
    assert str(api.conditions_of_version(second.version.id)[0].limits["ALL"]) == "3 urgent_hour"


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ({"kind": "THING"}, "kind"),
        ({"class_code": "01999"}, "class_code"),
        ({"class_name": "污水井盖"}, "class_name"),
        ({"edition": "1999"}, "class_code"),
        ({"number": "0"}, "number"),
        ({"number": "x"}, "number"),
        ({"condition": ""}, "condition"),
        ({"condition": "长" * 201}, "condition"),
        ({"closing_condition": ""}, "closing_condition"),
        ({"area_level": "D"}, "area_level"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e9999999"}, "amount"),
        ({"amount": "0.0001"}, "amount"),
        ({"amount": "two"}, "amount"),
        ({"unit": "moon"}, "unit"),
        ({"stage": "2"}, "stage"),
        ({"area_level": "A"}, "area_level"),
    ],
)
def test_a_bad_row_is_refused_with_line_and_column_and_nothing_is_loaded(bad: dict[str, str], fault: str) -> None:
    assert faults(lambda: import_standard(row(number=9), row(number=2) | bad)) == [(3, fault)]
    assert not DisposalStandard.objects.filter(name="test").exists()


def test_all_bad_rows_are_told_at_once() -> None:
    rows = [row(amount="x"), row(number=2), row(number=3, kind="?", unit="?"), row(number=4, class_code="99999")]

    assert faults(lambda: import_standard(*rows)) == [(2, "amount"), (4, "kind"), (4, "unit"), (5, "class_code")]


def test_rows_of_one_condition_must_agree() -> None:
    a = row(area_level="A")

    assert faults(lambda: import_standard(a, row(area_level="ALL", condition="破损"))) == [(3, "condition")]
    assert faults(lambda: import_standard(row(), row(closing_condition="更换"))) == [
        (3, "closing_condition"),
        (3, "area_level"),
    ]


def test_limits_may_differ_by_area_and_fall_back_to_all() -> None:
    made = import_standard(row(area_level="A", amount=1), row(area_level="ALL", amount=2))
    (view,) = api.conditions_of_version(made.version.id)

    assert str(api.limit_for(condition_id=view.id, area_level=api.AreaLevel.A)) == "1 urgent_hour"
    assert str(api.limit_for(condition_id=view.id, area_level=api.AreaLevel.C)) == "2 urgent_hour"
    assert str(api.limit_for(condition_id=view.id, area_level=None)) == "2 urgent_hour"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_files_as_spreadsheets_save_them_are_read(encoding: str) -> None:
    made = api.import_disposal_standard(
        name="test",
        title="试行",
        default_limit=LIMIT,
        content=disposal_file(row(unit="紧急工作时"), encoding=encoding),
        actor=administrator(),
        at=AT,
    )

    assert api.conditions_of_version(made.version.id)[0].text == "缺失"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["default", "elsewhere"])
def test_a_standard_exported_and_taken_in_again_is_the_same(name: str, file_format: str) -> None:
    version = api.current_standard(at=AT, name=name)
    content = api.export_standard(version_id=version.id, file_format=file_format)

    again = api.import_disposal_standard(
        name=name, title=version.title, default_limit=LIMIT, content=content, actor=administrator(), at=AT
    )

    assert (again.is_new, again.version) == (False, version)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("edition", ["2026", "2013", "2007"])
def test_classes_exported_and_taken_in_again_are_the_same(edition: str, file_format: str) -> None:
    content = api.export_classes(edition=edition, file_format=file_format)

    outcome = api.import_classes(edition=edition, content=content, actor=administrator(), at=AT)

    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 0, len(api.classes(edition=edition)))


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["default", "six-hours", "washington-dc"])
def test_a_calendar_exported_and_taken_in_again_is_the_same(name: str, file_format: str) -> None:
    (version,) = api.calendar_versions(name=name)
    content = api.export_calendar(version_id=version.id, file_format=file_format)

    description = api.read_calendar(content, filename=f"calendar.{file_format}")
    again = api.import_calendar(name=name, title=version.title, description=description, actor=administrator(), at=AT)

    assert description == api.calendar_description(version.id)
    assert (again.is_new, again.version) == (False, version)


HEADER = "kind,major_code,major_name,minor_code,name,certainty"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("COMPONENT,1,市政公用设施,001,供水井盖,seen", "major_code"),
        ("COMPONENT,01,市政公用设施,01,供水井盖,seen", "minor_code"),
        ("COMPONENT,01,市政公用设施,001,,seen", "name"),
        ("COMPONENT,01,市政公用设施,001,供水井盖,maybe", "certainty"),
        ("COMPONENT,01,公用设施,001,供水井盖,seen", "major_name"),
    ],
)
def test_a_bad_class_is_refused_and_nothing_is_loaded(line: str, column: str) -> None:
    good = "COMPONENT,01,市政公用设施,078,新井盖,seen"
    content = "\n".join([HEADER, good, line]).encode()

    assert (3, column) in faults(
        lambda: api.import_classes(edition="2026", content=content, actor=administrator(), at=AT)
    )
    assert not CaseClass.objects.filter(name="新井盖").exists()


def test_a_major_class_may_be_renamed_as_a_whole() -> None:
    content = api.export_classes(edition="2007", file_format="csv").decode("utf-8-sig")

    renamed = content.replace(",公用设施,", ",市政设施,").encode()
    outcome = api.import_classes(edition="2007", content=renamed, actor=administrator(), at=AT)

    assert outcome.changed == 38
    assert api.case_class(kind=KIND.COMPONENT, code="0101", edition="2007").major_name == "市政设施"


@pytest.mark.parametrize("name", ["", "Test", "a b", "-a", "x" * 61])
def test_a_name_that_cannot_be_kept_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="small letters"):
        import_standard(row(), name=name)


@pytest.mark.parametrize("title", ["", " ", "长" * 121, "a\nb"])
def test_a_title_that_cannot_be_kept_is_refused(title: str) -> None:
    with pytest.raises(InvalidInputError, match="printable"):
        import_standard(row(), title=title)


def test_only_an_administrator_takes_standards_in() -> None:
    before = [model.objects.count() for model in (CaseClass, DisposalStandard, Condition, StageLimit, WorkingCalendar)]
    me = somebody()

    with pytest.raises(NotPermittedError):
        api.import_classes(edition="2026", content=b"", actor=me, at=AT)
    with pytest.raises(NotPermittedError):
        api.import_disposal_standard(
            name="test", title="试行", default_limit=LIMIT, content=disposal_file(row()), actor=me, at=AT
        )
    with pytest.raises(NotPermittedError):
        api.import_calendar(name="test", title="试行", description=calendar_description(), actor=me, at=AT)

    after = [model.objects.count() for model in (CaseClass, DisposalStandard, Condition, StageLimit, WorkingCalendar)]
    assert before == after
