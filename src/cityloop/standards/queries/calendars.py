"""Looking up calendars."""

from collections import OrderedDict, defaultdict
from datetime import date, datetime
from uuid import UUID

from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.standards.contracts import CalendarVersion, VersionState, WorkCalendar
from cityloop.standards.domain.calendars import CalendarDescription, Slot, SpecialDay
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.models import WorkingCalendar
from cityloop.standards.queries.snapshot import snapshot, version_at

CALENDARS_KEPT = 64  # a compiled calendar of thirty years is some 3 MB

_published: OrderedDict[UUID, WorkCalendar] = OrderedDict()


def current_calendar(*, at: datetime, name: str = "default") -> CalendarVersion:
    """Return the calendar in force, ready to count with.

    :raises NotFoundError: none of this name is.
    """
    version = version_at(snapshot().calendars, name, at, say("calendar"))
    return CalendarVersion(version.id, version.name, work_calendar(version.id))


def work_calendar(version_id: UUID) -> WorkCalendar:
    """Return a version of a calendar, ready to count with; without a query once this process knows it.

    :raises NotFoundError: there is no such version.
    """
    kept = _published.get(version_id)
    if kept is not None:
        return kept
    row = _row(version_id)
    calendar = compile_calendar(_description(row))
    if row.state != VersionState.DRAFT:
        _published[version_id] = calendar
        while len(_published) > CALENDARS_KEPT:
            _published.popitem(last=False)
    return calendar


def calendar_description(version_id: UUID) -> CalendarDescription:
    """Return a version of a calendar as people write it.

    :raises NotFoundError: there is no such version.
    """
    return _description(_row(version_id))


def _row(version_id: UUID) -> WorkingCalendar:
    row = WorkingCalendar.objects.filter(pk=version_id).first()
    if row is None:
        message = say("There is no version {version_id} of a calendar.", version_id=version_id)
        raise NotFoundError(message, version=str(version_id))
    return row


def _description(row: WorkingCalendar) -> CalendarDescription:
    week: dict[int, list[Slot]] = defaultdict(list)
    own: dict[int, list[Slot]] = defaultdict(list)
    for hours in row.hours.order_by("opens"):
        slot = Slot(hours.opens, hours.closes)
        if hours.weekday is not None:
            week[hours.weekday].append(slot)
        elif hours.day_id is not None:
            own[hours.day_id].append(slot)
    days: dict[date, SpecialDay] = {
        day.day: SpecialDay(day.is_working, day.name, tuple(own.get(day.pk, ())), is_public=day.is_public)
        for day in row.days.order_by("day")
    }
    return CalendarDescription(
        timezone=row.timezone,
        week={weekday: tuple(slots) for weekday, slots in sorted(week.items())},
        first_day=row.first_day,
        last_day=row.last_day,
        day_minutes=row.day_minutes,
        days=days,
        holidays_known_until=row.holidays_known_until,
    )
