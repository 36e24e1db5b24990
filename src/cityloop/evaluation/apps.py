"""Django's record of this module."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Register evaluation."""

    name = "cityloop.evaluation"

    def ready(self) -> None:
        """Hear of what happens to cases and to the ground."""
        from cityloop.evaluation.handlers import subscribe  # noqa: PLC0415 - needs the tables to be known first

        subscribe()
