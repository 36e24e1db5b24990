from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cityloop.access.api import NotPermittedError
from cityloop.kernel.errors import NotFoundError, RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.standards import api
from cityloop.standards.models import (
    CalendarDay,
    CaseClass,
    Condition,
    DisposalStandard,
    OpeningHours,
    StageLimit,
    WorkingCalendar,
)
from cityloop.standards.tests.factories import (
    AT,
    SPRING,
    SUMMER,
    administrator,
    calendar_description,
    import_standard,
    published_standard,
    row,
    somebody,
)

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
KIND = api.MatterKind


def in_force(at: datetime) -> int:
    return api.current_standard(at=at, name="test").number


def test_a_version_holds_from_its_moment_until_the_next() -> None:
    published_standard(row(), valid_from=SPRING)
    published_standard(row(amount=3), valid_from=SUMMER)
    second = timedelta(seconds=1)

    assert [in_force(at) for at in (SPRING, SUMMER - second, SUMMER, SUMMER + second)] == [1, 1, 2, 2]
    with pytest.raises(NotFoundError, match="No disposal standard 'test' is in force"):
        in_force(SPRING - second)


def test_a_version_that_would_have_begun_later_never_begins() -> None:
    published_standard(row(), valid_from=SUMMER)
    published_standard(row(amount=3), valid_from=SPRING)

    assert [in_force(at) for at in (SPRING, SUMMER)] == [2, 2]
    first = DisposalStandard.objects.get(name="test", number=1)
    assert (first.state, first.valid_from, first.valid_until) == ("SUPERSEDED", SUMMER, SUMMER)


def test_publishing_tells_the_world() -> None:
    OutboxEvent.objects.all().delete()
    version = published_standard(row())

    (event,) = OutboxEvent.objects.all()
    assert (event.name, event.body["version_id"]) == ("DisposalStandardPublished", str(version.id))


def test_what_is_published_is_not_published_again() -> None:
    version = published_standard(row())

    with pytest.raises(RefusedError, match="published already"):
        api.publish_standard(version_id=version.id, valid_from=SUMMER, actor=administrator(), at=AT)
    assert DisposalStandard.objects.get(pk=version.id).valid_from == AT


def test_drafts_can_be_thrown_away_and_published_versions_not() -> None:
    draft, version = import_standard(row(), name="draft").version, published_standard(row())

    api.discard_standard(version_id=draft.id, actor=administrator(), at=AT)
    with pytest.raises(RefusedError, match="does not change"):
        api.discard_standard(version_id=version.id, actor=administrator(), at=AT)

    assert not api.standard_versions(name="draft")
    assert len(api.standard_versions(name="test")) == 1


def test_only_an_administrator_publishes() -> None:
    draft = import_standard(row()).version

    with pytest.raises(NotPermittedError):
        api.publish_standard(version_id=draft.id, valid_from=AT, actor=somebody(), at=AT)
    assert DisposalStandard.objects.get(pk=draft.id).state == "DRAFT"


def test_calendars_are_published_in_the_same_manner() -> None:
    def publish(day_slots: tuple[api.Slot, ...], valid_from: datetime) -> api.VersionView:
        description = calendar_description(dict.fromkeys(range(5), day_slots))
        made = api.import_calendar(name="test", title="历", description=description, actor=administrator(), at=AT)
        return api.publish_calendar(
            version_id=made.version.id,
            valid_from=valid_from,
            actor=administrator(),
            at=AT,
        )

    old, new = publish((api.Slot(480, 720),), SPRING), publish((api.Slot(480, 1080),), SUMMER)

    assert api.current_calendar(at=SUMMER - timedelta(seconds=1), name="test").id == old.id
    assert api.current_calendar(at=SUMMER, name="test").id == new.id
    assert api.current_calendar(at=SUMMER, name="test").calendar.day_seconds == 10 * 3600
    assert api.work_calendar(old.id).day_seconds == 4 * 3600


WRONGS = {
    "a published text": "UPDATE standards_condition SET text = 'x' WHERE standard_id = %(standard)s",
    "a published limit": "UPDATE standards_stagelimit SET amount = 9",
    "a published stage": "DELETE FROM standards_stage",
    "a published condition": "DELETE FROM standards_condition WHERE standard_id = %(standard)s",
    "a new condition": "INSERT INTO standards_condition (standard_id, case_class_id, number, text, note)"
    " SELECT %(standard)s, min(id), 99, 'x', '' FROM standards_caseclass",
    "a published title": "UPDATE standards_disposalstandard SET title = 'x' WHERE id = %(standard)s",
    "back to draft": "UPDATE standards_disposalstandard SET state = 'DRAFT', valid_from = NULL, published_at = NULL"
    " WHERE id = %(standard)s",
    "a longer life": "UPDATE standards_disposalstandard SET valid_until = 'infinity'"
    " WHERE name = 'test' AND number = 1",
    "another beginning": "UPDATE standards_disposalstandard SET valid_from = '2020-01-01Z' WHERE id = %(standard)s",
    "a deleted version": "DELETE FROM standards_disposalstandard WHERE id = %(standard)s",
    "a published calendar's day": "UPDATE standards_calendarday SET is_working = NOT is_working",
    "a published calendar's hours": "DELETE FROM standards_openinghours",
    "a published calendar's zone": "UPDATE standards_workingcalendar SET timezone = 'UTC'",
}


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS)
def test_the_database_refuses_to_change_what_is_published(wrong: str) -> None:
    published_standard(row(), valid_from=SPRING)
    standard = published_standard(row(amount=3), valid_from=SUMMER).id

    with pytest.raises(IntegrityError, match=r"published version|kept for good"):
        run(wrong, standard=standard)


