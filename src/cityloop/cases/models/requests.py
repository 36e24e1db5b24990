"""What bodies ask for, who decided, who helps and who urged."""

from typing import ClassVar

from django.db import models

from cityloop.cases.models.case import Case
from cityloop.kernel.identifiers import new_id


class CaseRequest(models.Model):
    """A request for return, extension, suspension, voiding, authority, a ruling, or an appeal.

    Personal data: who asked; the reason may hold some.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    reason = models.TextField()
    asked = models.JSONField(default=dict)
    asked_by = models.UUIDField()
    asked_by_body_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="PENDING")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="case_request_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="PENDING"), name="case_request_one_pending"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["PENDING", "APPROVED", "REFUSED", "WITHDRAWN"]),
                name="case_request_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} of {self.case_id}"


class RequestDecision(models.Model):
    """What one decider in the chain has said.

    Personal data: who decided.
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(CaseRequest, on_delete=models.PROTECT, related_name="decisions")
    place = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=16)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    approved = models.BooleanField()
    opinion = models.TextField(default="", blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["request", "place"], name="request_decision_once")]

    def __str__(self) -> str:
        return f"{self.post} on {self.request_id}"


class HelperBody(models.Model):
    """A body that helps the responsible one (协办). Its part is not counted in statistics.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="helpers")
    body_id = models.UUIDField()
    joined_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    opinion = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["body_id", "joined_at"], name="helper_body_to_do", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} helps in {self.case_id}"


class Urge(models.Model):
    """Somebody urges the holder of a case (督办), by hand or because it is overdue.

    Personal data: who urged.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urges")
    level = models.CharField(max_length=12)
    text = models.TextField()
    urged_by = models.UUIDField()
    post = models.CharField(max_length=16)
    urged_at = models.DateTimeField()
    reply_by = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    reply = models.TextField(default="", blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-urged_at"], name="urge_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.level} urge of {self.case_id}"
