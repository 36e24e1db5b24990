"""Django's record of this module."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Register access."""

    name = "cityloop.access"
