"""Case-quality sampling: what was drawn by which seed, and what the second look and the ruling said."""

from typing import ClassVar

from django.db import models


class Sampling(models.Model):
    """A draw of closed cases for a second look. The seed is written down when it is planned, and told when it is drawn.

    `population_file` is the list that was drawn from, kept under its SHA-256, so that anybody can draw again.
    Personal data: which accounts planned and drew.
    """

    id = models.UUIDField(primary_key=True)
    period = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField()
    by = models.JSONField(default=list)
    size = models.PositiveIntegerField(null=True)
    share = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    area_code = models.CharField(max_length=15, blank=True, default="")
    seed = models.CharField(max_length=64)
    state = models.CharField(max_length=8)
    planned_by = models.UUIDField()
    planned_at = models.DateTimeField()
    drawn_by = models.UUIDField(null=True)
    drawn_at = models.DateTimeField(null=True)
    population = models.PositiveIntegerField(null=True)
    population_file = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=["PLANNED", "DRAWN"]), name="sampling_state_known"),
            models.CheckConstraint(
                condition=models.Q(size__isnull=True, share__isnull=False)
                | models.Q(size__isnull=False, share__isnull=True),
                name="sampling_by_size_or_share",
            ),
            models.CheckConstraint(
                condition=models.Q(state="PLANNED", drawn_at=None)
                | models.Q(models.Q(drawn_at__isnull=False, population__isnull=False), state="DRAWN"),
                name="sampling_drawn_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-planned_at", "id"], name="sampling_latest")]

    def __str__(self) -> str:
        return f"{self.period} {self.state}"


class SampledCase(models.Model):
    """A case that was drawn. `hands` are the accounts that had a hand in it: none of them looks at it again, or rules.

    A case is drawn once, whatever is drawn later.
    Personal data: which accounts worked on the case, looked at it and ruled.
    """

    id = models.UUIDField(primary_key=True)
    sampling = models.ForeignKey(Sampling, on_delete=models.PROTECT, related_name="cases")
    case_id = models.UUIDField(unique=True)
    number = models.CharField(max_length=24)
    grid_code = models.CharField(max_length=15)
    stratum = models.JSONField(default=list)
    place = models.PositiveIntegerField()
    hands = models.JSONField(default=list)
    state = models.CharField(max_length=8)
    looker_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True, default="")
    looked_at = models.DateTimeField(null=True)
    ruling = models.JSONField(default=dict)
    opinion = models.TextField(blank=True, default="")
    ruled_by = models.UUIDField(null=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sampling", "place"], name="sampled_case_place_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "TAKEN", "DISPUTED", "SETTLED"]),
                name="sampled_case_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="WAITING", looker_id=None)
                | models.Q(~models.Q(state="WAITING"), looker_id__isnull=False),
                name="sampled_case_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["looker_id"], condition=models.Q(state="TAKEN"), name="sampled_case_one_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "sampling", "place"], name="sampled_case_queue")]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"
