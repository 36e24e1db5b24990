"""What the lake does not hold yet."""

from typing import ClassVar

from django.db import models


class LakeChange(models.Model):
    """Facts of a case in a month that changed since they were written to the lake; without a case, of any.

    Rows are added and taken away, never changed, so that nobody waits for anybody.
    Personal data: none.
    """

    month = models.CharField(max_length=7)
    case_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month"], name="lake_change_month")]

    def __str__(self) -> str:
        return f"{self.case_id or 'any'} in {self.month}"
