"""Listing versions."""

from datetime import datetime

from django.db.models import Q

from cityloop.standards.contracts import VersionState, VersionView
from cityloop.standards.models import DisposalStandard, WorkingCalendar
from cityloop.standards.queries.snapshot import calendar_view, standard_view


def standard_versions(
    *, name: str | None = None, state: VersionState | None = None, at: datetime | None = None
) -> list[VersionView]:
    """Return versions of disposal standards by name, the newest first; `at` keeps those in force then."""
    rows = DisposalStandard.objects.filter(_wanted(name, state, at)).order_by("name", "-number")
    return [standard_view(row) for row in rows]


def calendar_versions(
    *, name: str | None = None, state: VersionState | None = None, at: datetime | None = None
) -> list[VersionView]:
    """Return versions of calendars by name, the newest first; `at` keeps those in force then."""
    rows = WorkingCalendar.objects.filter(_wanted(name, state, at)).order_by("name", "-number")
    return [calendar_view(row) for row in rows]


def _wanted(name: str | None, state: VersionState | None, at: datetime | None) -> Q:
    wanted = Q()
    if name is not None:
        wanted &= Q(name=name)
    if state is not None:
        wanted &= Q(state=state.value)
    if at is not None:
        wanted &= Q(valid_from__lte=at) & (Q(valid_until=None) | Q(valid_until__gt=at))
    return wanted
