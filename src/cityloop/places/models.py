"""Tables of places."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q

from cityloop.kernel.identifiers import new_id
from cityloop.places.contracts import PlaceKind
from cityloop.places.domain.identity import CODE_FORM
from cityloop.territory.api import CGCS2000


class Place(models.Model):
    """A basic place (基本地点) of one of the six types: where it is and every name it goes by.

    A door plate hangs on a road (街巷) and has a number; `number_tail` is what stands beside the number (弄12号, 甲).
    Codes are never given twice: a place that is no more ends, and its successor gets a code of its own.
    Personal data: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.word) for kind in PlaceKind])
    name = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list)
    former_names = ArrayField(models.CharField(max_length=120), default=list)
    category = models.CharField(max_length=40, blank=True, default="")
    road = models.ForeignKey(
        "self",
        models.PROTECT,
        to_field="code",
        db_column="road_code",
        related_name="doors",
        null=True,
        db_index=False,
    )
    road_name = models.CharField(max_length=120, blank=True, default="")
    number_text = models.CharField(max_length=40, blank=True, default="")
    number = models.PositiveIntegerField(null=True)
    number_tail = models.CharField(max_length=20, blank=True, default="")
    grid = models.ForeignKey(
        "territory.UnitGrid",
        models.PROTECT,
        to_field="code",
        db_column="grid_code",
        related_name="+",
        null=True,
        db_index=False,
    )
    geometry = models.GeometryField(srid=CGCS2000, spatial_index=False)
    position = models.PointField(srid=CGCS2000)
    details = models.JSONField(default=dict)
    data_source = models.CharField(max_length=30, blank=True, default="")
    source_layer = models.CharField(max_length=100)
    external_id = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=CODE_FORM), name="place_code_form"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PlaceKind]), name="place_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="place_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind="DOORPLATE") | Q(road__isnull=True, number__isnull=True),
                name="place_only_doors_have_roads",
            ),
            models.UniqueConstraint(
                fields=["source_layer", "external_id"],
                name="place_imported_once",
                condition=Q(valid_until__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "code"], name="place_kind"),
            models.Index(fields=["road"], name="place_road"),
            GistIndex(fields=["geometry"], name="place_shape"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PlaceChange(models.Model):
    """What a place was before it changed; rows are only ever added.

    Personal data: none.
    """

    place = models.ForeignKey(Place, models.PROTECT, to_field="code", db_column="place_code", related_name="changes")
    changed_at = models.DateTimeField()
    before = models.JSONField()

    def __str__(self) -> str:
        return f"{self.place_id} until {self.changed_at}"


class PlaceSequence(models.Model):
    """The last number given under a street and a layer, so that none is given twice.

    Personal data: none.
    """

    prefix = models.CharField(max_length=11, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last__lte=9_999_999), name="place_sequence_fits_seven_digits")
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class Gazetteer(models.Model):
    """The one list of places of this installation; `stamp` is another one after every change, caches go by it.

    Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="gazetteer_only_one")]

    def __str__(self) -> str:
        return str(self.stamp)
