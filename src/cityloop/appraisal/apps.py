"""Django's record of this module."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Register appraisal."""

    name = "cityloop.appraisal"
