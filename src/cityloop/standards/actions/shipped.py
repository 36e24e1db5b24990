"""The facts and examples that come with the package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.db import transaction

from cityloop.access import api as access
from cityloop.standards.actions.calendars import import_calendar
from cityloop.standards.actions.classes import import_classes
from cityloop.standards.actions.disposal import import_disposal_standard
from cityloop.standards.actions.publishing import publish_calendar, publish_standard
from cityloop.standards.actions.versions import latest
from cityloop.standards.contracts import Limit, LimitUnit
from cityloop.standards.domain.calendar_files import read_calendar
from cityloop.standards.models import ClassEdition, DisposalStandard, WorkingCalendar
from cityloop.standards.policies import MANAGE

SINCE = datetime.fromisoformat("2000-01-01T00:00:00+08:00")
# What 运城 gives a case no condition is chosen for; standards/workflow.md section 3.5.
DEFAULT_LIMIT = Limit(Decimal(4), LimitUnit.WORK_HOUR)

# How each edition numbers and what is known of it; standards/codes.md sections 0, 2.1 and 2.6.
EDITIONS: Mapping[str, Mapping[str, Any]] = {
    "2026": {
        "standard": "GB/T 47678.5-2026",
        "in_force_from": date(2026, 7, 1),
        "minor_digits": 3,
        "links_components": True,
        "extension_first": 999,
        "extension_last": 80,
        "extension_suffix": "（自定义）",
    },
    "2013": {
        "standard": "GB/T 30428.2-2013",
        "minor_digits": 2,
        "extension_first": 99,
        "extension_last": 58,  # above the highest number of the standard that was seen, 57
    },
    "2007": {
        "standard": "CJ/T 214-2007",
        "minor_digits": 2,
        "extension_first": 1,
        "extension_last": 99,
        "extension_major": "21",
    },
}
CLASS_FILES = {
    "classes-2026.csv": "2026",
    "classes-2026-city.csv": "2026",
    "classes-2013.csv": "2013",
    "classes-2013-city.csv": "2013",
    "classes-2007.csv": "2007",
}
STANDARDS = {
    "default": ("disposal-yuncheng.csv", "示例：运城市中心城区立案、处置、结案标准"),
    "elsewhere": ("disposal-elsewhere.csv", "示例：济源、大英等地条目（含分段处置）"),
}
CALENDARS = {
    "default": ("calendar-eight-hours.yaml", "八小时：8–12、14–18（运城）"),
    "six-hours": ("calendar-six-hours.yaml", "六小时：9–11、13–17"),
    "washington-dc": ("calendar-washington-dc.yaml", "Washington, D.C., 2016"),
}


@dataclass(slots=True)
class Loaded:
    """What loading the shipped data did; empty lists mean that everything was there already."""

    classes: int = 0
    standards: list[str] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)


@transaction.atomic
def load_standards(*, actor: access.Actor, at: datetime) -> Loaded:
    """Load the editions, the example disposal standards and the example calendars that come with the package.

    Loading again adds nothing. A standard or calendar whose name is in use already is left as the city has it.
    """
    access.require(actor, MANAGE)
    loaded = Loaded()
    for code, facts in EDITIONS.items():
        ClassEdition.objects.get_or_create(code=code, defaults=facts)
    if not ClassEdition.objects.filter(is_default=True).exists():
        ClassEdition.objects.filter(code="2026").update(is_default=True)
    for filename, edition in CLASS_FILES.items():
        outcome = import_classes(edition=edition, content=shipped_file(filename), actor=actor, at=at)
        loaded.classes += outcome.added + outcome.changed
    for name in STANDARDS:
        if latest(DisposalStandard, name) is None:
            _load_standard(name, actor, at)
            loaded.standards.append(name)
    for name in CALENDARS:
        if latest(WorkingCalendar, name) is None:
            _load_calendar(name, actor, at)
            loaded.calendars.append(name)
    return loaded


def shipped_file(filename: str) -> bytes:
    """Return a file of facts that comes with the package."""
    return (files("cityloop.standards") / "data" / filename).read_bytes()


def _load_standard(name: str, actor: access.Actor, at: datetime) -> None:
    filename, title = STANDARDS[name]
    made = import_disposal_standard(
        name=name, title=title, default_limit=DEFAULT_LIMIT, content=shipped_file(filename), actor=actor, at=at
    )
    publish_standard(version_id=made.version.id, valid_from=SINCE, actor=actor, at=at)


def _load_calendar(name: str, actor: access.Actor, at: datetime) -> None:
    filename, title = CALENDARS[name]
    description = read_calendar(shipped_file(filename), filename=filename)
    made = import_calendar(name=name, title=title, description=description, actor=actor, at=at)
    publish_calendar(version_id=made.version.id, valid_from=SINCE, actor=actor, at=at)
