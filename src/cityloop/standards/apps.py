"""Django's record of this module."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Register standards."""

    name = "cityloop.standards"
