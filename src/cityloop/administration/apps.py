"""Django's record of this module."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """Register administration."""

    name = "cityloop.administration"
