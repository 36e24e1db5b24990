"""Rules of counting, as they were published."""

from typing import ClassVar

from django.db import models


class CountingRulesVersion(models.Model):
    """A version of how the city counts, in force for cases reported from a day on. Never changed.

    Personal data: which account published it.
    """

    number = models.PositiveIntegerField(primary_key=True)
    valid_from = models.DateField()
    rules = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="counting_rules_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} from {self.valid_from}"
