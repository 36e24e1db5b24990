"""Django's record of this module."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Register evaluation."""

    name = "cityloop.evaluation"
