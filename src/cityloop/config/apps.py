"""Django's record of this module, so that it finds our commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Register config."""

    name = "cityloop.config"
