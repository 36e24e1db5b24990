"""Django's record of this module."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Register places."""

    name = "cityloop.places"