NONSENSE = {
    "disposal_validity_without_overlap": "INSERT INTO standards_disposalstandard SELECT gen_random_uuid(), name, title,"
    " 99, state, valid_from, valid_until, content_hash, created_at, published_at, default_amount, default_unit"
    " FROM standards_disposalstandard WHERE id = %(standard)s",
    "edition_one_default": "UPDATE standards_classedition SET is_default = true WHERE code = '2013'",
    "class_kind_known": "UPDATE standards_caseclass SET kind = 'THING' WHERE code = '05009'",
    "class_code_form": "UPDATE standards_caseclass SET name = '' WHERE code = '01001'",
    "class_major_has_one_name": "UPDATE standards_caseclass SET major_name = 'x' WHERE code = '01001'",
    "class_matter_of_component": "UPDATE standards_caseclass SET matter_id = id + 1 WHERE code = '09001'",
    "class_matter_is_another": "UPDATE standards_caseclass SET matter_id = id WHERE kind = 'COMPONENT'",
    "class_withdrawn_by_city_only": "UPDATE standards_caseclass SET withdrawn_at = now() WHERE code = '01001'",
    "class_code_once": "UPDATE standards_caseclass SET minor_code = '002' WHERE code = '01001'",
    "disposal_default_limit_sane": "UPDATE standards_disposalstandard SET default_amount = 0 WHERE state = 'DRAFT'",
    "disposal_one_draft": "INSERT INTO standards_disposalstandard (id, name, title, number, state, content_hash,"
    " created_at, default_amount, default_unit) SELECT gen_random_uuid(), name, title, 98, state, content_hash,"
    " created_at, default_amount, default_unit FROM standards_disposalstandard WHERE state = 'DRAFT'",
    "disposal_valid_once_published": "UPDATE standards_disposalstandard SET valid_from = now() WHERE state = 'DRAFT'",
    "disposal_named": "UPDATE standards_disposalstandard SET name = 'No' WHERE state = 'DRAFT'",
    "stage_limit_sane": "UPDATE standards_stagelimit SET amount = 0 WHERE amount = 77",
    "stage_limit_level_known": "UPDATE standards_stagelimit SET area_level = 'D' WHERE amount = 77",
    "condition_numbered_and_said": "UPDATE standards_condition SET text = '' WHERE text = '缺失' AND standard_id ="
    " (SELECT id FROM standards_disposalstandard WHERE state = 'DRAFT')",
    "revision_one_row": "UPDATE standards_revision SET id = 2",
}


@pytest.mark.parametrize(("constraint", "nonsense"), NONSENSE.items(), ids=NONSENSE)
def test_the_database_refuses_nonsense(constraint: str, nonsense: str) -> None:
    standard = published_standard(row()).id
    import_standard(row(amount=77))

    with pytest.raises(IntegrityError, match=constraint):
        run(nonsense, standard=standard)


def test_a_standard_with_a_hole_cannot_be_published_by_any_way() -> None:
    draft = import_standard(row()).version
    StageLimit.objects.filter(stage__condition__standard=draft.id).update(area_level="A")

    with pytest.raises(IntegrityError, match="lacks"), transaction.atomic():
        api.publish_standard(version_id=draft.id, valid_from=AT, actor=administrator(), at=AT)


def test_overlapping_hours_cannot_be_stored() -> None:
    draft = api.import_calendar(
        name="test", title="历", description=calendar_description(), actor=administrator(), at=AT
    ).version
    calendar = WorkingCalendar.objects.get(pk=draft.id)

    with pytest.raises(IntegrityError, match="hours_of_weekday_without_overlap"), transaction.atomic():
        OpeningHours.objects.create(calendar=calendar, weekday=0, opens=500, closes=510)
    with pytest.raises(IntegrityError, match="hours_of_one_day"), transaction.atomic():
        OpeningHours.objects.create(calendar=calendar, opens=500, closes=510)
    assert CalendarDay.objects.filter(calendar=calendar).exists()
    assert Condition.objects.exists()
    assert CaseClass.objects.exists()


def run(statement: str, **values: UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
