"""News of the ground and of the inventory: what was drawn before is old."""

from collections.abc import Mapping
from typing import Any

from cityloop.assets import events as inventory
from cityloop.kernel import outbox
from cityloop.kernel.events import Event
from cityloop.maps import api
from cityloop.territory import events as ground

SOURCES = (ground, inventory)


def subscribe() -> None:
    """Hear of everything that the two modules publish, whatever they will publish one day."""
    for source in SOURCES:
        for value in vars(source).values():
            if isinstance(value, type) and issubclass(value, Event) and value is not Event:
                outbox.subscribe(value, changed)


def changed(body: Mapping[str, Any]) -> None:  # noqa: ARG001 - whatever it was, the stamp is another one
    """Note that what tiles show is another now."""
    api.note_change()
