"""Versions of working calendars, and counting with them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile

from cityloop.access.api import ActorRequest
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import IdempotencyKey, idempotent, problems, quick
from cityloop.kernel.tables import FileFormat
from cityloop.kernel.wording import say
from cityloop.standards import api
from cityloop.standards.rest import schemas

router = Router()
Year = Annotated[int, Path(ge=1970, le=2199)]


class CalendarUpload(Schema):
    """What an uploaded calendar is called."""

    name: schemas.Name
    title: schemas.Title


class Asked(Schema):
    """When a limit starts to run, and how long it is."""

    start: schemas.Moment
    limit: schemas.LimitText


class Span(Schema):
    """Time that counts, without a break."""

    begins: datetime
    ends: datetime


class DayOut(Schema):
    """What one day added, in seconds."""

    day: date
    name: str
    spans: list[Span]
    counted: int
    total: int


class DeadlineOut(Schema):
    """When it is due and how that was counted; after `holidays_known_until`, weekdays are all that is known."""

    due_at: datetime
    limit: schemas.LimitOut
    seconds: int
    holidays_known_until: date | None
    days: list[DayOut]


class Opening(Schema):
    """Opening hours within one day, by the wall clock; 24:00 is its end."""

    opens: str
    closes: str


class YearDay(Schema):
    """One day; a special one differs from its weekday, by the public table or the city's own."""

    day: date
    is_working: bool
    is_special: bool
    is_public: bool
    name: str
    hours: list[Opening]


class CalendarYear(Schema):
    """The days of a year that a calendar covers, and the hours of its ordinary week, Monday first."""

    year: int
    timezone: str
    day_minutes: int
    first_day: date
    last_day: date
    holidays_known_until: date | None
    week: list[list[Opening]]
    days: list[YearDay]


@router.get("", response={200: list[api.VersionView], **problems(401, 403, 422)}, operation_id="list_calendars")
def list_calendars(request: ActorRequest, wanted: schemas.Versions) -> HttpResponse:
    """Return versions of calendars by name, the newest first."""
    schemas.may_read(request.auth)
    return quick(api.calendar_versions(**wanted.model_dump()))


@router.post("", response={201: schemas.VersionImportOut, **problems(401, 403, 422)}, operation_id="import_calendar")
def import_calendar(
    request: ActorRequest, facts: Form[CalendarUpload], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Take a YAML, CSV or xlsx file in as the draft of a calendar: all of it or nothing."""
    content, at = file.read(), now()

    def run() -> tuple[int, Any]:
        description = api.read_calendar(content, filename=file.name or "")
        return 201, api.import_calendar(
            name=facts.name, title=facts.title, description=description, actor=request.auth, at=at
        )

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"calendar:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@router.get(
    "/{uuid:version_id}/export",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="export_calendar",
    openapi_extra=schemas.FILE_ANSWER,
)
def export_calendar(request: ActorRequest, version_id: UUID, file_format: FileFormat = FileFormat.CSV) -> HttpResponse:
    """Return a version as a file that can be taken in again."""
    schemas.may_read(request.auth)
    content = api.export_calendar(version_id=version_id, file_format=file_format.value)
    return schemas.file_answer(content, file_format, f"calendar-{version_id}")


@router.get(
    "/{uuid:version_id}/deadline",
    response={200: DeadlineOut, **problems(401, 403, 404, 409, 422)},
    operation_id="count_deadline",
)
def count_deadline(request: ActorRequest, version_id: UUID, asked: Query[Asked]) -> HttpResponse:
    """Return when a limit is due by this calendar, and how that was counted, day by day."""
    schemas.may_read(request.auth)
    calendar, limit = api.work_calendar(version_id), api.Limit.parse(asked.limit)
    due = api.due_at(asked.start, limit, calendar)
    days = api.count_day_by_day(asked.start, due, limit.unit, calendar)
    return quick(
        {
            "due_at": due,
            "limit": schemas.limit_out(limit),
            "seconds": int(api.to_timedelta(limit, calendar).total_seconds()),
            "holidays_known_until": calendar.holidays_known_until,
            "days": [_day(day) for day in days],
        }
    )


@router.get(
    "/{uuid:version_id}/years/{int:year}",
    response={200: CalendarYear, **problems(401, 403, 404, 422)},
    operation_id="get_calendar_year",
)
def get_calendar_year(request: ActorRequest, version_id: UUID, year: Year) -> HttpResponse:
    """Return what each day of a year is by this calendar: a working day, and from when till when, or a holiday."""
    schemas.may_read(request.auth)
    description = api.calendar_description(version_id)
    days = api.days_of_year(description, year)
    if not days:
        message = say(
            "The calendar runs from {first_day} to {last_day}: no day of {year}.",
            first_day=description.first_day,
            last_day=description.last_day,
            year=year,
        )
        raise NotFoundError(message, year=year)
    return quick(
        {
            "year": year,
            "timezone": description.timezone,
            "day_minutes": int(description.day_length.total_seconds()) // 60,
            "first_day": description.first_day,
            "last_day": description.last_day,
            "holidays_known_until": description.holidays_known_until,
            "week": [_hours(description.week.get(weekday, ())) for weekday in range(7)],
            "days": [_year_day(day) for day in days],
        }
    )


@router.post(
    "/{uuid:version_id}/publication",
    response={200: api.VersionView, **problems(401, 403, 404, 409, 422)},
    operation_id="publish_calendar",
)
def publish_calendar(request: ActorRequest, version_id: UUID, wanted: schemas.Publication) -> HttpResponse:
    """Put a draft into force from a moment on, in place of others of its name."""
    return quick(
        api.publish_calendar(version_id=version_id, valid_from=wanted.valid_from, actor=request.auth, at=now())
    )


@router.delete(
    "/{uuid:version_id}", response={204: None, **problems(401, 403, 404, 409)}, operation_id="discard_calendar"
)
def discard_calendar(request: ActorRequest, version_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    api.discard_calendar(version_id=version_id, actor=request.auth, at=now())
    return HttpResponse(status=204)


def _day(day: api.CountedDay) -> dict[str, Any]:
    return {
        "day": day.day,
        "name": day.name,
        "spans": [{"begins": begins, "ends": ends} for begins, ends in day.spans],
        "counted": int(day.counted.total_seconds()),
        "total": int(day.total.total_seconds()),
    }


def _year_day(day: api.CalendarDate) -> dict[str, Any]:
    plain = {name: getattr(day, name) for name in YearDay.model_fields if name != "hours"}
    return {**plain, "hours": _hours(day.slots)}


def _hours(slots: Sequence[api.Slot]) -> list[dict[str, str]]:
    return [dict(zip(("opens", "closes"), str(slot).split("-"), strict=True)) for slot in slots]
