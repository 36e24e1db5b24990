"""What all published things share: numbered versions, each with a state and a validity."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from cityloop.kernel.identifiers import new_id
from cityloop.standards.contracts import VersionState

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DRAFT = Q(state=VersionState.DRAFT.value)


class TsTzRange(Func):
    """The range of moments from one column to another, end excluded; no end means for good."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def version_constraints(prefix: str) -> Sequence[models.BaseConstraint]:
    """Return what must hold for every table of versions."""
    return (
        models.UniqueConstraint(fields=["name", "number"], name=f"{prefix}_number_once"),
        models.UniqueConstraint(fields=["name"], condition=DRAFT, name=f"{prefix}_one_draft"),
        models.CheckConstraint(
            condition=Q(state__in=[each.value for each in VersionState]), name=f"{prefix}_state_known"
        ),
        models.CheckConstraint(condition=Q(name__regex=NAME) & ~Q(title=""), name=f"{prefix}_named"),
        models.CheckConstraint(
            condition=(DRAFT & Q(valid_from=None, valid_until=None, published_at=None))
            | (~DRAFT & Q(valid_from__isnull=False, published_at__isnull=False)),
            name=f"{prefix}_valid_once_published",
        ),
        models.CheckConstraint(
            condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name=f"{prefix}_ends_after_it_begins"
        ),
        models.CheckConstraint(
            condition=~Q(state=VersionState.SUPERSEDED.value) | Q(valid_until__isnull=False),
            name=f"{prefix}_superseded_ends",
        ),
        ExclusionConstraint(
            name=f"{prefix}_validity_without_overlap",
            expressions=[
                ("name", RangeOperators.EQUAL),
                (TsTzRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
            ],
            condition=~DRAFT,
        ),
    )


class Version(models.Model):
    """One version of something a city publishes under a name: drafted, published, superseded by the next.

    A trigger refuses every change to a published one, except that its validity may end.
    Personal data: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.SlugField(max_length=60, db_index=False)
    title = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=VersionState.DRAFT.value)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} {self.number} ({self.state})"


class Revision(models.Model):
    """One row whose stamp changes with every change to any table here, so that a process knows its copy is old.

    Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="revision_one_row")]

    def __str__(self) -> str:
        return str(self.stamp)
