"""Django's record of this module."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Register exchange."""

    name = "cityloop.exchange"
