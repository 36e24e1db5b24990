"""Appraisals, and figures that are typed in."""

from typing import ClassVar

from django.db import models

from cityloop.appraisal.models.trees import TreeVersion


class Appraisal(models.Model):
    """An outside evaluation of the city and its districts by one version of a tree. Closed, it does not change.

    Personal data: which accounts opened and closed it.
    """

    id = models.UUIDField(primary_key=True)
    tree = models.ForeignKey(TreeVersion, models.PROTECT, related_name="appraisals")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=["SELF", "THIRD_PARTY"]), name="appraisal_kind_known"),
            models.CheckConstraint(condition=models.Q(until__gte=models.F("since")), name="appraisal_has_days"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="appraisal_closed_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-opened_at", "id"], name="appraisal_latest")]

    def __str__(self) -> str:
        return self.title


class FrozenAppraisal(models.Model):
    """All that the scores of a closed appraisal were made of, with the scores, signed. Never changed.

    `snapshot` is canonical JSON: the bytes that were signed.
    Personal data: none.
    """

    appraisal = models.OneToOneField(Appraisal, models.PROTECT, primary_key=True, related_name="frozen")
    snapshot = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=88)
    public_key = models.CharField(max_length=44)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.digest[:12]}"


class PlatformReport(models.Model):
    """A figure that somebody typed in for one indicator and area, with evidence.

    A change is another row: the one with the highest number holds, one without a figure takes it back.
    Personal data: who typed it in.
    """

    id = models.UUIDField(primary_key=True)
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="reports")
    leaf = models.CharField(max_length=60)
    area_code = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    figure = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    words = models.TextField()
    evidence = models.JSONField(default=list)
    reported_by = models.UUIDField()
    reported_by_name = models.CharField(max_length=100)
    reported_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appraisal", "leaf", "area_code", "number"], name="platform_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf} of {self.area_code}: {self.figure}"
