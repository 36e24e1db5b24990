"""Editions of the class table."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat

from cityloop.standards.contracts import ClassOrigin, MatterKind


class ClassEdition(models.Model):
    """An edition of the class table: which standard it follows and how a city numbers its own additions.

    A city's classes are numbered from `extension_first` towards `extension_last`, in any major class or, where
    `extension_major` names one, only there.
    Personal data: none.
    """

    code = models.CharField(max_length=8, unique=True)
    standard = models.CharField(max_length=60)
    in_force_from = models.DateField(null=True)
    is_default = models.BooleanField(default=False)
    minor_digits = models.PositiveSmallIntegerField()
    links_components = models.BooleanField(default=False)
    extension_first = models.PositiveSmallIntegerField()
    extension_last = models.PositiveSmallIntegerField()
    extension_major = models.CharField(max_length=2, blank=True)
    extension_suffix = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="edition_one_default"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{4}$") & ~Q(standard=""), name="edition_named"),
            models.CheckConstraint(condition=Q(minor_digits__in=[2, 3]), name="edition_minor_digits_known"),
            models.CheckConstraint(
                condition=Q(extension_major__regex=r"^(\d{2})?$"), name="edition_extension_major_form"
            ),
        ]

    def __str__(self) -> str:
        return self.standard


class CaseClass(models.Model):
    """A class of components or incidents in one edition, from the standard or added by the city.

    `matter` is the incident class of a component's being out of order, where the edition has one.
    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(ClassEdition, on_delete=models.PROTECT, related_name="classes")
    kind = models.CharField(max_length=12)
    major_code = models.CharField(max_length=2)
    major_name = models.CharField(max_length=60)
    minor_code = models.CharField(max_length=3)
    code = models.GeneratedField(
        expression=Concat("major_code", "minor_code"), output_field=models.CharField(max_length=5), db_persist=True
    )
    name = models.CharField(max_length=60)
    origin = models.CharField(max_length=12)
    matter = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "kind", "major_code", "minor_code"], name="class_code_once"),
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in MatterKind]), name="class_kind_known"),
            models.CheckConstraint(
                condition=Q(origin__in=[each.value for each in ClassOrigin]), name="class_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(major_code__regex=r"^\d{2}$", minor_code__regex=r"^\d{2,3}$")
                & ~Q(name="")
                & ~Q(major_name=""),
                name="class_code_form",
            ),
            models.CheckConstraint(
                condition=Q(matter=None) | Q(kind=MatterKind.COMPONENT.value), name="class_matter_of_component"
            ),
            models.CheckConstraint(condition=~Q(matter=F("id")), name="class_matter_is_another"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(origin=ClassOrigin.CITY.value), name="class_withdrawn_by_city_only"
            ),
            ExclusionConstraint(
                name="class_major_has_one_name",
                deferrable=models.Deferrable.IMMEDIATE,  # looked at when a statement ends: a major can be renamed
                expressions=[
                    ("edition", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("major_code", RangeOperators.EQUAL),
                    ("major_name", RangeOperators.NOT_EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
