"""Tables of the ground: divisions and the three kinds of grid."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from cityloop.territory.contracts import CGCS2000, DivisionLevel

CODE_FITS_LEVEL = Q(
    *(Q(level=level.value, code__regex=rf"^\d{{{level.code_length}}}$") for level in DivisionLevel), _connector=Q.OR
)
CODE_CONTINUES_PARENT = (
    Q(level="CITY", parent__isnull=True)
    | Q(level="DISTRICT", parent__isnull=False)
    | Q(level="STREET", parent=Left("code", 6))
    | Q(level="COMMUNITY", parent=Left("code", 9))
)
ENDS_AFTER_START = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))


class City(models.Model):
    """The one city of this installation.

    `revision` counts the changes to its ground; caches go by `stamp`, which is also another one after a change that
    was rolled back.
    Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    division = models.OneToOneField("Division", models.PROTECT, to_field="code", db_column="code", related_name="+")
    timezone = models.CharField(max_length=60)
    metric_srid = models.PositiveIntegerField()
    revision = models.BigIntegerField(default=1)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="city_only_one")]

    def __str__(self) -> str:
        return self.division_id


class Division(models.Model):
    """A city, district (区), street (街道) or community (社区) with its boundary.

    `source_id` is what the layer it came from calls it, so that a later load keeps its code. `digest` is that of the
    outline as its layer last told it: one that was mended since stands until the layer tells another one. Empty where
    nothing but `geometry` is known of it.
    Personal data: none.
    """

    code = models.CharField(max_length=12, unique=True)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in DivisionLevel])
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, to_field="code", db_column="parent_code", related_name="children", null=True
    )
    geometry = models.MultiPolygonField(srid=CGCS2000)
    source_id = models.CharField(max_length=100, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=CODE_FITS_LEVEL, name="division_code_fits_level"),
            models.CheckConstraint(condition=CODE_CONTINUES_PARENT, name="division_code_continues_parent"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="division_ends_after_start"),
        ]
        indexes: ClassVar = [models.Index(fields=["level", "code"], name="division_level")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EvaluationGrid(models.Model):
    """An evaluation grid (评价网格): duty grids of one street that are judged as one, of area class A, B or C.

    Its code is 12 characters: street, two digits, the letter of its class.
    Personal data: none.
    """

    code = models.CharField(max_length=12, unique=True)
    street = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="street_code", related_name="evaluation_grids"
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{9}(?!00)\d{2}[ABC]$"), name="evaluation_grid_code_form"
            ),
            models.CheckConstraint(condition=Q(street=Left("code", 9)), name="evaluation_grid_in_its_street"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="evaluation_grid_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.code


class DutyGrid(models.Model):
    """A duty grid (责任网格): one to five adjacent unit grids of one community, walked by one collector.

    Personal data: none.
    """

    code = models.CharField(max_length=15, unique=True)
    community = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="community_code", related_name="duty_grids"
    )
    evaluation_grid = models.ForeignKey(
        EvaluationGrid,
        models.PROTECT,
        to_field="code",
        db_column="evaluation_grid_code",
        related_name="duty_grids",
        null=True,
    )
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}(?!000)\d{3}$"), name="duty_grid_code_form"),
            models.CheckConstraint(condition=Q(community=Left("code", 12)), name="duty_grid_in_its_community"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="duty_grid_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.code


class UnitGrid(models.Model):
    """A unit grid (单元网格): the smallest piece of ground that is managed, about 10,000 m2 of one community.

    A code is never used again: a grid that is cut anew ends, and its heirs get codes of their own. What it is besides
    its ground (`land_use` 用地类型, `management_level` 管理级别) is the city's own word.
    Personal data: none.
    """

    code = models.CharField(max_length=15, unique=True)
    community = models.ForeignKey(
        Division, models.PROTECT, to_field="code", db_column="community_code", related_name="unit_grids"
    )
    duty_grid = models.ForeignKey(
        DutyGrid, models.PROTECT, to_field="code", db_column="duty_grid_code", related_name="unit_grids", null=True
    )
    geometry = models.GeometryField(srid=CGCS2000)
    area_m2 = models.FloatField()
    area_level = models.CharField(max_length=1)
    land_use = models.CharField(max_length=30, blank=True, default="")
    management_level = models.CharField(max_length=30, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    begun_by = models.ForeignKey("GridChange", models.PROTECT, related_name="begun", null=True)
    ended_by = models.ForeignKey("GridChange", models.PROTECT, related_name="ended", null=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}(?!000)\d{3}$"), name="unit_grid_code_form"),
            models.CheckConstraint(condition=Q(community=Left("code", 12)), name="unit_grid_in_its_community"),
            models.CheckConstraint(condition=Q(area_level__in=["A", "B", "C"]), name="unit_grid_area_level"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="unit_grid_has_area"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="unit_grid_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.code
