"""Trees of indicators, as they were loaded."""

from typing import ClassVar

from django.db import models


class TreeVersion(models.Model):
    """A version of a tree of indicators, in force from a day on. Never changed.

    Personal data: which account loaded it.
    """

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    valid_from = models.DateField()
    rows = models.JSONField()
    leaves = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    loaded_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="appraisal_tree_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="appraisal_tree_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number} from {self.valid_from}"
