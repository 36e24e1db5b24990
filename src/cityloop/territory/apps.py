"""Django's record of this module."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Register territory."""

    name = "cityloop.territory"
