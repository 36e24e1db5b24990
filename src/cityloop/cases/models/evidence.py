"""Photographs and the collectors who are sent to look."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q

from cityloop.cases.models.case import Case
from cityloop.kernel.identifiers import new_id

BANDS = (0, 16, 32, 48)
SOMETHING = Q(Q(fingerprint__lt=0), Q(fingerprint__gt=0), _connector=Q.OR)


class Photo(models.Model):
    """A photograph, sealed when it was taken: what it shows, when, where and with which device cannot be changed.

    `fingerprint` is alike for pictures that look alike; 0 says too little, None has not been taken.
    Personal data: may show people or number plates; the public sees a copy without EXIF.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="photos")
    usage = models.CharField(max_length=12)
    file = models.CharField(max_length=100)
    public_file = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    location = models.PointField(srid=4490, null=True)
    device = models.CharField(max_length=120, default="", blank=True)
    seal = models.CharField(max_length=64)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    fingerprint = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="photo_content"),
            models.Index(fields=["uploaded_by", "uploaded_at"], name="photo_of_whom"),
            *(
                models.Index(
                    F("fingerprint").bitrightshift(shift).bitand(65535), name=f"photo_band_{shift}", condition=SOMETHING
                )
                for shift in BANDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usage} {self.sha256[:12]}"


class FieldTask(models.Model):
    """A collector is sent to verify (核实) or to check (核查). Who was drawn, from whom and how is kept.

    Personal data: which collector was sent where.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    assignee_id = models.UUIDField()
    draw = models.JSONField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, default="", blank=True)
    recalled_at = models.DateTimeField(null=True)
    opinion = models.TextField(default="", blank=True)
    counts = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="field_task_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(answered_at=None, recalled_at=None),
                name="field_task_one_out",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["assignee_id", "due_at"],
                name="field_task_to_do",
                condition=models.Q(answered_at=None, recalled_at=None),
            ),
            models.Index(fields=["assignee_id", "-issued_at"], name="field_task_newest"),
            models.Index(
                fields=["assignee_id", "answered_at"],
                name="field_task_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.number} of {self.case_id}"
