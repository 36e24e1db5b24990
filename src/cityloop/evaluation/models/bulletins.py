"""Bulletins: what was counted for one, and the files that were written of it."""

from typing import ClassVar

from django.db import models

from cityloop.evaluation.contracts.bulletins import BulletinState


class BulletinIssue(models.Model):
    """A bulletin of a period, drafted once; its numbers in `content` never change once they are counted.

    `files` are names of kept files by format and language. `failure` says by language why it could not be made.
    Personal data: who drafted it; where people are evaluated, their scores.
    """

    id = models.UUIDField(primary_key=True)
    period = models.CharField(max_length=24)
    since = models.DateField()
    until = models.DateField()
    schemes = models.JSONField()
    is_scheduled = models.BooleanField(default=False)
    state = models.CharField(max_length=8)
    steps_done = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(null=True)
    files = models.JSONField(default=dict)
    failure = models.JSONField(null=True)
    drafted_by = models.UUIDField()
    drafted_by_name = models.CharField(max_length=100)
    drafted_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period"], condition=models.Q(is_scheduled=True), name="bulletin_scheduled_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in BulletinState]), name="bulletin_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DONE") | models.Q(content__isnull=False, done_at__isnull=False),
                name="bulletin_done_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-drafted_at", "id"], name="bulletin_latest")]

    def __str__(self) -> str:
        return f"{self.period} {self.state}"
