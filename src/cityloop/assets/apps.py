"""Django's record of this module."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """Register assets."""

    name = "cityloop.assets"
