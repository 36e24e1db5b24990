"""A warm call costs one tiny query or none, and never tells of a world that is not there."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from cityloop.kernel.errors import NotFoundError
from cityloop.standards import api
from cityloop.standards.models import CaseClass
from cityloop.standards.tests.factories import AT, administrator, import_standard, published_standard, row

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
KIND = api.MatterKind


def test_what_is_in_force_costs_one_tiny_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    (view, *_) = api.conditions(kind=KIND.COMPONENT, code="01001", at=AT)
    calendar = api.current_calendar(at=AT)

    with django_assert_num_queries(1):
        api.conditions(kind=KIND.COMPONENT, code="01001", at=AT)
    with django_assert_num_queries(1):
        api.case_class(kind=KIND.COMPONENT, code="01001")
    with django_assert_num_queries(1):
        assert api.current_calendar(at=AT).calendar is calendar.calendar
    with django_assert_num_queries(0):
        assert api.condition(view.id) is view
        api.limit_for(condition_id=view.id, area_level=api.AreaLevel.A)
        assert api.work_calendar(calendar.id) is calendar.calendar


def test_a_change_is_seen_at_once_however_it_is_made() -> None:
    assert api.case_class(kind=KIND.COMPONENT, code="01001").name == "供水井盖"

    CaseClass.objects.filter(code="01001", kind=KIND.COMPONENT, edition__code="2026").update(name="上水井盖")

    assert api.case_class(kind=KIND.COMPONENT, code="01001").name == "上水井盖"


def test_a_change_taken_back_leaves_no_trace() -> None:
    with transaction.atomic():
        api.add_class(edition="2026", kind=KIND.INCIDENT, major_code="09", name="甲", actor=administrator(), at=AT)
        published_standard(row(amount=5))
        assert api.case_class(kind=KIND.INCIDENT, code="09999").name == "甲（自定义）"
        assert api.current_standard(at=AT, name="test").number == 1
        transaction.set_rollback(True)

    with pytest.raises(NotFoundError):
        api.case_class(kind=KIND.INCIDENT, code="09999")
    with pytest.raises(NotFoundError):
        api.current_standard(at=AT, name="test")


def test_what_does_not_exist_is_said_so() -> None:
    with pytest.raises(NotFoundError, match="no filing condition 999999999"):
        api.condition(999_999_999)
    (view,) = api.conditions_of_version(import_standard(row()).version.id)
    with pytest.raises(NotFoundError, match="stage 2"):
        api.limit_for(condition_id=view.id, area_level=None, stage=2)
    with pytest.raises(NotFoundError, match="no component class 99999"):
        api.case_class(kind=KIND.COMPONENT, code="99999")
    with pytest.raises(NotFoundError, match="edition '1999'"):
        api.classes(edition="1999")
