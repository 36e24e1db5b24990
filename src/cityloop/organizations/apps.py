"""Django's record of this module."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Register organizations."""

    name = "cityloop.organizations"

    def ready(self) -> None:
        """Hear of what happens to the grids."""
        from cityloop.organizations.handlers import subscribe  # noqa: PLC0415 - needs the tables to be known first

        subscribe()
