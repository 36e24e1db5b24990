"""Disposal standards: from class, condition and area level to limit and closing condition."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cityloop.standards.contracts import AreaLevel, LimitUnit
from cityloop.standards.models.classes import CaseClass
from cityloop.standards.models.versions import Version, version_constraints

LEVELS = [*(level.value for level in AreaLevel), "ALL"]


class DisposalStandard(Version):
    """A version of a city's 立案、处置、结案 standard.

    `default_amount` of `default_unit` is the limit of what it does not list.
    Personal data: none.
    """

    default_amount = models.DecimalField(max_digits=9, decimal_places=3)
    default_unit = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            *version_constraints("disposal"),
            models.CheckConstraint(
                condition=Q(default_amount__gt=0, default_unit__in=[each.value for each in LimitUnit]),
                name="disposal_default_limit_sane",
            ),
        ]


class Condition(models.Model):
    """A filing condition (立案条件) of a class in one version.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    standard = models.ForeignKey(DisposalStandard, on_delete=models.CASCADE, related_name="conditions")
    case_class = models.ForeignKey(CaseClass, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standard", "case_class", "number"], name="condition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(text=""), name="condition_numbered_and_said"),
        ]

    def __str__(self) -> str:
        return self.text


class Stage(models.Model):
    """A stage of disposal under a condition; nearly always the only one.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    condition = models.ForeignKey(Condition, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40, blank=True)
    closing_condition = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["condition", "number"], name="stage_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(closing_condition=""), name="stage_can_be_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class StageLimit(models.Model):
    """How long a stage may take in areas of one level, or in all that have no limit of their own.

    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="limits")
    area_level = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=9, decimal_places=3)
    unit = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stage", "area_level"], name="stage_limit_once"),
            models.CheckConstraint(condition=Q(area_level__in=LEVELS), name="stage_limit_level_known"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, unit__in=[each.value for each in LimitUnit]), name="stage_limit_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_level}: {self.amount} {self.unit}"
