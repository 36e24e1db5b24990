"""The state of a component and its history."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.contracts import ComponentState, ComponentView
from cityloop.assets.domain.states import end_of
from cityloop.assets.events import ComponentStateChanged
from cityloop.assets.models import Component, ComponentStateChange
from cityloop.assets.policies import MANAGE
from cityloop.assets.queries.components import component_by_id
from cityloop.kernel import outbox
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory

SYSTEM = "assets"


@transaction.atomic
def change_state(
    *, code: str, state: ComponentState, actor: access.Actor, at: datetime, reason: str = "", case_number: str = ""
) -> ComponentView:
    """Say how a component stands from now on; the state that it is in already changes nothing.

    :raises NotFoundError: there is no such component.
    :raises NotPermittedError: the actor may not, or not there.
    """
    access.require(actor, MANAGE)
    row = Component.objects.select_for_update(of=("self",)).filter(code=code).defer("geometry").first()
    if row is None:
        message = say("There is no component {code}.", code=code)
        raise NotFoundError(message, code=code)
    access.require(actor, MANAGE, grid=row.grid_id or "")
    change = note_change(row, state, actor=actor, at=at, reason=reason, case_number=case_number)
    if change is not None:
        change.save()
        row.changed_at, row.changed_on = at, local_day(at)
        row.save(update_fields=["state", "valid_until", "changed_at", "changed_on"])
        access.audit(actor, "assets.change_state", f"component:{code}", at, state=state.value)
        spot = {"longitude": row.position.x, "latitude": row.position.y}
        outbox.publish(ComponentStateChanged(at=at, code=code, grid_code=row.grid_id or "", **spot))
    return _told(row.pk)


def note_change(
    row: Component,
    state: ComponentState,
    *,
    actor: access.Actor | None,
    at: datetime,
    reason: str,
    case_number: str = "",
) -> ComponentStateChange | None:
    """Put a component into a state, and return what goes on record if it is another one; whoever calls saves both."""
    if row.state == state.value:
        return None
    who = actor or access.system_actor(SYSTEM)
    change = ComponentStateChange(
        component=row,
        source=row.state,
        target=state.value,
        changed_at=at,
        actor_id=who.account_id,
        actor_name=who.name,
        reason=reason,
        case_number=case_number,
    )
    row.state, row.valid_until = state.value, end_of(state, valid_from=row.valid_from, at=at)
    return change


def local_day(at: datetime) -> date:
    """Return the day it is in the city."""
    return at.astimezone(local_zone()).date()


def local_zone() -> ZoneInfo:
    """Return the time zone of the city; who asks for many days asks for it once."""
    return ZoneInfo(territory.city().timezone)


def _told(component_id: UUID) -> ComponentView:
    view = component_by_id(component_id)
    assert view is not None, "it was locked a moment ago"  # noqa: S101 - for the type checker
    return view
