"""Files that stand behind what is filled in by hand."""

from typing import ClassVar

from django.db import models


class EvidenceFile(models.Model):
    """A file that somebody brought as evidence, judged by its content and kept under its SHA-256. Never changed.

    Personal data: which account brought it; the file may show people.
    """

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=100)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sha256"], name="evidence_content")]

    def __str__(self) -> str:
        return self.name
