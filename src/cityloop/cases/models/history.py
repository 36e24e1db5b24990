"""What has happened. Rows are written once; the database refuses to change or delete steps."""

from typing import ClassVar

from django.db import models

from cityloop.cases.models.case import Case
from cityloop.kernel.identifiers import new_id


class CaseStep(models.Model):
    """A move that was made, chained to the one before it by its hash.

    Personal data: who acted; the opinion may hold some.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=32)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=80)
    post = models.CharField(max_length=16)
    body_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    opinion = models.TextField(default="", blank=True)
    inputs = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="case_step_once")]
        indexes: ClassVar = [models.Index(fields=["actor_id", "-taken_at"], name="case_step_actor")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.verb}"


class Activity(models.Model):
    """One stay of a case with one holder at one stage: arrived, due, left, used.

    `used_before` is what the responsible body had used in its earlier stays (捆绑: one clock for all of them).
    Personal data: which account opened and left it.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20)
    post = models.CharField(max_length=16, null=True)
    body_id = models.UUIDField(null=True)
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    unit = models.CharField(max_length=16, default="", blank=True)
    allowance = models.DurationField(null=True)
    used_before = models.DurationField(null=True)
    left_at = models.DateTimeField(null=True)
    left_by = models.UUIDField(null=True)
    verb = models.CharField(max_length=32, default="", blank=True)
    used = models.DurationField(null=True)
    on_time = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="activity_once"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("arrived_at")),
                name="activity_left_after_arrival",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["body_id", "arrived_at"], name="activity_body", condition=~models.Q(body_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.stage}"
