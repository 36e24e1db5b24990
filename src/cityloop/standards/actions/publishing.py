"""Putting versions into force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cityloop.access import api as access
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.standards import events
from cityloop.standards.actions.versions import AnyVersion, draft, work_alone
from cityloop.standards.contracts import VersionState, VersionView
from cityloop.standards.models import DisposalStandard, WorkingCalendar
from cityloop.standards.policies import MANAGE
from cityloop.standards.queries.snapshot import calendar_view, standard_view

STANDARD, CALENDAR = say("disposal standard"), say("calendar")


@transaction.atomic
def publish_standard(*, version_id: UUID, valid_from: datetime, actor: access.Actor, at: datetime) -> VersionView:
    """Put a draft of a disposal standard into force from a moment on, in place of all others of its name.

    One in force at that moment ends there; one that would have begun later never begins. Open cases keep the condition
    they were filed under.

    :raises NotFoundError: there is no such version.
    :raises RefusedError: it is published already.
    """
    access.require(actor, MANAGE)
    work_alone()
    version = draft(DisposalStandard, version_id, STANDARD)
    _put_into_force(version, valid_from, at)

    access.audit(actor, "standards.publish_standard", f"standard:{version_id}", at, valid_from=valid_from.isoformat())
    outbox.publish(
        events.DisposalStandardPublished(at=at, version_id=version_id, name=version.name, valid_from=valid_from)
    )
    return standard_view(version)


@transaction.atomic
def publish_calendar(*, version_id: UUID, valid_from: datetime, actor: access.Actor, at: datetime) -> VersionView:
    """Put a draft of a calendar into force from a moment on, in place of all others of its name.

    :raises NotFoundError: there is no such version.
    :raises RefusedError: it is published already.
    """
    access.require(actor, MANAGE)
    work_alone()
    version = draft(WorkingCalendar, version_id, CALENDAR)
    _put_into_force(version, valid_from, at)

    access.audit(actor, "standards.publish_calendar", f"calendar:{version_id}", at, valid_from=valid_from.isoformat())
    outbox.publish(events.CalendarPublished(at=at, version_id=version_id, name=version.name, valid_from=valid_from))
    return calendar_view(version)


@transaction.atomic
def discard_standard(*, version_id: UUID, actor: access.Actor, at: datetime) -> None:
    """Throw a draft of a disposal standard away.

    :raises NotFoundError: there is no such version.
    :raises RefusedError: it is published.
    """
    access.require(actor, MANAGE)
    work_alone()
    draft(DisposalStandard, version_id, STANDARD).delete()
    access.audit(actor, "standards.discard_standard", f"standard:{version_id}", at)


@transaction.atomic
def discard_calendar(*, version_id: UUID, actor: access.Actor, at: datetime) -> None:
    """Throw a draft of a calendar away.

    :raises NotFoundError: there is no such version.
    :raises RefusedError: it is published.
    """
    access.require(actor, MANAGE)
    work_alone()
    draft(WorkingCalendar, version_id, CALENDAR).delete()
    access.audit(actor, "standards.discard_calendar", f"calendar:{version_id}", at)


def _put_into_force(version: AnyVersion, valid_from: datetime, at: datetime) -> None:
    if valid_from.tzinfo is None:
        message = say("The moment needs its time zone, such as 2026-07-01T00:00+08:00.")
        raise InvalidInputError(message, field="valid_from")
    others = type(version).objects.filter(name=version.name).exclude(state=VersionState.DRAFT)
    for other in others.filter(Q(valid_until=None) | Q(valid_until__gt=valid_from)):
        other.valid_until = max(other.valid_from or valid_from, valid_from)  # an end at its beginning: never in force
        other.state = VersionState.SUPERSEDED.value
        other.save(update_fields=["valid_until", "state"])
    version.valid_from = valid_from
    version.published_at = at
    version.state = VersionState.PUBLISHED.value
    version.save(update_fields=["valid_from", "published_at", "state"])
