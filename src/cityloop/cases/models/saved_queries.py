"""Queries that people keep for themselves."""

from typing import ClassVar

from django.db import models

from cityloop.kernel.identifiers import new_id


class SavedQuery(models.Model):
    """What an account has narrowed the list of cases to, under a name, to look at again.

    Personal data: whose it is; it is shown to nobody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField()
    name = models.CharField(max_length=60)
    filters = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "name"], name="saved_query_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
