"""Places over HTTP: finding them by words and points, and the records themselves."""

from cityloop.places.rest.records import router

__all__ = ["router"]
