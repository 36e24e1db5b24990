"""Reads. What a case needs on intake comes from this process's own copy; see `snapshot` for how that stays true."""

from cityloop.standards.queries.calendars import calendar_description, current_calendar, work_calendar
from cityloop.standards.queries.classes import case_class, classes, default_edition, editions
from cityloop.standards.queries.disposal import (
    applies,
    condition,
    conditions,
    conditions_of_version,
    current_standard,
    default_limit,
    limit_for,
    limit_in,
)
from cityloop.standards.queries.versions import calendar_versions, standard_versions

__all__ = [
    "applies",
    "calendar_description",
    "calendar_versions",
    "case_class",
    "classes",
    "condition",
    "conditions",
    "conditions_of_version",
    "current_calendar",
    "current_standard",
    "default_edition",
    "default_limit",
    "editions",
    "limit_for",
    "limit_in",
    "standard_versions",
    "work_calendar",
]
