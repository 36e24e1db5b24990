"""Taking in calendars."""

from datetime import datetime

from django.db import transaction

from cityloop.access import api as access
from cityloop.standards.actions.versions import check_name, latest, next_number, work_alone
from cityloop.standards.contracts import VersionImport
from cityloop.standards.domain.calendar_items import hash_of
from cityloop.standards.domain.calendars import CalendarDescription
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.models import CalendarDay, OpeningHours, WorkingCalendar
from cityloop.standards.policies import MANAGE
from cityloop.standards.queries.snapshot import calendar_view


@transaction.atomic
def import_calendar(
    *, name: str, title: str, description: CalendarDescription, actor: access.Actor, at: datetime
) -> VersionImport:
    """Take in a calendar as a draft; the same content again changes nothing.

    A draft of this name is replaced. Publishing it is a step of its own. Read files with `read_calendar`.

    :raises InvalidInputError: the name, the title or the time zone cannot be used.
    """
    access.require(actor, MANAGE)
    check_name(name, title)
    compile_calendar(description)
    work_alone()
    content_hash = hash_of(description, title)
    newest = latest(WorkingCalendar, name)
    if newest is not None and newest.content_hash == content_hash:
        return VersionImport(calendar_view(newest), is_new=False)

    calendar = WorkingCalendar.objects.create(
        name=name,
        title=title,
        number=next_number(WorkingCalendar, name),
        content_hash=content_hash,
        created_at=at,
        timezone=description.timezone,
        day_minutes=int(description.day_length.total_seconds()) // 60,
        first_day=description.first_day,
        last_day=description.last_day,
        holidays_known_until=description.holidays_known_until,
    )
    _write(calendar, description)
    access.audit(actor, "standards.import_calendar", f"calendar:{calendar.pk}", at, name=name)
    return VersionImport(calendar_view(calendar), is_new=True)


def _write(calendar: WorkingCalendar, description: CalendarDescription) -> None:
    days = CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar,
            day=day,
            is_working=special.is_working,
            is_public=special.is_public,
            name=special.name,
        )
        for day, special in description.days.items()
    )
    hours = [
        OpeningHours(calendar=calendar, weekday=weekday, opens=slot.opens, closes=slot.closes)
        for weekday, slots in description.week.items()
        for slot in slots
    ]
    hours += [
        OpeningHours(calendar=calendar, day=row, opens=slot.opens, closes=slot.closes)
        for row in days
        for slot in description.days[row.day].slots
    ]
    OpeningHours.objects.bulk_create(hours)
