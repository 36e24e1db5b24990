"""Indicators and schemes, as they were published."""

from typing import ClassVar

from django.db import models


class IndicatorBook(models.Model):
    """A version of all indicators together, as they were written, in force from a day on. Never changed.

    Personal data: which account published it.
    """

    number = models.PositiveIntegerField(primary_key=True)
    valid_from = models.DateField()
    data = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="indicator_book_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} from {self.valid_from}"


class SchemeVersion(models.Model):
    """A version of one scheme, as it was written, in force from a day on. Never changed.

    Personal data: which account published it.
    """

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    data = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="scheme_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="scheme_version_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number} from {self.valid_from}"
