"""Django's record of this module."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """Register assets."""

    name = "cityloop.assets"

    def ready(self) -> None:
        """Hear of what happens to the grids."""
        from cityloop.assets.handlers import subscribe  # noqa: PLC0415 - needs the tables to be known first

        subscribe()
