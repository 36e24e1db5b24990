"""`cityloop deadline`: when is something due, and how was that counted. Needs no database when a file is named."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.wording import say
from cityloop.standards import api
from cityloop.standards.domain.calendar_files import read_calendar
from cityloop.standards.domain.compiling import compile_calendar

FILE_SUFFIXES = {".yaml", ".yml", ".csv", ".xlsx"}
USAGE_ERROR = 2


class Command(BaseCommand):
    """Print when a limit that starts to run at a moment is due, or the time used until another, day by day."""

    help = "Print when a limit that starts at a moment is due, or the time used until another, day by day."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--calendar", required=True, help="a YAML, CSV or xlsx file, or a published calendar's name"
        )
        parser.add_argument("--start", required=True, help="2026-03-06T17:00+08:00")
        parser.add_argument("--until", help="measure up to this moment instead")
        parser.add_argument(
            "--limit", help="'4 work_hour'; with --until, its unit says what counts (default work_hour)"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Count and print."""
        if options["limit"] is None and options["until"] is None:
            message = "give --limit to work out a due moment, or --until to measure"
            raise CommandError(message, returncode=USAGE_ERROR)
        try:
            until = None if options["until"] is None else _moment(options["until"])
            self._count(
                calendar=options["calendar"], start=_moment(options["start"]), until=until, limit=options["limit"]
            )
        except RefusedError as refusal:
            raise CommandError(refusal.detail, returncode=USAGE_ERROR) from refusal

    def _count(self, *, calendar: str, start: datetime, until: datetime | None, limit: str | None) -> None:
        counted_with = _calendar(calendar, start)
        wanted = None if limit is None else api.Limit.parse(limit)
        unit = api.LimitUnit.WORK_HOUR if wanted is None else wanted.unit
        if until is None and wanted is not None:
            end, allowed = api.due_at(start, wanted, counted_with), api.to_timedelta(wanted, counted_with)
            self.stdout.write(f"due {_written(end, counted_with)}  ({wanted} = {_length(allowed)})")
        else:
            end = until or start
            spent = api.used(start, end, unit, counted_with)
            self.stdout.write(f"used {_length(spent)} until {_written(end, counted_with)}")
            if wanted is not None:
                left = api.to_timedelta(wanted, counted_with) - spent
                self.stdout.write(f"{'late by' if left < timedelta(0) else 'left'} {_length(abs(left))} of {wanted}")
        self._explain(start, end, unit, counted_with)

    def _explain(self, start: datetime, end: datetime, unit: api.LimitUnit, calendar: api.WorkCalendar) -> None:
        first, last = sorted((start, end))
        counts = "working hours only" if unit.is_working else "every hour"
        self.stdout.write(f"counted from {_written(first, calendar)}, {counts}:")
        for day in api.count_day_by_day(first, last, unit, calendar):
            spans = " ".join(f"{begins:%H:%M:%S}-{_closing(ends, day)}" for begins, ends in day.spans) or "-"
            figures = f"{_length(day.counted):>9} {_length(day.total):>9}"
            self.stdout.write(f"  {day.day} {day.day:%a}  {figures}  {spans}  {day.name}".rstrip())
        known = calendar.holidays_known_until
        if unit.is_working and known is not None and last.astimezone(calendar.zone).date() > known:
            self.stderr.write(f"note: holidays after {known} are not in this calendar")


def _calendar(named: str, at: datetime) -> api.WorkCalendar:
    path = Path(named)
    if path.suffix.lower() in FILE_SUFFIXES or path.is_file():
        try:
            content = path.read_bytes()
        except OSError as error:
            message = f"cannot read {named}: {error.strerror}"
            raise CommandError(message, returncode=USAGE_ERROR) from error
        return compile_calendar(read_calendar(content, filename=path.name))
    try:
        return api.current_calendar(at=at, name=named).calendar
    except DatabaseError as error:
        message = f"{named!r} is not a file, and the published calendars cannot be read: {str(error).splitlines()[0]}"
        raise CommandError(message, returncode=USAGE_ERROR) from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = say("{text!r} is not a moment; write one like 2026-03-06T17:00+08:00", text=text)
        raise InvalidInputError(message) from error
    if moment.tzinfo is None:
        message = say("{text!r} lacks its time zone; write one like 2026-03-06T17:00+08:00", text=text)
        raise InvalidInputError(message)
    return moment


def _written(moment: datetime, calendar: api.WorkCalendar) -> str:
    local = moment.replace(microsecond=0).astimezone(calendar.zone)
    return f"{local.isoformat(timespec='minutes' if local.second == 0 else 'seconds')} {local:%a}"


def _closing(ends: datetime, day: api.CountedDay) -> str:
    return "24:00:00" if ends.date() > day.day else f"{ends:%H:%M:%S}"


def _length(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
