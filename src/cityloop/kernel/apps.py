"""Django's record of this module."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Register kernel."""

    name = "cityloop.kernel"
