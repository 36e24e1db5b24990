"""Django's record of this module."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Register organizations."""

    name = "cityloop.organizations"
