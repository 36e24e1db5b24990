"""Django's record of this module."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Register places."""

    name = "cityloop.places"

    def ready(self) -> None:
        """Hear of what happens to the grids."""
        from cityloop.places.handlers import subscribe  # noqa: PLC0415 - needs the tables to be known first

        subscribe()
