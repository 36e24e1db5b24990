"""Tables of `standards`: fields and constraints, no rules."""

from cityloop.standards.models.calendars import CalendarDay, OpeningHours, WorkingCalendar
from cityloop.standards.models.classes import CaseClass, ClassEdition
from cityloop.standards.models.disposal import Condition, DisposalStandard, Stage, StageLimit
from cityloop.standards.models.versions import Revision, Version

__all__ = [
    "CalendarDay",
    "CaseClass",
    "ClassEdition",
    "Condition",
    "DisposalStandard",
    "OpeningHours",
    "Revision",
    "Stage",
    "StageLimit",
    "Version",
    "WorkingCalendar",
]
