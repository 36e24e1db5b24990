"""Tables of the kernel."""

from typing import ClassVar

from django.db import models

from cityloop.kernel.identifiers import new_id


class OutboxEvent(models.Model):
    """An event written in the writer's own transaction; the relay gives it a position and delivers it.

    Positions are given by one relay at a time, after commit, so reading by position never misses an event.
    Personal data: none; events carry identifiers, not people.
    """

    id = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    body = models.JSONField()
    happened_at = models.DateTimeField()
    position = models.BigIntegerField(null=True, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(default="", blank=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.event_id}"


class IdempotentAnswer(models.Model):
    """What was answered to a create that carried this key, so that a second delivery gets the same answer.

    Personal data: the answer may hold some; rows are dropped after a week.
    """

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=120)
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "key"], name="idempotent_answer_once")]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="idempotent_answer_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class RequestCount(models.Model):
    """How many requests of a kind a caller without an account has made since the first of them.

    Personal data: a keyed digest of the address a request came from; rows are dropped within half an hour.
    """

    key = models.CharField(max_length=64, primary_key=True)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["began_at"], name="request_count_age")]

    def __str__(self) -> str:
        return f"{self.count} since {self.began_at.isoformat()}"
