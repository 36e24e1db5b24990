"""Working calendars."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from cityloop.standards.models.versions import Version, version_constraints

DAY_MINUTES = 24 * 60


class MinuteRange(Func):
    """The range of minutes of a day from opening to closing, end excluded."""

    function = "INT4RANGE"
    output_field = IntegerRangeField()


class WorkingCalendar(Version):
    """A version of a working calendar. Public holidays are copied into its days, so that it never changes its meaning.

    Personal data: none.
    """

    timezone = models.CharField(max_length=60)
    day_minutes = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    holidays_known_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            *version_constraints("calendar"),
            models.CheckConstraint(
                condition=Q(day_minutes__gte=1, day_minutes__lte=DAY_MINUTES, last_day__gte=F("first_day"))
                & ~Q(timezone=""),
                name="calendar_sane",
            ),
        ]


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday or a working day, by the public table or the city's own.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    is_working = models.BooleanField()
    is_public = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class OpeningHours(models.Model):
    """An opening on a weekday (Monday 0) or on one special day, in minutes of the wall clock, end excluded.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(null=True)
    day = models.ForeignKey(CalendarDay, on_delete=models.CASCADE, null=True, related_name="hours")
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, weekday__lte=6, day=None) | Q(weekday=None, day__isnull=False),
                name="hours_of_one_day",
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens"), closes__lte=DAY_MINUTES), name="hours_open_before_they_close"
            ),
            ExclusionConstraint(
                name="hours_of_weekday_without_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (MinuteRange("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                condition=Q(weekday__isnull=False),
            ),
            ExclusionConstraint(
                name="hours_of_day_without_overlap",
                expressions=[
                    ("day", RangeOperators.EQUAL),
                    (MinuteRange("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                condition=Q(day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"
