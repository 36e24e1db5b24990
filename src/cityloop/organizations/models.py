"""Tables of `organizations`: fields and constraints, no rules."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cityloop.access.contracts import Axis
from cityloop.kernel.identifiers import new_id
from cityloop.organizations.contracts import BodyKind, RuleOrigin
from cityloop.standards.contracts import MatterKind

NOBODY = "00000000-0000-0000-0000-000000000000"
SIDES = [Axis.SUPERVISION.value, Axis.EXECUTION.value, Axis.ABOVE.value]
ENDS_AFTER_START = Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))
VALIDITY = models.Func("valid_from", "valid_until", function="tstzrange", output_field=DateTimeRangeField())


class Body(models.Model):
    """A body (机构) of the city: a centre, a department, a street office, a company.

    Personal data: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in BodyKind])
    axis = models.CharField(max_length=12, choices=[(side, side) for side in SIDES])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    credit_code = models.CharField(max_length=18, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(*(Q(kind=kind.value, axis=kind.axis.value) for kind in BodyKind), _connector=Q.OR),
                name="body_stands_on_its_side",
            ),
            models.CheckConstraint(
                condition=Q(credit_code="") | Q(credit_code__regex=r"^[0-9A-HJ-NP-RT-UW-Y]{18}$"),
                name="body_credit_code_form",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="body_is_not_its_own_parent"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="body_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class TreeStamp(models.Model):
    """One row that changes whenever any body does, so that every process knows whether its copy of the tree holds.

    Personal data: none.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField(default=uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="tree_stamp_only_one")]

    def __str__(self) -> str:
        return str(self.stamp)


class ResponsibilityRule(models.Model):
    """Who answers for a class in an area, for whose things. Never edited: it ends and another begins.

    Empty `kind`, `class_code` and `area_code` mean every one. `since` is the local day of `valid_from`, as people say
    it in a reason.
    Personal data: none.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, blank=True, default="")
    class_code = models.CharField(max_length=12, blank=True, default="")
    area_code = models.CharField(max_length=15, blank=True, default="")
    owner_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="rules_of_owned")
    body = models.ForeignKey(Body, models.PROTECT, related_name="rules")
    origin = models.CharField(max_length=8, default=RuleOrigin.SETUP.value)
    case_number = models.CharField(max_length=60, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["", *(k.value for k in MatterKind)]), name="rule_kind_known"),
            models.CheckConstraint(
                condition=Q(class_code__regex=r"^\d*$") & (Q(class_code="") | ~Q(kind="")),
                name="rule_class_is_a_prefix",  # of one kind: codes of components and incidents overlap
            ),
            models.CheckConstraint(condition=Q(area_code__regex=r"^\d*$"), name="rule_area_is_a_prefix"),
            models.CheckConstraint(condition=Q(origin__in=[o.value for o in RuleOrigin]), name="rule_origin_known"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="rule_ends_after_start"),
            ExclusionConstraint(
                name="rule_names_one_body_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("class_code", RangeOperators.EQUAL),
                    ("area_code", RangeOperators.EQUAL),
                    (Coalesce("owner_body", models.Value(NOBODY), output_field=models.UUIDField()), "="),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["class_code", "area_code", "kind"], name="rule_by_class_and_area")]

    def __str__(self) -> str:
        return f"{self.kind}{self.class_code} {self.area_code} -> {self.body_id}"


class DutyAssignment(models.Model):
    """Where a collector's duty lies, for a time: a duty grid (15 digits) or the area of a shorter prefix.

    Personal data: says where a collector works.
    """

    id = models.BigAutoField(primary_key=True)
    seat = models.ForeignKey("access.Seat", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, blank=True, default="")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(area_code__regex=r"^\d*$"), name="duty_area_is_a_prefix"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="duty_ends_after_start"),
            ExclusionConstraint(
                name="duty_assigned_once_at_a_time",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("area_code", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area_code"], name="duty_by_area")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.area_code}"


class DutyShift(models.Model):
    """A weekly slot in which a collector is on duty, in the city's local time. Who has no slot is always on duty.

    Minutes count from Monday 0:00; a slot lasts at most a day and may run past the end of the week.
    Personal data: says when a collector works.
    """

    id = models.BigAutoField(primary_key=True)
    seat = models.ForeignKey("access.Seat", models.CASCADE, related_name="+")
    zone = models.CharField(max_length=60)
    opens_minute = models.PositiveSmallIntegerField()
    closes_minute = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "opens_minute"], name="duty_shift_once"),
            models.CheckConstraint(
                condition=Q(
                    opens_minute__lt=7 * 1440,
                    closes_minute__gt=F("opens_minute"),
                    closes_minute__lte=F("opens_minute") + 1440,
                ),
                name="duty_shift_has_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.opens_minute}-{self.closes_minute}"
