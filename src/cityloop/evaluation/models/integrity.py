"""From where on a collector's work does not look true."""

from typing import ClassVar

from django.db import models


class ThresholdsVersion(models.Model):
    """Thresholds of integrity as a city has set them; those of the highest number hold. Never changed.

    Personal data: which account set them.
    """

    number = models.PositiveIntegerField(primary_key=True)
    values = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="thresholds_numbered"),
        ]

    def __str__(self) -> str:
        return f"thresholds {self.number}"
