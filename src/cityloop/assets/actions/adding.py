"""A component that somebody enters by hand."""

from datetime import datetime

import shapely
from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.applying import queue_behind_imports
from cityloop.assets.actions.layers import import_components
from cityloop.assets.actions.states import local_day
from cityloop.assets.contracts import ComponentDraft, ComponentLayer, ComponentState, ComponentView, NewComponent
from cityloop.assets.models import Component, ComponentImport
from cityloop.assets.policies import MANAGE
from cityloop.assets.queries.components import component_by_id
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory

BY_HAND = "人工登记"  # the layer of what was entered by hand


@transaction.atomic
def add_component(*, new: NewComponent, actor: access.Actor, at: datetime) -> ComponentView:
    """Enter a component by hand: it gets its grid and the next code of its class and district.

    :raises InvalidInputError: the class or a body is not known, the point not on the globe, or it is removed already.
    :raises NotPermittedError: the actor may not, or not there.
    :raises BusyError: an import is being applied, which may take minutes.
    """
    access.require(actor, MANAGE)
    queue_behind_imports(within_s=territory.PERSON_WAITS_S)
    place = territory.locate(longitude=new.longitude, latitude=new.latitude, at=at)
    access.require(actor, MANAGE, grid=place.grid_code if place else "")
    found = _class_of(new, at)
    _require_bodies(new)
    key = str(new_id())
    layer = ComponentLayer(
        name=BY_HAND,
        class_edition=found.edition,
        class_code=found.code,
        data_source=new.data_source,
        manager_body_id=new.manager_body_id,
        owner_body_id=new.owner_body_id,
        keeper_body_id=new.keeper_body_id,
    )
    spot = shapely.to_wkb(shapely.Point(new.longitude, new.latitude))
    draft = ComponentDraft(external_id=key, name=new.name or found.name, geometry=spot, state=new.state)
    import_components(layer=layer, drafts=[draft], valid_from=at, at=at)
    ComponentImport.objects.filter(file_name=BY_HAND, file="", started_at=at).delete()  # the audit tells of it
    row = Component.objects.defer("geometry").get(source_layer=BY_HAND, external_id=key)
    row.accuracy, row.note, row.surveyed_on = new.accuracy or "", new.note, new.surveyed_on or local_day(at)
    row.save(update_fields=["accuracy", "note", "surveyed_on"])
    access.audit(actor, "assets.add_component", f"component:{row.code}", at, name=row.name)
    view = component_by_id(row.pk)
    assert view is not None, "it was written a moment ago"  # noqa: S101 - for the type checker
    return view


def _class_of(new: NewComponent, at: datetime) -> standards.ClassView:
    if new.state is ComponentState.REMOVED:
        message = say("What has been removed is not entered any more.")
        raise InvalidInputError(message, field="state")
    try:
        return standards.case_class(kind=standards.MatterKind.COMPONENT, code=new.class_code, at=at)
    except NotFoundError as error:
        raise InvalidInputError(error.detail, field="class_code") from error


def _require_bodies(new: NewComponent) -> None:
    for field in ("manager_body_id", "owner_body_id", "keeper_body_id"):
        body_id = getattr(new, field)
        if body_id is not None:
            try:
                organizations.body(body_id)
            except NotFoundError as error:
                raise InvalidInputError(error.detail, field=field) from error
