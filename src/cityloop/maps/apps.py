"""Django's record of this module."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Register maps."""

    name = "cityloop.maps"

    def ready(self) -> None:
        """Hear of what happens to the ground, to the inventory and to places."""
        from cityloop.maps.handlers import subscribe  # noqa: PLC0415 - needs the tables to be known first

        subscribe()
