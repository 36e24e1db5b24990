"""What has happened to places."""

from dataclasses import dataclass

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesImported(Event):
    """A layer of places was imported and changed what is known."""

    layer: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAdded(Event):
    """A place was added by hand."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChanged(Event):
    """A place was changed by hand."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEnded(Event):
    """A place is no longer there."""

    code: str
