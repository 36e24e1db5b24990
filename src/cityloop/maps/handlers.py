"""News of the ground, of the inventory, of places and of cases: what was drawn before is old."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cityloop.assets import events as inventory
from cityloop.cases import events as cases
from cityloop.kernel import outbox
from cityloop.kernel.events import Event
from cityloop.maps import api
from cityloop.places import events as places
from cityloop.territory import events as ground


def subscribe() -> None:
    """Hear of everything that the four modules publish, whatever they will publish one day."""
    single: Mapping[type[Event], outbox.Handler] = {
        inventory.ComponentsImported: components_imported,
        inventory.ComponentStateChanged: component_changed,
        places.PlaceAdded: place_changed,
        places.PlaceChanged: place_changed,
        places.PlaceEnded: place_changed,
    }
    for source, handler in ((ground, changed), (inventory, changed), (places, counted_anew), (cases, case_changed)):
        for value in vars(source).values():
            if isinstance(value, type) and issubclass(value, Event) and value is not Event:
                outbox.subscribe(value, single.get(value, handler))


def changed(body: Mapping[str, Any]) -> None:  # noqa: ARG001 - whatever it was, the stamp is another one
    """Note that what tiles show is another now."""
    api.note_change()


def components_imported(body: Mapping[str, Any]) -> None:
    """Note where tiles show something else now: everywhere, unless the news tells where its few components are."""
    boxes = [(west, south, east, north) for west, south, east, north in body.get("boxes", ())]
    if boxes:
        api.note_components(boxes=boxes, grids=body["grids"])
    else:
        api.note_change()


def component_changed(body: Mapping[str, Any]) -> None:
    """Note that one component looks different now."""
    api.note_component(code=body["code"], grid_code=body["grid_code"] or "")


def counted_anew(body: Mapping[str, Any]) -> None:  # noqa: ARG001 - the same
    """Note that there may be more or fewer places; their own stamp has changed with them."""
    api.note_places()


def place_changed(body: Mapping[str, Any]) -> None:
    """Note that there may be more or fewer places where this one lies."""
    api.note_place(code=body["code"])


def case_changed(body: Mapping[str, Any]) -> None:
    """Note that tiles on which this case is drawn or counted may look different now."""
    api.note_case(case_id=UUID(body["case_id"]))
