"""What is filled in by hand, and results: published, objected to, fixed."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class HandEntry(models.Model):
    """Points (or a parameter, such as a quota) that somebody filled in for one subject and period, with evidence.

    A change is another row: the one with the highest number holds, one without points takes the entry back.
    Personal data: whose points these are where people are evaluated, and which account filled them in.
    """

    id = models.UUIDField(primary_key=True)
    scheme_key = models.CharField(max_length=60)
    period = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=40)
    term = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    words = models.TextField()
    evidence = models.JSONField(default=list)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme_key", "period", "subject_id", "term", "number"], name="hand_entry_once"
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["evidence"], name="hand_entry_evidence", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.term} of {self.subject_id} in {self.period}"


class EvaluationResult(models.Model):
    """What a scheme came to in a period: drafted, open for objections, fixed. Its figures are in its editions.

    Personal data: which accounts drafted, published and fixed it.
    """

    id = models.UUIDField(primary_key=True)
    scheme_key = models.CharField(max_length=60)
    period = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=0)
    objections_until = models.DateField(null=True)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    fixed_by = models.UUIDField(null=True)
    fixed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme_key", "period"], name="result_once"),
            models.CheckConstraint(condition=models.Q(state__in=["DRAFT", "OPEN", "FIXED"]), name="result_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT", edition=0) | models.Q(~models.Q(state="DRAFT"), edition__gte=1),
                name="result_frozen_once_published",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-drafted_at", "id"], name="result_latest")]

    def __str__(self) -> str:
        return f"{self.scheme_key} in {self.period}"


class ResultEdition(models.Model):
    """All that a result was made of, frozen and signed. An objection that was upheld makes another one; none changes.

    `snapshot` is canonical JSON: the bytes that were signed.
    Personal data: scores of people, where people are evaluated.
    """

    result = models.ForeignKey(EvaluationResult, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    snapshot = models.TextField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=88)
    public_key = models.CharField(max_length=44)
    why = models.CharField(max_length=20)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["result", "number"], name="result_edition_once")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.number}"


class Objection(models.Model):
    """A body, or a person, objects to their own row of a result, and somebody else decides.

    `person_id` is who objects for themselves; None where a body does.
    Personal data: which accounts objected and decided.
    """

    id = models.UUIDField(primary_key=True)
    result = models.ForeignKey(EvaluationResult, on_delete=models.PROTECT, related_name="objections")
    subject_id = models.CharField(max_length=40)
    body_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    reason = models.TextField()
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    opinion = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["PENDING", "UPHELD", "REFUSED"]), name="objection_state_known"
            ),
            models.UniqueConstraint(
                fields=["result", "subject_id"], condition=models.Q(state="PENDING"), name="objection_pending_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} against {self.result_id}"
