"""Everything that changes the published rules of the city."""

from cityloop.standards.actions.calendars import import_calendar
from cityloop.standards.actions.classes import add_class, import_classes, withdraw_class
from cityloop.standards.actions.disposal import import_disposal_standard
from cityloop.standards.actions.publishing import discard_calendar, discard_standard, publish_calendar, publish_standard
from cityloop.standards.actions.shipped import load_standards

__all__ = [
    "add_class",
    "discard_calendar",
    "discard_standard",
    "import_calendar",
    "import_classes",
    "import_disposal_standard",
    "load_standards",
    "publish_calendar",
    "publish_standard",
    "withdraw_class",
]
